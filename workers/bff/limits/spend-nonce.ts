/** Spends the nonce of a signed request that makes no model call. */
import { errorName, type Logger } from '../../../shared/observe/log.ts';
import type { NonceBook } from '../../../shared/signing/nonce-book.ts';
import { openRedis } from '../store/redis.ts';
import { nonceKey } from '../store/redis-keys.ts';

/** A command is answered within Discord's 3 seconds, and this is the first of several things to be waited for. */
const DEADLINE_MS = 400;

export interface SpendNonceDeps {
  redis: { url: string; token: string };
  nonces: NonceBook;
  log: Logger;
  now: () => number;
}

/** False for a nonce that has been used. Without Redis this isolate's own memory decides. */
export async function spendNonce(
  deps: SpendNonceDeps,
  nonce: { value: string; expiresAtMs: number },
): Promise<boolean> {
  const seen = deps.nonces.spend(nonce.value, nonce.expiresAtMs, deps.now());
  if (seen === 'replayed') return false;
  const lifeMs = Math.max(1, nonce.expiresAtMs - deps.now() + 1_000);
  try {
    const redis = openRedis(deps.redis, DEADLINE_MS);
    return (await redis.set(nonceKey(nonce.value), '1', { nx: true, px: lifeMs })) === 'OK';
  } catch (error) {
    deps.log.warn('guard.degraded', { error: errorName(error) });
    return seen === 'spent';
  }
}
