import { expect, it } from 'vitest';
import { findTrend, quantile } from './measure.ts';

const samples = (mb: (minute: number) => number) =>
  Array.from({ length: 60 }, (_, index) => ({ atSec: index * 10, workerdMb: mb(index / 6), openCalls: 0 }));

it('takes a heap that breathes for flat, and one that grows for what it is', () => {
  const breathing = findTrend(samples((minute) => 200 + 30 * Math.sin(minute * 7)));
  expect(breathing.isFlat).toBe(true);
  const growing = findTrend(samples((minute) => 200 + 40 * minute));
  expect(growing.isFlat).toBe(false);
  expect(growing.mbPerMinute).toBeCloseTo(40);
});

it('does not judge the start', () => {
  expect(findTrend(samples((minute) => (minute < 3 ? 100 * minute : 300))).isFlat).toBe(true);
});

it('finds quantiles, also of nothing', () => {
  expect(quantile([], 0.5)).toBe(0);
  expect(quantile([3, 1, 2], 0.5)).toBe(2);
});

it('does not let half an hour of slow growth pass', () => {
  const halfAnHour = Array.from({ length: 180 }, (_, index) => ({
    atSec: index * 10,
    workerdMb: 400 + 15 * (index / 6),
    openCalls: 0,
  }));
  expect(findTrend(halfAnHour).isFlat).toBe(false);
});
