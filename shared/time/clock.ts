/** Time as the llm Worker uses it; tests put a clock of their own in its place. */
export interface Clock {
  /** Unix milliseconds. */
  now(): number;
  /** Runs `callback` after `ms` and returns what calls it off. */
  setTimer(callback: () => void, ms: number): () => void;
}

export const platformClock: Clock = {
  now: () => Date.now(),
  setTimer(callback, ms) {
    const handle = setTimeout(callback, ms);
    return () => clearTimeout(handle);
  },
};

/** Waits `ms`, or until `signal` aborts; never rejects. */
export function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted || ms <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = (): void => {
      cancelTimer();
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const cancelTimer = clock.setTimer(finish, ms);
    signal.addEventListener('abort', finish, { once: true });
  });
}

/** What `work` resolves to, or `undefined` after `ms`. `work` goes on: abort it if it must not. */
export function within<Value>(clock: Clock, ms: number, work: Promise<Value>): Promise<Value | undefined> {
  return new Promise((resolve, reject) => {
    const cancelTimer = clock.setTimer(() => resolve(undefined), ms);
    work.then(resolve, reject).finally(cancelTimer);
  });
}
