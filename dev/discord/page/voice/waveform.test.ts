import fc from 'fast-check';
import { expect, it } from 'vitest';
import { barsOf, formatLength, waveformOf } from './waveform.ts';

it('has as many bars as are wanted, whatever it is made of', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 400 }), fc.integer({ min: 1, max: 80 }), (waveform, count) => {
      const bars = barsOf(waveform, count);
      expect(bars).toHaveLength(count);
      expect(bars.every((bar) => bar >= 0 && bar <= 1)).toBe(true);
    }),
  );
});

it('is loud where the sound is, and never longer than Discord takes', () => {
  const samples = Float32Array.from({ length: 16_000 }, (_, index) => (index < 8_000 ? 0 : 0.5));
  const [quiet, loud] = barsOf(waveformOf(samples, 16_000), 2);
  expect([quiet, loud]).toEqual([0, 1]);
  expect(atob(waveformOf(new Float32Array(16_000 * 60), 16_000)).length).toBe(256);
  expect(formatLength(67.4)).toBe('1:07');
});
