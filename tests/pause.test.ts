import { expect, it } from 'vitest';
import { nextPauseMs } from './pause.ts';

it('looks often at first, and ever less often', () => {
  expect([0, 200, 500, 1_000, 60_000].map(nextPauseMs)).toEqual([20, 20, 50, 100, 100]);
});
