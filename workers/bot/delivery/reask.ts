/**
 * When a model call that brought no text is made again, under the same idempotency key: so it cannot be billed twice.
 * Everything else that may be retried has been retried further down the path. Pure.
 */
import type { AnswerEnd } from '../bff/answer.ts';

const MAX_ATTEMPTS = 3;
/** A run that another isolate left behind may still be ending. */
const MAX_IN_PROGRESS_ATTEMPTS = 10;
const IN_PROGRESS_MS = 2_000;

/** `attempt`: how many have been made. Null: no more. */
export function nextAskDelayMs(end: Extract<AnswerEnd, { kind: 'failed' }>, attempt: number): number | null {
  switch (end.code) {
    case 'upstream_unreachable':
      return attempt < MAX_ATTEMPTS ? 400 * 3 ** (attempt - 1) : null;
    case 'idempotency_in_progress':
      return attempt < MAX_IN_PROGRESS_ATTEMPTS
        ? (end.evidence?.retry_after_sec ?? 0) * 1000 || IN_PROGRESS_MS
        : null;
    default:
      return null;
  }
}
