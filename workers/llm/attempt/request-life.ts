/**
 * The life of one request: it ends when its client leaves or its time is up, whichever comes first,
 * and with it ends everything that was started on its behalf.
 */
import { MAX_ANSWER_MS } from '../../../shared/limits.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import { Stopped, stopCauseOf } from './stop.ts';

export interface RequestLife {
  /** Aborts with a `Stopped`. */
  signal: AbortSignal;
  /** Milliseconds until the deadline. */
  remainingMs(): number;
  /** The client is gone. Idempotent. */
  abandon(): void;
  /** Calls back with the reason when the client is gone, also when it has gone already. */
  onAbandon(callback: (reason: unknown) => void): void;
  /** The answer is complete: stops the timer. */
  end(): void;
}

/** We give up this much before our caller does, so that he hears why. */
const REPORT_MARGIN_MS = 250;

/** How long a request may take, of the `timeout_ms` that its caller still has (none stated: the longest answer there is). */
export function decideTimeoutMs(callerTimeoutMs: number | undefined): number {
  const allowed = Math.min(callerTimeoutMs ?? MAX_ANSWER_MS, MAX_ANSWER_MS);
  // Of a very short time, half is better than nothing.
  return Math.max(allowed - REPORT_MARGIN_MS, Math.ceil(allowed / 2));
}

export function startRequestLife(clock: Clock, timeoutMs: number, clientSignal: AbortSignal): RequestLife {
  const controller = new AbortController();
  const endsAtMs = clock.now() + timeoutMs;
  const cancelTimer = clock.setTimer(() => controller.abort(new Stopped('deadline')), timeoutMs);
  const end = (): void => {
    cancelTimer();
    clientSignal.removeEventListener('abort', abandon);
  };
  const abandon = (): void => {
    end();
    controller.abort(new Stopped('client_gone'));
  };
  if (clientSignal.aborted) abandon();
  else clientSignal.addEventListener('abort', abandon, { once: true });
  return {
    signal: controller.signal,
    remainingMs: () => endsAtMs - clock.now(),
    abandon,
    onAbandon(callback) {
      const { signal } = controller;
      const call = () => {
        if (stopCauseOf(signal) === 'client_gone') callback(signal.reason);
      };
      if (signal.aborted) call();
      else signal.addEventListener('abort', call, { once: true });
    },
    end,
  };
}
