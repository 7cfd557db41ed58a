/** When a lost connection is tried again, and when it is given up. Pure. */
import { RESUME_MS } from '../../../../shared/contract/talk.ts';

const FIRST_MS = 250;
const MOST_MS = 2_000;
/** The server may notice the loss later than the page, and counts from then. */
const GRACE_MS = 5_000;

/** Of the try `attempt` (0 is the first), in milliseconds. `random` is from 0 to 1, so that not all pages come at once. */
export function nextDelayMs(attempt: number, random: number): number {
  if (attempt === 0) return 0;
  const most = Math.min(MOST_MS, FIRST_MS * 2 ** (attempt - 1));
  return Math.round(most * (0.75 + random / 4));
}

export function mayStillResume(lostAtMs: number, nowMs: number): boolean {
  return nowMs - lostAtMs < RESUME_MS + GRACE_MS;
}
