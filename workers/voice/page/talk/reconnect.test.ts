import { expect, it } from 'vitest';
import { RESUME_MS } from '../../../../shared/contract/talk.ts';
import { mayStillResume, nextDelayMs } from './reconnect.ts';

it('tries at once, then ever more rarely, up to every two seconds', () => {
  expect([0, 1, 2, 3, 4, 5, 50].map((attempt) => nextDelayMs(attempt, 1))).toEqual([
    0, 250, 500, 1_000, 2_000, 2_000, 2_000,
  ]);
});

it('spreads the tries of many pages', () => {
  expect(nextDelayMs(4, 0)).toBe(1_500);
});

it('gives up only after the voice Worker has', () => {
  expect(mayStillResume(1_000, 1_000 + RESUME_MS)).toBe(true);
  expect(mayStillResume(1_000, 1_000 + RESUME_MS + 5_000)).toBe(false);
});
