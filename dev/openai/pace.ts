/** How fast the offline model types. */
import { setTimeout as sleep } from 'node:timers/promises';

export type PaceName = 'realistic' | 'instant';

export interface Pace {
  /** Milliseconds until the headers go out. */
  headersMs: number;
  /** Milliseconds between the headers and the first token. */
  firstTokenMs: number;
  /** Milliseconds before token `index`, counted from 0; the same for the same seed. */
  tokenMs(index: number, seed: number): number;
}

export function createPace(name: PaceName): Pace {
  if (name === 'instant') return { headersMs: 0, firstTokenMs: 0, tokenMs: () => 0 };
  return {
    headersMs: 200,
    firstTokenMs: 50,
    // 25 ms on average, from 10 to 40.
    tokenMs: (index, seed) => (index === 0 ? 0 : 10 + (scramble(seed + index) % 31)),
  };
}

/** Resolves after `ms`, or as soon as `signal` aborts; never rejects. No time at all takes no turn of the event loop. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0 || signal.aborted) return;
  await sleep(ms, undefined, { signal }).catch(() => {});
}

/** A 32-bit hash of a text: FNV-1a. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** Spreads neighbouring integers over all 32 bits: the finaliser of MurmurHash3. */
export function scramble(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
