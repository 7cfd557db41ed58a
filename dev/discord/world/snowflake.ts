/** Discord's ids: milliseconds since 2015, then 22 bits that tell ids of one millisecond apart. */
const DISCORD_EPOCH_MS = 1_420_070_400_000n;
const COUNTER_BITS = 22n;

/** Ids grow strictly, even when the clock stands still or steps back. */
export function createSnowflakes(now: () => number): () => string {
  let last = 0n;
  return () => {
    const first = (BigInt(Math.trunc(now())) - DISCORD_EPOCH_MS) << COUNTER_BITS;
    last = first > last ? first : last + 1n;
    return last.toString();
  };
}
