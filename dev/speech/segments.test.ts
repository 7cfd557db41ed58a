import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitAtSilence } from './segments.ts';

const RATE = 16_000;
/** Alternating seconds of silence and of a tone. */
const sound = (...seconds: number[]) =>
  Float32Array.from(
    seconds.flatMap((length, part) =>
      Array.from({ length: Math.round(length * RATE) }, (_, index) =>
        part % 2 === 0 ? 0 : 0.3 * Math.sin(index / 5),
      ),
    ),
  );
const spans = (samples: Float32Array) => splitAtSilence(samples, RATE).map(({ start, end }) => [start, end]);

describe('splitAtSilence', () => {
  it('gives each stretch of speech with a margin', () => {
    const [first, second, ...others] = spans(sound(1, 2, 1, 1, 0.5));
    expect(others).toEqual([]);
    expect(first?.[0]).toBeCloseTo(0.85, 1);
    expect(first?.[1]).toBeCloseTo(3.15, 1);
    expect(second?.[0]).toBeCloseTo(3.85, 1);
    expect(second?.[1]).toBeCloseTo(5.15, 1);
  });

  it('does not split at a short pause, and drops a click', () => {
    expect(spans(sound(0, 1, 0.3, 1))).toHaveLength(1);
    expect(spans(sound(1, 0.03, 1))).toEqual([]);
  });

  it('finds nothing in silence or in nothing', () => {
    expect(spans(new Float32Array(RATE * 3))).toEqual([]);
    expect(spans(new Float32Array(0))).toEqual([]);
  });

  it('cuts long speech where it is quietest', () => {
    const long = sound(0, 45);
    long.fill(0, 15 * RATE, 15.1 * RATE);
    const found = spans(long);
    expect(found[0]?.[1]).toBeCloseTo(15.15, 0);
    for (const [start = 0, end = 99] of found) expect(end - start).toBeLessThanOrEqual(20.4);
  });

  it('stays in order and within the sound, for any sound', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1.5, noNaN: true }), { maxLength: 8 }), (seconds) => {
        const samples = sound(...seconds);
        const found = splitAtSilence(samples, RATE);
        for (const [index, { start, end, samples: part }] of found.entries()) {
          expect(start).toBeGreaterThanOrEqual(index === 0 ? 0 : (found[index - 1]?.start ?? 0));
          expect(end).toBeLessThanOrEqual(samples.length / RATE);
          expect(part.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 40 },
    );
  });
});
