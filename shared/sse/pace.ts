/**
 * How many bytes the next read of a stream waits for, so that what arrives within a window is taken in one go: waking
 * JavaScript for each chunk is what a stream costs, and the runtime collects for next to nothing.
 *
 * The first text is never held back, and when the sender slows down so does the number of bytes. What a pending read has
 * collected cannot be had earlier: a sender that pauses holds back what it sent of the window, and a connection that breaks
 * takes it along. See docs/decisions/0010-windows.md. Pure: the clock is given.
 */
export interface Pace {
  /** At least 1. */
  nextMinBytes(): number;
  /** A read brought so many bytes. */
  observe(bytes: number): void;
}

/** The most that one read waits for; what is there already is taken up to the size of the buffer. */
export const MAX_MIN_BYTES = 8_192;

/** The rate is that of the latest so many windows. */
const MEMORY_WINDOWS = 2;

/** So much of a stream tells its rate; before that each chunk is taken as it comes. */
const MIN_SEEN_MS = 100;

/** `windowMs` is asked before each read; 0 takes each chunk as it comes. `now`: milliseconds. */
export function createPace(windowMs: () => number, now: () => number): Pace {
  /** A leaky sum of bytes: over its memory, it is the rate. */
  let sum = 0;
  let firstAtMs: number | undefined;
  let lastAtMs = 0;

  return {
    nextMinBytes() {
      const window = windowMs();
      const seenMs = firstAtMs === undefined ? 0 : lastAtMs - firstAtMs;
      if (window <= 0 || seenMs < MIN_SEEN_MS) return 1;
      const memoryMs = MEMORY_WINDOWS * window;
      // A young stream has not filled the memory yet.
      const bytesPerMs = sum / (memoryMs * (1 - Math.exp(-seenMs / memoryMs)));
      return Math.min(Math.max(Math.floor(bytesPerMs * window), 1), MAX_MIN_BYTES);
    },
    observe(bytes) {
      const atMs = now();
      if (firstAtMs === undefined) {
        // How long the first bytes took says nothing about those that follow.
        firstAtMs = atMs;
      } else {
        const share = (atMs - lastAtMs) / (MEMORY_WINDOWS * Math.max(windowMs(), 1));
        const kept = Math.exp(-share);
        // The bytes are held to have come evenly since the last read.
        sum = sum * kept + (share < 1e-6 ? bytes : (bytes * (1 - kept)) / share);
      }
      lastAtMs = atMs;
    },
  };
}
