import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differences, median, quantile, ratios, summarise } from './statistics.ts';

describe('quantile', () => {
  it('interpolates between neighbours and leaves the sample as it was', () => {
    const sample = [4, 1, 3, 2];
    expect(quantile(sample, 0.5)).toBe(2.5);
    expect(quantile(sample, 0.25)).toBe(1.75);
    expect(sample).toEqual([4, 1, 3, 2]);
  });

  it('is never outside the sample and never falls when p rises', () => {
    const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 });
    fc.assert(
      fc.property(numbers, fc.double({ min: 0, max: 1, noNaN: true }), (sample, p) => {
        const value = quantile(sample, p);
        const slack = 1e-9 * Math.max(1, ...sample.map(Math.abs));
        expect(value).toBeGreaterThanOrEqual(Math.min(...sample) - slack);
        expect(value).toBeLessThanOrEqual(Math.max(...sample) + slack);
        expect(quantile(sample, 1)).toBeGreaterThanOrEqual(value - slack);
      }),
    );
  });

  it('holds for numbers whose difference is no number any more', () => {
    expect(quantile([-1.7e308, 1.7e308], 0.5)).toBe(0);
  });

  it('refuses an empty sample rather than give a figure for nothing', () => {
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('summarise', () => {
  it('gives the five numbers and how many values they stand for', () => {
    expect(summarise([1, 2, 3, 4, 5])).toEqual({ count: 5, median: 3, q1: 2, q3: 4, min: 1, max: 5 });
  });
});

describe('ratios and differences', () => {
  it('compare within a round, so that a disturbance of a whole round cancels out', () => {
    expect(ratios([90, 45], [100, 50])).toEqual([0.9, 0.9]);
    expect(differences([12, 22], [10, 20])).toEqual([2, 2]);
  });

  it('refuse contestants that did not run in the same rounds', () => {
    expect(() => ratios([1], [1, 2])).toThrow(RangeError);
  });
});
