import { expect, it } from 'vitest';
import { findTrend, quantile } from './trend.ts';

const BREATH_MB = 20;
const series = (mb: (minute: number) => number) =>
  Array.from({ length: 60 }, (_, index) => ({ atSec: index * 10, mb: mb(index / 6) }));

it('takes memory that breathes for flat, and memory that grows for what it is', () => {
  const breathing = findTrend(
    series((minute) => 200 + 30 * Math.sin(minute * 7)),
    BREATH_MB,
  );
  expect(breathing.isFlat).toBe(true);
  const growing = findTrend(
    series((minute) => 200 + 40 * minute),
    BREATH_MB,
  );
  expect(growing.isFlat).toBe(false);
  expect(growing.mbPerMinute).toBeCloseTo(40);
});

it('does not judge the start', () => {
  const starting = series((minute) => (minute < 3 ? 100 * minute : 300));
  expect(findTrend(starting, BREATH_MB).isFlat).toBe(true);
});

it('finds quantiles, also of nothing', () => {
  expect(quantile([], 0.5)).toBe(0);
  expect(quantile([3, 1, 2], 0.5)).toBe(2);
});
