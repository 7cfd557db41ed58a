/**
 * How fast an answer grows in the channel. Pure.
 *
 * About one edit a second while the answer is young, then ever slower, so that an answer of two minutes
 * still ends within its requests: 14 × 1 s, then × 1.18 each, is 32 edits in a little over two minutes.
 */

/** Requests to Discord for one delivery, final edit and retries included. The free plan allows 50 subrequests in all. */
export const MAX_REQUESTS = 40;

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

/** The same for 404 Unknown Webhook right after a deferral. */
export function raceBackoffMs(failures: number): number {
  return Math.min(1_500, 150 * 2 ** (failures - 1));
}

/** How long after an interaction 404 Unknown Webhook is still held to be that race. */
export const RACE_MS = 10_000;
