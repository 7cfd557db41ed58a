/** What the Worker and its `ReplayGuard` objects say to each other. */
import type { CircuitNews } from '../circuit/rpc.ts';

export type SpendOutcome =
  /** The first use: go on. */
  | 'spent'
  | 'replayed'
  /** The book holds all it may: refused, because what cannot be remembered cannot be told from a replay. */
  | 'full';

export interface SpendAnswer {
  outcome: SpendOutcome;
  /** Circuits that are not closed. They ride on this answer because every request asks for it anyway. */
  news: CircuitNews[];
}

/** One object per shard of nonces, found by its shard's name. */
export interface ReplayGuardRpc {
  /** Spends a verified nonce. `expiresAtMs`: Unix milliseconds until when its signature is accepted. */
  spend(nonce: string, expiresAtMs: number): Promise<SpendAnswer>;
  announce(news: CircuitNews): Promise<void>;
}
