/** How many answers this isolate is streaming at the moment. */
export interface OpenStreams {
  readonly count: number;
  /** Counts from the start of `work` to its end. */
  track<Result>(work: () => Promise<Result>): Promise<Result>;
}

export function createOpenStreams(): OpenStreams {
  let count = 0;
  return {
    get count() {
      return count;
    },
    async track(work) {
      count += 1;
      try {
        return await work();
      } finally {
        count -= 1;
      }
    },
  };
}
