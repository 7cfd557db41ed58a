/** What the Worker and its `ReplayGuard` objects say to each other. */
import type { NonceVerdict } from '../../../shared/signing/nonce-book.ts';
import type { CircuitNews } from '../circuit/rpc.ts';

export interface SpendAnswer {
  outcome: NonceVerdict;
  /** Circuits that are not closed. They ride on this answer because every request asks for it anyway. */
  news: CircuitNews[];
}

/** One object per shard of nonces, found by its shard's name. */
export interface ReplayGuardRpc {
  /** Spends a verified nonce. `expiresAtMs`: Unix milliseconds until when its signature is accepted. */
  spend(nonce: string, expiresAtMs: number): Promise<SpendAnswer>;
  announce(news: CircuitNews): Promise<void>;
}
