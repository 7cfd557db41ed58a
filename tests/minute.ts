/** For tests of limits by the minute: they must not see the window end under them. */
const MINUTE_MS = 60_000;

/** Resolves at once, or with the next minute when less than `ms` are left of this one. */
export async function untilMinuteHas(ms: number): Promise<void> {
  const left = MINUTE_MS - (Date.now() % MINUTE_MS);
  if (left < ms) await new Promise((resolve) => setTimeout(resolve, left + 50));
}
