import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resample } from './resample.ts';

const tone = (hertz: number, rate: number, seconds = 0.5) =>
  Float32Array.from({ length: rate * seconds }, (_, index) => Math.sin((2 * Math.PI * hertz * index) / rate));
const loudness = (samples: Float32Array) => {
  // Without the ends, where the filter reaches beyond the sound.
  const middle = samples.subarray(samples.length / 4, (samples.length * 3) / 4);
  return Math.sqrt(middle.reduce((sum, sample) => sum + sample * sample, 0) / middle.length);
};

describe('resample', () => {
  it.each([
    [22_050, 16_000],
    [22_050, 24_000],
    [48_000, 16_000],
    [44_100, 16_000],
    [8_000, 16_000],
  ])('keeps a tone of 1 kHz from %i to %i Hz', (from, to) => {
    const made = resample(tone(1_000, from), from, to);
    const wanted = tone(1_000, to);
    expect(made).toHaveLength(wanted.length);
    const worst = made
      .subarray(1_000, -1_000)
      .reduce((most, sample, index) => Math.max(most, Math.abs(sample - (wanted[index + 1_000] ?? 9))), 0);
    expect(worst).toBeLessThan(0.01);
  });

  it('filters out what the new rate cannot hold', () => {
    expect(loudness(tone(11_000, 48_000))).toBeGreaterThan(0.7);
    expect(loudness(resample(tone(11_000, 48_000), 48_000, 16_000))).toBeLessThan(0.01);
  });

  it('keeps the duration for any rate, and a constant level constant', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4_000, max: 96_000 }), fc.nat({ max: 2_000 }), (from, length) => {
        const made = resample(new Float32Array(length).fill(0.5), from, 16_000);
        expect(made.length).toBe(Math.round((length * 16_000) / from));
        const middle = made.length > 200 ? made[made.length >> 1] : 0.5;
        if (length > 400 && from <= 48_000) expect(middle).toBeCloseTo(0.5, 2);
      }),
      { numRuns: 50 },
    );
  });
});
