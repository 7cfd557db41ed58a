/**
 * What was heard in recordings, kept for a day by attachment: the same one costs nothing again. Within one channel of a server,
 * or one person's direct messages: what is known in one place is nothing in another.
 */
import type { Caller } from '../../../shared/contract/caller.ts';
import type { PrivacyExport } from '../../../shared/contract/privacy.ts';
import { isRecord, parseJson } from '../../../shared/json.ts';
import { spaceOf } from '../limits/account.ts';
import { openRedis } from '../store/redis.ts';
import { erasedKey, heardKey, transcriptKey } from '../store/redis-keys.ts';
import { type Heard, readTranscript } from './transcript.ts';

type RedisConfig = { url: string; token: string };

/** A person may be waiting within Discord's three seconds. */
const READ_DEADLINE_MS = 800;
const WRITE_DEADLINE_MS = 3_000;
const DAY_MS = 24 * 3_600_000;
/** As long as the buttons below it are pressed. */
const FORGETFUL_MS = 16 * 60_000;
/** Upstash bounds a request, and Redis is no archive. */
const MAX_STORED_CHARS = 500_000;

function keyOf(caller: Caller, attachmentId: string): string {
  const within = caller.guild_id === null ? caller.user_id : caller.channel_id;
  return transcriptKey(`${spaceOf(caller)}:${within}`, attachmentId);
}

/** Null when it is not known. Throws when Redis is out. */
export async function findTranscript(
  config: RedisConfig,
  caller: Caller,
  attachmentId: string,
): Promise<Heard | null> {
  const redis = openRedis(config, READ_DEADLINE_MS);
  const stored = await redis.hget<string>(keyOf(caller, attachmentId), 'transcript');
  return typeof stored === 'string' ? readTranscript(parseJson(stored)) : null;
}

/**
 * KEYS  1 transcript, then the indexes of those whose it is, then their erasures
 * ARGV  1 transcript, 2 its life (ms), 3 when it was asked for (Unix ms), 4 number of indexes, 5 their life (ms)
 * Without Upstash's first line: the last keys depend on who has asked.
 */
const STORE = `
local last = 1 + tonumber(ARGV[4])
for i = last + 1, #KEYS do
  local erased = redis.call('GET', KEYS[i])
  if erased and tonumber(erased) >= tonumber(ARGV[3]) then return 0 end
end
redis.call('HSET', KEYS[1], 'transcript', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
for i = 2, last do
  redis.call('SADD', KEYS[i], KEYS[1])
  redis.call('PEXPIRE', KEYS[i], ARGV[5])
end
return 1
`;

export interface StoredFor {
  caller: Caller;
  attachmentId: string;
  /** Whose it is: who has asked, and who has sent it. */
  userIds: readonly string[];
  pseudonyms: readonly string[];
  /** Unix milliseconds. */
  askedAtMs: number;
  /** False: nothing that is said there is to be stored. */
  isRemembered: boolean;
}

/** Not when one of those whose it is has had everything erased since. Throws when Redis is out. */
export async function storeTranscript(config: RedisConfig, heard: Heard, what: StoredFor): Promise<boolean> {
  const { caller, attachmentId, userIds, pseudonyms, askedAtMs, isRemembered } = what;
  const text = JSON.stringify({ ...heard, heard_at: new Date(askedAtMs).toISOString() });
  if (text.length > MAX_STORED_CHARS) return false;
  const indexes = [...new Set(userIds)].map(heardKey);
  const keys = [keyOf(caller, attachmentId), ...indexes, ...new Set(pseudonyms.map(erasedKey))];
  const lifeMs = isRemembered ? DAY_MS : FORGETFUL_MS;
  const args = [text, lifeMs, askedAtMs, indexes.length, DAY_MS].map(String);
  return Number(await openRedis(config, WRITE_DEADLINE_MS).eval(STORE, keys, args)) === 1;
}

/** Throws when Redis is out. */
export async function readTranscripts(
  config: RedisConfig,
  userId: string,
): Promise<PrivacyExport['transcripts']> {
  const redis = openRedis(config, WRITE_DEADLINE_MS);
  const keys = await redis.smembers(heardKey(userId));
  const stored = await Promise.all(keys.map((key) => redis.hget<string>(key, 'transcript')));
  return stored.flatMap((text, index) => {
    const value = typeof text === 'string' ? parseJson(text) : undefined;
    const heard = readTranscript(value);
    if (heard === null || !isRecord(value)) return [];
    const attachmentId = keys[index]?.split(':').at(-1) ?? '';
    return [{ attachment_id: attachmentId, text: heard.text, heard_at: String(value.heard_at) }];
  });
}
