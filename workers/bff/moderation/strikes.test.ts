import { expect, it } from 'vitest';
import { pauseMs } from './strikes.ts';

it('doubles a pause each time, up to a day', () => {
  const minutes = [1, 2, 3, 4, 20].map((pauses) => pauseMs(pauses) / 60_000);
  expect(minutes).toEqual([10, 20, 40, 80, 1_440]);
});
