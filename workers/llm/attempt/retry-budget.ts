/**
 * Bounds retries to a share of the traffic, so that an outage is not multiplied by everybody's second try.
 * Per isolate; pure.
 */
export interface RetryBudget {
  /** A first attempt was made: earns a share of a retry. */
  earn(): void;
  /** Takes one retry; false when none is left. */
  take(): boolean;
}

/** One retry for this many first attempts. */
const ATTEMPTS_PER_RETRY = 5;
/** Saved up at most, so that a quiet bot may retry too. */
const MAX_SAVED_RETRIES = 10;

export function createRetryBudget(): RetryBudget {
  const full = MAX_SAVED_RETRIES * ATTEMPTS_PER_RETRY;
  let earned = full;
  return {
    earn() {
      earned = Math.min(full, earned + 1);
    },
    take() {
      if (earned < ATTEMPTS_PER_RETRY) return false;
      earned -= ATTEMPTS_PER_RETRY;
      return true;
    },
  };
}
