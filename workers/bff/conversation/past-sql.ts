/** Which of a conversation's messages `m` are a part of what was said. As in the database's function `open_turn`. */
import { sql } from 'drizzle-orm';
import { MAX_ANSWER_MS } from '../../../shared/limits.ts';
import { isoTime } from './turn-sql.ts';

/** More messages than fit any window would only be carried to be dropped. */
export const MAX_MESSAGES = 60;

/** A question that is pending for longer has lost its answer: its Worker is gone. */
const MAX_PENDING_MS = MAX_ANSWER_MS + 30_000;

/** No question without its answer. */
export const IS_SETTLED = sql`(m.complete or m.role <> 'user')`;

/** Of a question without its answer: that may still come. */
export const IS_PENDING = sql`m.asked_at > ${sql.placeholder('pendingSince')}::timestamptz`;

export function pendingSince(nowMs: number): string {
  return isoTime(nowMs - MAX_PENDING_MS);
}
