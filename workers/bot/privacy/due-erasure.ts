/**
 * The erasure that is due for a person who has removed Libra, and when it is tried next. Pure. Kept by a `PersonErasure` object.
 *
 * An event can come more than once: Discord sends it again, and somebody may have kept it. It is carried out once. What has been
 * done is remembered for longer than a signature is accepted, counted from the last time that the event came.
 */
import { TOKEN_LIFE_MS } from '../discord/token-life.ts';

export interface RemovalEvent {
  userId: string;
  /** Unix milliseconds when it happened, as Discord dates it. */
  eventAtMs: number;
  /** W3C trace context of the request that brought it. */
  traceparent: string;
}

/** The person's id is kept for as long as there is something to erase. */
export interface DueErasure extends RemovalEvent {
  state: 'due';
  /** How often it has been begun. */
  attempts: number;
}

export interface DoneErasure {
  state: 'done';
  eventAtMs: number;
  /** Unix milliseconds until which a copy of the event is recognised. */
  expiresAtMs: number;
}

export type ErasureRecord = DueErasure | DoneErasure;

/** `again`: this event, or a later one, has come before. */
export type BeginVerdict = 'accepted' | 'again';

export interface PersonErasureRpc {
  /** Durable before it returns; then tried until it has succeeded. */
  begin(event: RemovalEvent): Promise<BeginVerdict>;
}

/** A signature is accepted for five minutes, and may be dated five minutes ahead. */
const MARK_LIFE_MS = TOKEN_LIFE_MS + 60_000;

export function beginErasure(
  record: ErasureRecord | undefined,
  event: RemovalEvent,
  nowMs: number,
): { verdict: BeginVerdict; record: ErasureRecord } {
  if (record === undefined || event.eventAtMs > record.eventAtMs) {
    return { verdict: 'accepted', record: { state: 'due', ...event, attempts: 0 } };
  }
  const marked = record.state === 'done' ? { ...record, expiresAtMs: nowMs + MARK_LIFE_MS } : record;
  return { verdict: 'again', record: marked };
}

const FIRST_PAUSE_MS = 5_000;
const MAX_PAUSE_MS = 60 * 60_000;

/** Five seconds, then four times as long each time, an hour at most: it is never given up. */
export function nextAttemptMs({ attempts }: Pick<DueErasure, 'attempts'>): number {
  return Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 4 ** Math.max(0, attempts - 1));
}

/** An event that came during the attempt is still due. */
export function afterSuccess(
  attempted: DueErasure,
  record: ErasureRecord | undefined,
  nowMs: number,
): ErasureRecord {
  const { eventAtMs } = attempted;
  if (record !== undefined && record.eventAtMs > eventAtMs) return record;
  return { state: 'done', eventAtMs, expiresAtMs: nowMs + MARK_LIFE_MS };
}
