/** A clock whose hand is moved by the test. */
import type { Clock } from '../shared/time/clock.ts';

export interface Hand {
  clock: Clock;
  /** Those that are set. */
  timers: ReadonlySet<unknown>;
  /** All that is under way gets as far as it can. */
  settle(): Promise<void>;
  /** Moves the hand by `ms`, and fires what is due then, each timer once. */
  advance(ms: number): Promise<void>;
}

export function createHand(): Hand {
  let now = 0;
  const timers = new Set<{ at: number; callback: () => void }>();
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    timers,
    settle,
    clock: {
      now: () => now,
      setTimer(callback, ms) {
        const timer = { at: now + ms, callback };
        timers.add(timer);
        return () => timers.delete(timer);
      },
    },
    async advance(ms) {
      await settle();
      now += ms;
      for (const timer of [...timers].filter(({ at }) => at <= now)) {
        timers.delete(timer);
        timer.callback();
      }
      await settle();
    },
  };
}
