/**
 * Single answers that Redis holds for a repeat or as a cache, removed before their time is over. One that is still being written
 * will not be kept either: its lease is noted as forgotten in its place, and the same question begins anew.
 */
import { MAX_ANSWER_MS } from '../../../shared/limits.ts';
import type { Account } from '../limits/account.ts';
import { openRedis } from '../store/redis.ts';
import { idempotencyKey, keptKey, sharedAnswerKey } from '../store/redis-keys.ts';

const FORGET_DEADLINE_MS = 1_500;
/** No answer that was under way is settled later. */
const NOTE_LIFE_MS = MAX_ANSWER_MS + 3 * 60_000;

/**
 * KEYS  1 index of what is kept of the owner, 2… what is forgotten
 * ARGV  1 how long it is noted of an answer under way (ms); an erasure finds the note by the index
 */
const FORGET = `#!lua flags=allow-key-locking
for i = 2, #KEYS do
  local row = redis.call('HMGET', KEYS[i], 'lease', 'answer')
  redis.call('DEL', KEYS[i])
  if row[1] and not row[2] then
    redis.call('HSET', KEYS[i], 'forgotten', row[1])
    redis.call('PEXPIRE', KEYS[i], ARGV[1])
    redis.call('SADD', KEYS[1], KEYS[i])
    if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[1]) then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
  else
    redis.call('SREM', KEYS[1], KEYS[i])
  end
end
return 1
`;

/**
 * Those that may serve the same question of this account; a repeated request still finds its own. Throws, as the other does,
 * when Redis is out; the answers then end by themselves within minutes.
 */
export async function forgetSharedAnswers(config: RedisConfig, { id, owner }: Owned): Promise<void> {
  const redis = openRedis(config, FORGET_DEADLINE_MS);
  const index = keptKey(owner);
  const prefix = sharedAnswerKey(id, '');
  const shared = (await redis.smembers(index)).filter((key) => key.startsWith(prefix));
  if (shared.length > 0) await redis.eval(FORGET, [index, ...shared], [String(NOTE_LIFE_MS)]);
}

/** The answer to one request. */
export async function forgetRequest(config: RedisConfig, { id, owner }: Owned, key: string): Promise<void> {
  const keys = [keptKey(owner), idempotencyKey(id, key)];
  await openRedis(config, FORGET_DEADLINE_MS).eval(FORGET, keys, [String(NOTE_LIFE_MS)]);
}

type Owned = Pick<Account, 'id' | 'owner'>;
type RedisConfig = { url: string; token: string };
