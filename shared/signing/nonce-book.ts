/**
 * Spent nonces: each is good once, and can be dropped when its signature is refused for its age anyway.
 * Bounded: a full book refuses new nonces rather than drop live ones. Pure: the time is given.
 */
export type NonceVerdict =
  /** The first use. */
  | 'spent'
  | 'replayed'
  /** No room: what cannot be recorded cannot be told from a replay. */
  | 'full';

export interface NonceBook {
  /**
   * With `nowMs` a full book first drops what has expired. An owner who also stores the nonces leaves it out, and calls
   * `dropExpired` to learn which ones to delete.
   */
  spend(nonce: string, expiresAtMs: number, nowMs?: number): NonceVerdict;
  /** True for a nonce that was spent or put back, and has not been dropped. */
  has(nonce: string): boolean;
  /** Puts back what was stored. */
  restore(nonce: string, expiresAtMs: number): void;
  /** Drops and returns the nonces that need not be known any more. */
  dropExpired(nowMs: number): string[];
  /** Unix milliseconds when the next one can be dropped; undefined when the book is empty. */
  nextExpiryMs(): number | undefined;
  size(): number;
}

/** The verifier's clock may be behind the one that drops. */
const CLOCK_GRACE_MS = 60_000;

/** A nonce takes about 100 to 200 bytes. */
export function createNonceBook(maxNonces: number): NonceBook {
  const expiryByNonce = new Map<string, number>();

  function dropExpired(nowMs: number): string[] {
    const dropped: string[] = [];
    for (const [nonce, expiresAtMs] of expiryByNonce) {
      if (expiresAtMs + CLOCK_GRACE_MS < nowMs) dropped.push(nonce);
    }
    for (const nonce of dropped) expiryByNonce.delete(nonce);
    return dropped;
  }

  function isFull(nowMs: number | undefined): boolean {
    if (expiryByNonce.size < maxNonces) return false;
    return nowMs === undefined || dropExpired(nowMs).length === 0;
  }

  return {
    spend(nonce, expiresAtMs, nowMs) {
      if (expiryByNonce.has(nonce)) return 'replayed';
      if (isFull(nowMs)) return 'full';
      expiryByNonce.set(nonce, expiresAtMs);
      return 'spent';
    },
    has: (nonce) => expiryByNonce.has(nonce),
    restore: (nonce, expiresAtMs) => void expiryByNonce.set(nonce, expiresAtMs),
    dropExpired,
    nextExpiryMs() {
      let earliest: number | undefined;
      for (const expiresAtMs of expiryByNonce.values()) {
        if (earliest === undefined || expiresAtMs < earliest) earliest = expiresAtMs;
      }
      return earliest === undefined ? undefined : earliest + CLOCK_GRACE_MS;
    },
    size: () => expiryByNonce.size,
  };
}
