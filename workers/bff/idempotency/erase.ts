/** What Redis keeps of a person's answers: erased in one step, and read for the person's file. */
import { noteKeys } from '../../../shared/contract/deliveries.ts';
import type { PrivacyExport } from '../../../shared/contract/privacy.ts';
import { isList } from '../../../shared/json.ts';
import { MAX_ANSWER_MS } from '../../../shared/limits.ts';
import { personProjectionKey } from '../../../shared/settings/projection.ts';
import type { Erasure } from '../privacy/tables.ts';
import { openRedis } from '../store/redis.ts';
import { ERASED_MARGIN_MS, erasedKey, heardKey, keptKey } from '../store/redis-keys.ts';
import { parseStoredAnswer } from './stored-answer.ts';

const DEADLINE_MS = 1_500;
/** No answer that was under way is settled later. */
const MARK_LIFE_MS = MAX_ANSWER_MS + 3 * 60_000;

type RedisConfig = { url: string; token: string };

/**
 * KEYS  1 index of what is kept of the owner, 2 index of recordings that were heard for them, or in which they speak,
 *       3 what the bot knows of what they chose, 4 and 5 their deliveries, 6… the owner's erasure, under each pseudonym
 * ARGV  1 what was asked until then is not kept (Unix ms), 2 how long this holds (ms)
 * Gives {how many answers there were, the deliveries}
 * Without Upstash's first line for declared keys: what the indexes name is deleted, too.
 */
const ERASE = `
for i = 6, #KEYS do redis.call('SET', KEYS[i], ARGV[1], 'PX', ARGV[2]) end
local kept = redis.call('SMEMBERS', KEYS[1])
for _, key in ipairs(kept) do redis.call('DEL', key) end
for _, key in ipairs(redis.call('SMEMBERS', KEYS[2])) do redis.call('DEL', key) end
redis.call('DEL', KEYS[1], KEYS[2], KEYS[3])
return {#kept, redis.call('SUNION', KEYS[4], KEYS[5])}
`;

export interface ErasedAnswers {
  answers: number;
  /** Interactions whose deliveries were noted: from now on the guard refuses those that were not. They are the bot's to erase. */
  deliveries: string[];
}

/** Answers, those under way, transcripts, and what a settlement would write yet. Throws when Redis is out. */
export async function eraseAnswers(
  config: RedisConfig,
  { userId, pseudonyms, nowMs }: Erasure,
): Promise<ErasedAnswers> {
  const keys = [
    keptKey(userId),
    heardKey(userId),
    personProjectionKey(userId),
    ...noteKeys(userId, nowMs),
    ...pseudonyms.map(erasedKey),
  ];
  const args = [String(nowMs + ERASED_MARGIN_MS), String(MARK_LIFE_MS)];
  const erased: unknown = await openRedis(config, DEADLINE_MS).eval(ERASE, keys, args);
  const [answers, deliveries] = isList(erased) ? erased : [];
  if (!Array.isArray(deliveries)) throw new TypeError('Redis gave no proper answer');
  return { answers: Number(answers), deliveries: deliveries.map(String) };
}

/** Throws when Redis is out. */
export async function readAnswers(config: RedisConfig, userId: string): Promise<PrivacyExport['answers']> {
  const redis = openRedis(config, DEADLINE_MS);
  const keys = await redis.smembers(keptKey(userId));
  const stored = await Promise.all(keys.map((key) => redis.hget<string>(key, 'answer')));
  return stored.flatMap((text) => {
    const answer = typeof text === 'string' ? parseStoredAnswer(text) : null;
    if (answer === null) return [];
    const { content, answeredBy: model, created } = answer;
    return [{ content, model, created_at: new Date(created * 1000).toISOString() }];
  });
}
