/** Waiting, in the few forms that the Workers need. Nothing here leaves a timer behind. */
import { type Clock, platformClock } from './clock.ts';

/** Resolves after `ms`, or as soon as `signal` aborts: look at the signal where that matters. Never rejects. */
export function sleep(ms: number, signal?: AbortSignal, clock: Clock = platformClock): Promise<void> {
  if (signal?.aborted === true || ms <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = (): void => {
      cancelTimer();
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const cancelTimer = clock.setTimer(finish, ms);
    signal?.addEventListener('abort', finish, { once: true });
  });
}

/** Resolves once the runtime has done what was ready: bytes that were written are on their way before anything more is computed. */
export function yieldToIo(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}

/** What `work` resolves to, or `undefined` after `ms`. `work` goes on: abort it if it must not. */
export function within<Value>(
  ms: number,
  work: Promise<Value>,
  clock: Clock = platformClock,
): Promise<Value | undefined> {
  return new Promise((resolve, reject) => {
    const cancelTimer = clock.setTimer(() => resolve(undefined), ms);
    work.then(
      (value) => {
        cancelTimer();
        resolve(value);
      },
      (error: unknown) => {
        cancelTimer();
        reject(error);
      },
    );
  });
}

/** `work`, or a rejection with the signal's reason as soon as it aborts, whether or not `work` obeys the signal. */
export function orAbort<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** Runs `callback` every `ms` until the returned function is called. */
export function every(ms: number, callback: () => void): () => void {
  const handle = setInterval(callback, ms);
  return () => clearInterval(handle);
}
