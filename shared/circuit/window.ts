/** Counts of calls over a sliding window, in buckets, so that its size does not grow with traffic. Pure data. */
export type FailureWindow = readonly Bucket[];

interface Bucket {
  /** Unix milliseconds. */
  startsAtMs: number;
  failed: number;
  succeeded: number;
}

const BUCKETS = 6;

export function addToWindow(
  window: FailureWindow,
  counts: { failed: number; succeeded: number },
  nowMs: number,
  windowMs: number,
): FailureWindow {
  const bucketMs = Math.ceil(windowMs / BUCKETS);
  const startsAtMs = nowMs - (nowMs % bucketMs);
  const live = passWindow(window, nowMs, windowMs);
  const current = live.find((bucket) => bucket.startsAtMs === startsAtMs) ?? {
    startsAtMs,
    failed: 0,
    succeeded: 0,
  };
  const updated = {
    startsAtMs,
    failed: current.failed + counts.failed,
    succeeded: current.succeeded + counts.succeeded,
  };
  return [...live.filter((bucket) => bucket.startsAtMs !== startsAtMs), updated];
}

/** The window as it is by now: without what has left it. */
export function passWindow(window: FailureWindow, nowMs: number, windowMs: number): FailureWindow {
  return window.filter((bucket) => bucket.startsAtMs > nowMs - windowMs);
}

/** `share` is from 0 to 1; 0 when there were no calls. */
export function failureShare(window: FailureWindow): { share: number; calls: number } {
  const failed = window.reduce((sum, bucket) => sum + bucket.failed, 0);
  const calls = window.reduce((sum, bucket) => sum + bucket.succeeded, failed);
  return { share: calls === 0 ? 0 : failed / calls, calls };
}
