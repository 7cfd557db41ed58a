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
