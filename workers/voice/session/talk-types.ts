/** What a conversation is made of and works with; talk.ts carries it on. */

import type { FromPage, TalkEnd } from '../../../shared/contract/talk.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { Logger } from '../../../shared/observe/log.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import type { BffClient } from '../bff/client.ts';
import { EMPTY_LOG, type EventLog, type NewEvent } from '../conversation/event-log.ts';
import type { SoundFrame } from '../conversation/parse-frame.ts';
import { FIRST_TURNS, type Turns } from '../conversation/turn-state.ts';
import type { TalkTexts } from '../locale/texts.ts';
import type { Line } from './lines.ts';

/** Plain data: what must outlive the memory of an idle object. */
export interface TalkRecord {
  /** Of this conversation: part of the names of its requests. */
  id: string;
  turns: Turns;
  log: EventLog;
  /** What was said and heard, for a transcript. */
  lines: Line[];
}

export interface TalkDeps {
  bff: BffClient;
  /** Answers are to be spoken by a realtime model; null: by the cascade. */
  realtime: { model: string | undefined; voice: string } | null;
  clock: Clock;
  texts: TalkTexts;
  log: Logger;
  /** To the page, where one is connected. */
  send(text: string): void;
  sendSound(frame: Uint8Array): void;
  save(record: TalkRecord): void;
  secondsLeft(): number;
  /** One is connected. */
  hasPage(): boolean;
  /** Sound that was made before, for what must be heard when nothing can be made any more. */
  canned(text: string): Uint8Array | null;
  over(reason: TalkEnd): void;
}

export interface Talk {
  /** A page has connected, or has come back. */
  hello(message: Extract<FromPage, { type: 'hello' }>): void;
  receive(message: Exclude<FromPage, { type: 'hello' | 'end' }>): void;
  sound(frame: SoundFrame): void;
  emit(event: NewEvent): void;
  notice(code: ErrorCode, text: string, fatal: boolean): void;
  lines(): readonly Line[];
  stop(): void;
}

export function newRecord(id: string): TalkRecord {
  return { id, turns: FIRST_TURNS, log: EMPTY_LOG, lines: [] };
}
