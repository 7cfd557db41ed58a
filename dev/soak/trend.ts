/** Whether a series grows. Pure. */
export interface Point {
  /** Seconds since the start. */
  atSec: number;
  mb: number;
}

export interface Trend {
  mbPerMinute: number;
  /** Medians of the first and the last third of what was judged. */
  fromMb: number;
  toMb: number;
  isFlat: boolean;
}

/** What a start needs is not judged: isolates compile, caches fill. */
const WARM_UP_SHARE = 1 / 3;
/** Memory breathes by this much without leaking, and by `breathMb`. */
const BREATH = 1.1;

/** Least squares over the points after the warm-up. Flat: the last third is hardly above the first. */
export function findTrend(points: readonly Point[], breathMb: number): Trend {
  const judged = points.slice(Math.floor(points.length * WARM_UP_SHARE));
  const third = Math.max(1, Math.floor(judged.length / 3));
  const fromMb = median(judged.slice(0, third).map(({ mb }) => mb));
  const toMb = median(judged.slice(-third).map(({ mb }) => mb));
  const meanAt = mean(judged.map(({ atSec }) => atSec));
  const meanMb = mean(judged.map(({ mb }) => mb));
  const spread = judged.reduce((sum, { atSec }) => sum + (atSec - meanAt) ** 2, 0);
  const lean = judged.reduce((sum, { atSec, mb }) => sum + (atSec - meanAt) * (mb - meanMb), 0);
  return {
    mbPerMinute: spread === 0 ? 0 : (lean / spread) * 60,
    fromMb,
    toMb,
    isFlat: toMb <= fromMb * BREATH + breathMb,
  };
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
