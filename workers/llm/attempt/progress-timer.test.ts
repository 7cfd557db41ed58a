import { expect, it } from 'vitest';
import type { Clock } from '../../../shared/time/clock.ts';
import { createProgressTimer } from './progress-timer.ts';
import { stopCauseOf } from './stop.ts';

/** A machine that freezes: each timer fires so much later than it should. */
function createLateClock(lateMs: number): { clock: Clock; fire: () => void } {
  let now = 0;
  let due: { atMs: number; callback: () => void } | undefined;
  return {
    clock: {
      now: () => now,
      setTimer(callback, ms) {
        due = { atMs: now + ms, callback };
        return () => {
          due = undefined;
        };
      },
    },
    fire() {
      const timer = due;
      due = undefined;
      if (timer === undefined) return;
      now = timer.atMs + lateMs;
      timer.callback();
    },
  };
}

it('gives what was frozen a moment to be read, but only once: a machine that is always late does not wait for ever', () => {
  const { clock, fire } = createLateClock(2_000);
  const timer = createProgressTimer(clock, new AbortController().signal);
  timer.allow('stalled', 5_000);
  timer.resume();
  fire();
  expect(stopCauseOf(timer.signal)).toBeUndefined();
  fire();
  expect(stopCauseOf(timer.signal)).toBe('stalled');
});
