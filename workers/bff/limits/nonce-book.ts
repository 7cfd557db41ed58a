/**
 * Spent nonces as one isolate remembers them. Redis is the book that counts; this one refuses what it has seen while
 * Redis cannot be asked. Pure: the clock is given. Bounded: it forgets expired nonces first and refuses when it is full.
 */
export interface NonceBook {
  /** `full` means: cannot be remembered, so without Redis it must not be let in. */
  spend(nonce: string, expiresAtMs: number, nowMs: number): 'fresh' | 'replayed' | 'full';
}

/** Signatures live ten minutes at most, so this is 33 signed requests a second for one isolate. About 2 MB. */
const MAX_NONCES = 20_000;

export function createNonceBook(maxNonces = MAX_NONCES): NonceBook {
  /** In the order of spending, which is nearly that of expiry. */
  const expiryByNonce = new Map<string, number>();

  function forgetExpired(nowMs: number): void {
    for (const [nonce, expiresAtMs] of expiryByNonce) {
      if (expiresAtMs >= nowMs) break;
      expiryByNonce.delete(nonce);
    }
  }

  return {
    spend(nonce, expiresAtMs, nowMs) {
      const known = expiryByNonce.get(nonce);
      if (known !== undefined && known >= nowMs) return 'replayed';
      forgetExpired(nowMs);
      if (expiryByNonce.size >= maxNonces) return 'full';
      expiryByNonce.set(nonce, expiresAtMs);
      return 'fresh';
    },
  };
}
