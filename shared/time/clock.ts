/** Time as the Workers use it; tests put a clock of their own in its place. */
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
