/** A clock that the test moves, and no log on the console: for Durable Objects that a test calls by hand. */
import { afterEach, beforeEach, vi } from 'vitest';

/** Each test begins at `startMs`, and leaves nothing replaced. */
export function useQuietClock(startMs: number): void {
  beforeEach(() => {
    vi.useFakeTimers({ now: startMs });
    vi.spyOn(console, 'log').mockImplementation(() => {});
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });
}
