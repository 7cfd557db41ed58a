/** What goes to the page: events by their number, sound by its sample, so that a page that comes back gets what it has missed. */

import type { FromPage } from '../../../shared/contract/talk.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { appendEvent, type EventLog, missedEvents, type NewEvent } from '../conversation/event-log.ts';
import { formatSound } from '../conversation/parse-frame.ts';
import { createSoundBook } from './sound-book.ts';
import type { TalkDeps } from './talk-types.ts';

export interface PageFeed {
  emit(event: NewEvent): void;
  notice(code: ErrorCode, text: string, fatal: boolean): void;
  /** What the person has said. */
  ownWords(words: { turn: number; text: string; final: boolean }): void;
  sound(turn: number, firstSample: number, pcm: Uint8Array): void;
  /** What is buffered of the turn must not be heard any more. */
  flush(turn: number): void;
  missedEvents(hello: Hello): void;
  /** `turn`: the one that is being spoken. */
  missedSound(hello: Hello, turn: number): void;
  log(): EventLog;
  clear(): void;
}

type Hello = Extract<FromPage, { type: 'hello' }>;

const MOST_LOST = 100_000;

export function createPageFeed(first: EventLog, deps: Pick<TalkDeps, 'send' | 'sendSound'>): PageFeed {
  const book = createSoundBook();
  // What was sent last may not have been stored, and the page reads no number twice.
  let log = { ...first, seq: first.seq + MOST_LOST };

  function emit(event: NewEvent): void {
    const { log: longer, sent } = appendEvent(log, event);
    log = longer;
    deps.send(JSON.stringify(sent));
  }

  return {
    emit,
    notice: (code, text, fatal) => emit({ type: 'notice', code, text, fatal }),
    ownWords: ({ turn, text, final }) => emit({ type: 'caption', turn, speaker: 'person', text, final }),
    sound(turn, firstSample, pcm) {
      deps.sendSound(formatSound(turn, firstSample, pcm));
      book.put(turn, firstSample, pcm);
    },
    flush(turn) {
      book.clear();
      emit({ type: 'flush', turn });
    },
    missedEvents({ seen }) {
      for (const event of missedEvents(log, seen)) deps.send(JSON.stringify(event));
    },
    missedSound({ seen, audio }, turn) {
      if (seen === 0) return;
      const from = audio?.turn === turn ? audio.samples : 0;
      for (const { firstSample, pcm } of book.missed(turn, from)) {
        deps.sendSound(formatSound(turn, firstSample, pcm));
      }
    },
    log: () => log,
    clear: book.clear,
  };
}
