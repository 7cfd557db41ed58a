/**
 * How fast an answer grows in the channel. Pure.
 *
 * About one edit a second while the answer is young, then ever slower, so that an answer of two minutes
 * still ends within its requests: 14 × 1 s, then × 1.18 each, is 32 edits in a little over two minutes.
 */

/** Requests to Discord for one delivery, final edit and retries included, those apart that a limit refused. */
export const MAX_REQUESTS = 40;

/** All requests, refused ones included. The free plan allows 50 subrequests in all, and the model call takes some. */
export const MAX_ATTEMPTS = 48;

/** Kept back for the end: the last parts, and retries when Discord fails. */
export const FINAL_RESERVE = 8;

const FIRST_EDITS = 14;
const INTERVAL_MS = 1_000;
const GROWTH = 1.18;
const MAX_INTERVAL_MS = 20_000;

/** Milliseconds to wait after the `edits`-th streaming edit (1 for the first). */
export function nextIntervalMs(edits: number): number {
  return Math.min(MAX_INTERVAL_MS, INTERVAL_MS * GROWTH ** Math.max(0, edits - FIRST_EDITS));
}

/** Wait before a request that Discord answered with 5xx or not at all is tried again; `failures` in a row, from 1. */
export function outageBackoffMs(failures: number): number {
  return Math.min(30_000, 500 * 2 ** (failures - 1));
}

/** The refusals in a row whose `Retry-After` is all that is waited for. */
const TRUSTED_REFUSALS = 3;

/**
 * Wait before a request that a limit refused is tried again; `failures` in a row, from 1. Without a `Retry-After` (null), and
 * where it has proved too short, the pauses grow: 45 refusals take 14 minutes, nearly the token's life.
 */
export function limitBackoffMs(failures: number, retryAfterMs: number | null): number {
  const trusted = retryAfterMs === null ? 0 : TRUSTED_REFUSALS;
  if (failures <= trusted) return retryAfterMs ?? 0;
  return Math.max(retryAfterMs ?? 0, Math.min(20_000, 1_000 * 2 ** (failures - trusted - 1)));
}

/**
 * The least wait before a try that fails again would bring the end of the requests before that of the token: the pauses that
 * are left double each time and together take nine tenths of the time. As long as many requests are left it is next to nothing.
 */
export function spreadMs(leftMs: number, leftRequests: number): number {
  return (0.9 * Math.max(0, leftMs)) / (2 ** Math.max(1, leftRequests) - 1);
}

/** Wait before a request that met 404 Unknown Webhook right after a deferral is tried again; `failures` in a row, from 1. */
export function raceBackoffMs(failures: number): number {
  return Math.min(1_500, 150 * 2 ** (failures - 1));
}

/** How long after an interaction 404 Unknown Webhook is still held to be that race. */
export const RACE_MS = 10_000;

/** What is looked at of Discord's reply. */
export interface Repeatable {
  kind: string;
  retryAfterMs?: number | null;
  /** Of no reply at all: the request may have been carried out. */
  maybeDone?: boolean;
}

/**
 * The wait before a request that Discord has not taken is sent again; null: it is not to be sent again. `attempts` so far, from 1.
 * `isIdempotent`: twice does no more than once.
 */
export function pauseBefore(
  { kind, retryAfterMs = null, maybeDone = false }: Repeatable,
  attempts: number,
  { isIdempotent }: { isIdempotent: boolean },
): number | null {
  switch (kind) {
    case 'rate_limited':
      return limitBackoffMs(attempts, retryAfterMs);
    // The answer to an interaction reaches Discord's webhooks a moment later.
    case 'unknown_webhook':
      return raceBackoffMs(attempts);
    case 'unavailable':
      return maybeDone && !isIdempotent ? null : outageBackoffMs(attempts);
    default:
      return null;
  }
}
