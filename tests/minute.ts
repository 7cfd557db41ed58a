/** For tests of limits by the minute. */
const MINUTE_MS = 60_000;
const thisMinute = () => Math.floor(Date.now() / MINUTE_MS);

/**
 * Runs a test, and once more where it has failed and saw a minute end: it met two windows of a limit. Whatever it uses up has to be
 * of somebody new each time.
 */
export function inOneMinute<Args extends unknown[]>(
  test: (...args: Args) => Promise<void>,
): (...args: Args) => Promise<void> {
  return async (...args) => {
    const begun = thisMinute();
    try {
      await test(...args);
    } catch (error) {
      if (thisMinute() === begun) throw error;
      await test(...args);
    }
  };
}
