/**
 * The book of spent nonces: each is good once, and is forgotten when its signature is refused for its age anyway.
 * Bounded. Pure: the time is given in.
 */
import type { SpendOutcome } from './rpc.ts';

export interface NonceBook {
  spend(nonce: string, expiresAtMs: number): SpendOutcome;
  /** Puts back what was stored. */
  restore(nonce: string, expiresAtMs: number): void;
  /** Forgets and returns the nonces that need not be known any more. */
  forgetExpired(nowMs: number): string[];
  /** Unix milliseconds when the next one can be forgotten; undefined when the book is empty. */
  nextForgetAtMs(): number | undefined;
  size(): number;
}

/** About 10 MB of an object's 128 MB; at a lifetime of five to ten minutes, some 80 requests a second and shard. */
export const MAX_NONCES = 50_000;

/** The verifier's clock may be behind that of the object which forgets. */
const CLOCK_GRACE_MS = 60_000;

export function createNonceBook(maxNonces: number = MAX_NONCES): NonceBook {
  const expiries = new Map<string, number>();

  function forgetExpired(nowMs: number): string[] {
    const forgotten: string[] = [];
    for (const [nonce, expiresAtMs] of expiries) {
      if (expiresAtMs + CLOCK_GRACE_MS < nowMs) forgotten.push(nonce);
    }
    for (const nonce of forgotten) expiries.delete(nonce);
    return forgotten;
  }

  return {
    spend(nonce, expiresAtMs) {
      if (expiries.has(nonce)) return 'replayed';
      if (expiries.size >= maxNonces) return 'full';
      expiries.set(nonce, expiresAtMs);
      return 'spent';
    },
    restore: (nonce, expiresAtMs) => void expiries.set(nonce, expiresAtMs),
    forgetExpired,
    nextForgetAtMs() {
      let earliest: number | undefined;
      for (const expiresAtMs of expiries.values()) {
        if (earliest === undefined || expiresAtMs < earliest) earliest = expiresAtMs;
      }
      return earliest === undefined ? undefined : earliest + CLOCK_GRACE_MS;
    },
    size: () => expiries.size,
  };
}
