/** Single answers that Redis holds for a repeat or as a cache, removed before their time is over. */
import type { Account } from '../limits/account.ts';
import { openRedis } from '../store/redis.ts';
import { idempotencyKey, keptKey, sharedAnswerKey } from '../store/redis-keys.ts';

const FORGET_DEADLINE_MS = 1_500;

/**
 * Those that may serve the same question of this account; a repeated request still finds its own. Throws, as the other does,
 * when Redis is out; the answers then end by themselves within minutes.
 */
export async function forgetSharedAnswers(config: RedisConfig, { id, owner }: Owned): Promise<void> {
  const redis = openRedis(config, FORGET_DEADLINE_MS);
  const index = keptKey(owner);
  const prefix = sharedAnswerKey(id, '');
  const shared = (await redis.smembers(index)).filter((key) => key.startsWith(prefix));
  if (shared.length > 0) await Promise.all([redis.del(...shared), redis.srem(index, ...shared)]);
}

/** The answer to one request. */
export async function forgetRequest(config: RedisConfig, { id, owner }: Owned, key: string): Promise<void> {
  const redis = openRedis(config, FORGET_DEADLINE_MS);
  const kept = idempotencyKey(id, key);
  await Promise.all([redis.del(kept), redis.srem(keptKey(owner), kept)]);
}

type Owned = Pick<Account, 'id' | 'owner'>;
type RedisConfig = { url: string; token: string };
