/**
 * Who is blocked again and again has to pause: after three blocked messages in ten minutes for ten minutes, and each further
 * time within a day for twice as long. Written off the path of the answer; where it is read, `shared/contract/blocks.ts` says.
 */
import { type Block, blockKey, formatBlock, pausesKey, strikesKey } from '../../../shared/contract/blocks.ts';
import { openRedis } from '../store/redis.ts';

export const STRIKES = 3;
export const STRIKES_WINDOW_MS = 10 * 60_000;
const FIRST_PAUSE_MS = 10 * 60_000;
const MAX_PAUSE_MS = 24 * 60 * 60_000;
/** From the end of the last one: a day without a pause, and the next one is short again. */
const PAUSES_LIFE_MS = 24 * 60 * 60_000;

/** `pauses`: with this one. Pure. */
export function pauseMs(pauses: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** Math.max(0, pauses - 1), MAX_PAUSE_MS);
}

const DEADLINE_MS = 3_000;

/** Null: no pause yet. Rejects when Redis does not answer. */
export async function strike(
  redisConfig: { url: string; token: string },
  accountId: string,
  now: () => number,
): Promise<Block | null> {
  const redis = openRedis(redisConfig, DEADLINE_MS);
  const strikes = strikesKey(accountId);
  // The moments of the last ones: a count would go on for as long as there is one within each ten minutes.
  const [, , first] = await Promise.all([
    redis.lpush(strikes, now()),
    redis.ltrim(strikes, 0, STRIKES - 1),
    redis.lindex(strikes, STRIKES - 1),
    redis.pexpire(strikes, STRIKES_WINDOW_MS),
  ]);
  if (first === null || Number(first) <= now() - STRIKES_WINDOW_MS) return null;
  const pauses = pausesKey(accountId);
  const [pause] = await Promise.all([
    redis.incr(pauses),
    redis.pexpire(pauses, PAUSES_LIFE_MS),
    redis.del(strikes),
  ]);
  const lifeMs = pauseMs(pause);
  const block: Block = { by: 'cooldown', untilMs: now() + lifeMs };
  await Promise.all([
    // A moderator's block stands.
    redis.set(blockKey(accountId), formatBlock(block), { nx: true, px: lifeMs }),
    redis.pexpire(pauses, lifeMs + PAUSES_LIFE_MS),
  ]);
  return block;
}
