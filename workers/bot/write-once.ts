/** Writes to Redis once an interaction, however often it is delivered: its id is spent in the same request. */
import type { Redis } from '@upstash/redis/cloudflare';
import { isList } from '../../shared/json.ts';
import { TOKEN_LIFE_MS } from './discord/token-life.ts';

export interface OnceScript {
  /** Lua that ends with `return {1, …}`. `KEYS[1]` and `ARGV[1]` are the interaction's; what is given here comes after them. */
  lua: string;
  keys: readonly string[];
  args: readonly string[];
}

export type WrittenOnce =
  /** What the script gives. */
  | { kind: 'done'; value: unknown }
  /** This interaction has written before. */
  | { kind: 'again' };

/** An interaction older than its token is refused before it comes here. */
const SPENT_LIFE_MS = TOKEN_LIFE_MS + 60_000;
const SPEND = "if not redis.call('SET', KEYS[1], '1', 'NX', 'PX', ARGV[1]) then return {0, ''} end";

/** Rejects when Redis gives no proper answer. */
export async function writeOnce(
  redis: Redis,
  interactionId: string,
  { lua, keys, args }: OnceScript,
): Promise<WrittenOnce> {
  const spent = `done:${interactionId}`;
  const answer: unknown = await redis.eval(
    `${SPEND}${lua}`,
    [spent, ...keys],
    [String(SPENT_LIFE_MS), ...args],
  );
  const [isWritten, value] = isList(answer) ? answer : [];
  if (Number(isWritten) === 1) return { kind: 'done', value };
  if (Number(isWritten) === 0) return { kind: 'again' };
  throw new TypeError('Redis gave no proper answer');
}
