/**
 * Stops an attempt that makes no progress. The time runs only while we wait for the provider (`resume` … `pause`):
 * a slow reader on our other side is not the provider's fault. Only `allow` grants new time, so frames that carry
 * nothing cannot keep a dead answer alive.
 *
 * A process that was frozen finds its time used up when it goes on, with the answer waiting in its sockets: then the bytes
 * are read before the time is judged.
 */
import type { Clock } from '../../../shared/time/clock.ts';
import { type StopCause, Stopped } from './stop.ts';

export interface ProgressTimer {
  /** Aborts with a `Stopped` when the time is used up, and with the life's own reason when that ends. */
  signal: AbortSignal;
  /** From now on `ms` of waiting are left, and `cause` is what running out of them means. */
  allow(cause: StopCause, ms: number): void;
  resume(): void;
  pause(): void;
  /** What was started under the signal has ended by itself: stops the time alone. An abort took 65 µs of CPU. */
  end(): void;
  /** Stops the time and aborts the signal, so that nothing started under it is left running. */
  dispose(): void;
}

/** A timer that fires so late was frozen together with everything else. */
const FROZEN_MS = 1_000;
/** What has arrived is read within this. */
const GRACE_MS = 1_000;

export function createProgressTimer(clock: Clock, life: AbortSignal): ProgressTimer {
  const controller = new AbortController();
  let cause: StopCause = 'stalled';
  let leftMs = 0;
  /** Unix milliseconds since when we wait; undefined while we do not. */
  let waitingSinceMs: number | undefined;
  // The timer runs on through many frames and looks at the clock when it fires: setting one a frame costs more than the
  // rest of the timekeeping.
  let timer: { dueMs: number; cancel: () => void } | undefined;
  let hadGrace = false;

  const onLifeEnd = (): void => stop(life.reason);
  function end(): void {
    pause();
    timer?.cancel();
    timer = undefined;
    life.removeEventListener('abort', onLifeEnd);
  }
  function stop(reason: unknown): void {
    end();
    controller.abort(reason);
  }
  function pause(): void {
    if (waitingSinceMs === undefined) return;
    leftMs -= clock.now() - waitingSinceMs;
    waitingSinceMs = undefined;
  }
  function watch(ms: number): void {
    timer?.cancel();
    const dueMs = clock.now() + ms;
    const cancel = clock.setTimer(() => {
      timer = undefined;
      if (waitingSinceMs === undefined) return;
      const nowMs = clock.now();
      const stillMs = leftMs - (nowMs - waitingSinceMs);
      if (stillMs > 0) {
        watch(stillMs);
      } else if (nowMs - dueMs >= FROZEN_MS && !hadGrace) {
        hadGrace = true;
        leftMs = GRACE_MS;
        waitingSinceMs = nowMs;
        watch(GRACE_MS);
      } else {
        stop(new Stopped(cause));
      }
    }, ms);
    timer = { dueMs, cancel };
  }

  if (life.aborted) stop(life.reason);
  else life.addEventListener('abort', onLifeEnd, { once: true });

  return {
    signal: controller.signal,
    allow(nextCause, ms) {
      cause = nextCause;
      leftMs = ms;
      hadGrace = false;
    },
    resume() {
      if (waitingSinceMs !== undefined || controller.signal.aborted) return;
      waitingSinceMs = clock.now();
      const ms = Math.max(0, leftMs);
      if (timer === undefined || timer.dueMs > waitingSinceMs + ms) watch(ms);
    },
    pause,
    end,
    dispose() {
      stop(new Stopped('client_gone'));
    },
  };
}
