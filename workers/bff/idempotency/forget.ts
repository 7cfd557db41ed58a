/** Answers of a person that Redis still holds for a repeat or as a cache, removed before their time is over. */

import { openRedis } from '../store/redis.ts';
import { keptKey } from '../store/redis-keys.ts';

const FORGET_DEADLINE_MS = 1_500;

/** Throws when Redis is out; the answers then end by themselves within minutes. */
export async function forgetAnswers(config: { url: string; token: string }, owner: string): Promise<number> {
  const redis = openRedis(config, FORGET_DEADLINE_MS);
  const index = keptKey(owner);
  const keys = await redis.smembers(index);
  await redis.del(index, ...keys);
  return keys.length;
}
