import { expect, it } from 'vitest';
import { createFrameRate } from './frame-rate.ts';

it('lets a microphone through for as long as it likes, and a flood not', () => {
  const rate = createFrameRate(0);
  for (let frame = 0; frame < 20_000; frame += 1) expect(rate.take(1_032, frame * 32)).toBe(true);
  const flooded = createFrameRate(0);
  let taken = 0;
  while (flooded.take(32_768, 0)) taken += 1;
  expect(taken).toBeLessThan(100);
});

it('lets what was lost be sent again at once', () => {
  const rate = createFrameRate(0);
  for (let frame = 0; frame < 625; frame += 1) expect(rate.take(1_032, 0)).toBe(true);
});

it('gives a second’s worth back each second, and no more than it began with', () => {
  const frames = createFrameRate(0);
  const countFrames = (nowMs: number) => {
    let taken = 0;
    while (taken < 9_999 && frames.take(0, nowMs)) taken += 1;
    return taken;
  };
  expect(countFrames(0)).toBe(2_500);
  // The one that was too much has been counted.
  expect(countFrames(1_000)).toBe(99);
  expect(countFrames(3_600_000)).toBe(2_500);
  const bytes = createFrameRate(0);
  expect(bytes.take(2_400_000, 3_600_000)).toBe(true);
  expect(bytes.take(96_000, 3_601_000)).toBe(true);
  expect(bytes.take(1, 3_601_000)).toBe(false);
});

it('takes nothing for a clock that goes back', () => {
  const rate = createFrameRate(60_000);
  expect(rate.take(1_000_000, 60_000)).toBe(true);
  expect(rate.take(1_000_000, 0)).toBe(true);
});
