/**
 * What was sent to the page, as far as it may have to be sent again. Numbered; bounded, oldest first. Pure data that can be stored.
 */
import type { FromVoice } from '../../../shared/contract/talk.ts';

type WithoutSeq<Event> = Event extends unknown ? Omit<Event, 'seq'> : never;
export type NewEvent = WithoutSeq<FromVoice>;

export interface EventLog {
  /** Of the newest event. */
  seq: number;
  /** Oldest first, the newest is `seq`. */
  kept: FromVoice[];
}

export const EMPTY_LOG: EventLog = { seq: 0, kept: [] };

/** What twenty seconds of a lively conversation hold, several times over. */
const MAX_KEPT = 120;

export function appendEvent(log: EventLog, event: NewEvent): { log: EventLog; sent: FromVoice } {
  const sent = { ...event, seq: log.seq + 1 } as FromVoice;
  const kept = [...log.kept.filter((old) => !isReplacedBy(old, sent)), sent].slice(-MAX_KEPT);
  return { log: { seq: sent.seq, kept }, sent };
}

/** Behind the one that the page saw last; what is not kept any more it does without. */
export function missedEvents({ kept }: EventLog, seen: number): FromVoice[] {
  return kept.filter(({ seq }) => seq > seen);
}

/** A caption has all that stood in the one before it. */
function isReplacedBy(old: FromVoice, next: FromVoice): boolean {
  return (
    old.type === 'caption' &&
    next.type === 'caption' &&
    old.turn === next.turn &&
    old.speaker === next.speaker
  );
}
