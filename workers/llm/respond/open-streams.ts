/** How many answers this isolate is streaming at the moment. */
export interface OpenStreams {
  readonly count: number;
  /** Counts `events` from its first step to its end. */
  track<Item>(events: AsyncGenerator<Item, void, void>): AsyncGenerator<Item, void, void>;
}

export function createOpenStreams(): OpenStreams {
  let count = 0;
  return {
    get count() {
      return count;
    },
    async *track(events) {
      count += 1;
      try {
        yield* events;
      } finally {
        count -= 1;
      }
    },
  };
}
