/**
 * Which deliveries are of a person, for as long as one of them may hold something: sets of interaction ids, one for each
 * quarter of an hour, so that they end by themselves. A question is noted by the gate, in the request that it makes anyway.
 */
import { snowflakeTimeMs } from '../discord/snowflake.ts';
import { TOKEN_LIFE_MS } from '../discord/token-life.ts';
import { openRedis } from '../redis.ts';

export interface DeliveryDirectory {
  note(userId: string, interactionId: string): Promise<void>;
  /** Those whose token is alive; null when Redis does not say. */
  list(userId: string): Promise<string[] | null>;
  /** Once all of them have been erased. */
  drop(userId: string): Promise<void>;
}

/** A delivery keeps nothing for longer than its token lives; an interaction is some seconds old when it is noted. */
const WINDOW_MS = TOKEN_LIFE_MS + 60_000;
/** What is noted at the end of a window is needed to the end of the next. */
export const NOTE_LIFE_MS = 2 * WINDOW_MS;
/** A person waits for all of these. */
const TIMEOUT_MS = 400;

/** The key of this moment's set. */
export function noteKey(userId: string, nowMs: number): string {
  return `deliveries:${userId}:${Math.floor(nowMs / WINDOW_MS)}`;
}

/** True while its delivery may hold something. */
export function isTokenAlive(interactionId: string, nowMs: number): boolean {
  return nowMs - snowflakeTimeMs(interactionId) < TOKEN_LIFE_MS;
}

export function createDeliveryDirectory(options: {
  url: string;
  token: string;
  now: () => number;
  onFailure: (operation: string) => void;
}): DeliveryDirectory {
  const { now, onFailure } = options;
  const redis = openRedis(options, TIMEOUT_MS);
  const keysOf = (userId: string) => [noteKey(userId, now()), noteKey(userId, now() - WINDOW_MS)] as const;

  return {
    async note(userId, interactionId) {
      const key = noteKey(userId, now());
      try {
        await redis.pipeline().sadd(key, interactionId).pexpire(key, NOTE_LIFE_MS).exec();
      } catch {
        onFailure('note delivery');
      }
    },

    async list(userId) {
      try {
        const ids: unknown = await redis.sunion(...keysOf(userId));
        if (!Array.isArray(ids)) throw new TypeError('Redis gave no proper answer');
        return ids.filter((id): id is string => typeof id === 'string' && isTokenAlive(id, now()));
      } catch {
        onFailure('list deliveries');
        return null;
      }
    },

    async drop(userId) {
      try {
        await redis.del(...keysOf(userId));
      } catch {
        onFailure('drop deliveries');
      }
    },
  };
}
