/**
 * Stops an attempt that makes no progress. The time runs only while we wait for the provider (`resume` … `pause`):
 * a slow reader on our other side is not the provider's fault. Only `allow` grants new time, so frames that carry
 * nothing cannot keep a dead answer alive.
 */
import type { Clock } from './clock.ts';
import { type StopCause, Stopped } from './stop.ts';

export interface ProgressTimer {
  /** Aborts with a `Stopped` when the time is used up, and with the life's own reason when that ends. */
  signal: AbortSignal;
  /** From now on `ms` of waiting are left, and `cause` is what running out of them means. */
  allow(cause: StopCause, ms: number): void;
  resume(): void;
  pause(): void;
  /** Stops the time and aborts the signal, so that nothing started under it is left running. */
  dispose(): void;
}

export function createProgressTimer(clock: Clock, life: AbortSignal): ProgressTimer {
  const controller = new AbortController();
  let cause: StopCause = 'stalled';
  let leftMs = 0;
  let waiting: { sinceMs: number; cancel: () => void } | undefined;

  const onLifeEnd = (): void => stop(life.reason);
  function stop(reason: unknown): void {
    pause();
    life.removeEventListener('abort', onLifeEnd);
    controller.abort(reason);
  }
  function pause(): void {
    if (waiting === undefined) return;
    leftMs -= clock.now() - waiting.sinceMs;
    waiting.cancel();
    waiting = undefined;
  }

  if (life.aborted) stop(life.reason);
  else life.addEventListener('abort', onLifeEnd, { once: true });

  return {
    signal: controller.signal,
    allow(nextCause, ms) {
      cause = nextCause;
      leftMs = ms;
    },
    resume() {
      if (waiting !== undefined || controller.signal.aborted) return;
      const cancel = clock.setTimer(() => stop(new Stopped(cause)), Math.max(0, leftMs));
      waiting = { sinceMs: clock.now(), cancel };
    },
    pause,
    dispose() {
      stop(new Stopped('client_gone'));
    },
  };
}
