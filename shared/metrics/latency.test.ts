import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LATENCY_BOUNDS_MS, LATENCY_BUCKETS, percentileMs } from './latency.ts';

function countsOf(values: readonly number[]): number[] {
  const counts = new Array<number>(LATENCY_BUCKETS).fill(0);
  for (const value of values) {
    const index = LATENCY_BOUNDS_MS.findIndex((bound) => value <= bound);
    const at = index === -1 ? LATENCY_BUCKETS - 1 : index;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}

describe('percentiles of counted latencies', () => {
  it('are null where nothing was counted', () => {
    expect(percentileMs(countsOf([]), 0.5)).toBeNull();
  });

  it('stay between the bounds around the true percentile', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 19_999 }), { minLength: 1, maxLength: 200 }),
        fc.constantFrom(0.5, 0.95, 0.99),
        (values, share) => {
          const sorted = values.toSorted((a, b) => a - b);
          const truth = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
          const upper = LATENCY_BOUNDS_MS.find((bound) => truth <= bound) ?? 20_000;
          const lower = LATENCY_BOUNDS_MS.findLast((bound) => bound < truth) ?? 0;
          const read = percentileMs(countsOf(values), share) ?? -1;
          expect(read).toBeGreaterThanOrEqual(lower);
          expect(read).toBeLessThanOrEqual(upper);
        },
      ),
    );
  });

  it('end at the last bound for what took longer', () => {
    expect(percentileMs(countsOf([60_000, 90_000]), 0.5)).toBe(20_000);
  });
});
