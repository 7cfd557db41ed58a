/**
 * The pause between two looks at what is waited for: short at first, since most of it comes soon, then longer, since a look at a
 * record takes 1.6 ms of CPU. Every 20 ms, five files that wait at the same time would take half a core from the others.
 */
export function pauseAfter(waitedMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, nextPauseMs(waitedMs)));
}

const SHORTEST_MS = 20;
/** Shorter than anything is shown: a message is edited about once a second. */
const LONGEST_MS = 100;

/** What has come is noticed a tenth later than it could be, at most. */
export function nextPauseMs(waitedMs: number): number {
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, waitedMs / 10));
}
