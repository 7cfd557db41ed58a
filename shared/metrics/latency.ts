/**
 * How long first texts took, as counts between fixed bounds: sums of hours add up to sums of days, and a percentile is read from
 * them to within the distance of two bounds. Pure.
 */

/** Milliseconds, each an inclusive upper bound. What took longer is in one count more. */
export const LATENCY_BOUNDS_MS = [
  100, 200, 300, 400, 500, 650, 800, 1_000, 1_250, 1_500, 2_000, 2_500, 3_000, 4_000, 5_000, 7_000, 10_000,
  15_000, 20_000,
] as const;

export const LATENCY_BUCKETS = LATENCY_BOUNDS_MS.length + 1;

/** Null where nothing was counted. Beyond the last bound: the last bound. */
export function percentileMs(counts: readonly number[], share: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const wanted = share * total;
  let before = 0;
  for (const [index, count] of counts.entries()) {
    if (before + count >= wanted && count > 0) {
      const from = LATENCY_BOUNDS_MS[index - 1] ?? 0;
      const to = LATENCY_BOUNDS_MS[index] ?? from;
      return Math.round(from + (to - from) * ((wanted - before) / count));
    }
    before += count;
  }
  return LATENCY_BOUNDS_MS.at(-1) ?? null;
}
