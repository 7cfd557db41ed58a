import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createScale, type Plot, renderPlot } from './plot.ts';

describe('createScale', () => {
  it('puts every value between the ends, at steps of 1, 2 or 5', () => {
    const scale = createScale('linear', [3, 41], [0, 100]);
    expect(scale.ticks).toEqual([0, 10, 20, 30, 40, 50]);
    expect(scale.at(0)).toBe(0);
    expect(scale.at(50)).toBe(100);
  });

  it('gives a decade the same room everywhere on a logarithmic axis', () => {
    const scale = createScale('log', [10, 10_000], [0, 300]);
    expect(scale.ticks).toEqual([10, 100, 1_000, 10_000]);
    expect(scale.at(1_000) - scale.at(100)).toBeCloseTo(100);
  });

  it('never leaves the picture, whatever the values', () => {
    const values = fc.array(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(values, fc.constantFrom('linear' as const, 'log' as const), (sample, kind) => {
        const scale = createScale(kind, sample, [0, 100]);
        for (const value of sample) {
          expect(scale.at(value)).toBeGreaterThanOrEqual(-1e-6);
          expect(scale.at(value)).toBeLessThanOrEqual(100 + 1e-6);
        }
      }),
    );
  });
});

describe('renderPlot', () => {
  const lines: Plot = {
    kind: 'lines',
    title: 'a < b & "c"',
    x: { label: 'x', scale: 'log' },
    y: { label: 'y', scale: 'linear' },
    series: [
      { name: 'one', points: [{ x: 1, y: 2, low: 1, high: 3 }] },
      { name: 'goal', dashed: true, points: [{ x: 1, y: 1 }] },
    ],
  };

  it('writes one well-formed picture without a number that is none', () => {
    for (const plot of [
      lines,
      { kind: 'bars', title: 't', unit: 'u', bars: [{ label: 'a', value: 1 }] } satisfies Plot,
      { kind: 'bars', title: 't', unit: 'u', bars: [], mark: { value: 1, label: 'm' } } satisfies Plot,
    ]) {
      const svg = renderPlot(plot);
      expect(svg.match(/<svg/g)).toHaveLength(1);
      expect(svg).not.toMatch(/NaN|Infinity|undefined/);
      expect(svg.match(/<[a-z]/g)?.length).toBe(
        (svg.match(/\/>/g)?.length ?? 0) + (svg.match(/<\/[a-z]/g)?.length ?? 0),
      );
    }
  });

  it('escapes what it is given', () => {
    expect(renderPlot(lines)).toContain('a &lt; b &amp; &quot;c&quot;');
  });

  it('survives points without a value', () => {
    const series = [{ name: 'empty', points: [] }];
    expect(renderPlot({ ...lines, series })).not.toMatch(/NaN|Infinity/);
  });
});
