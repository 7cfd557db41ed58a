/** The notes of whose deliveries there are (shared/contract/deliveries.ts), for what is no question, and for erasures. */
import { NOTE_LIFE_MS, noteKey, noteKeys } from '../../../shared/contract/deliveries.ts';
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

/** A person waits for all of these. */
const TIMEOUT_MS = 400;

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
        const ids: unknown = await redis.sunion(...noteKeys(userId, now()));
        if (!Array.isArray(ids)) throw new TypeError('Redis gave no proper answer');
        return ids.filter((id): id is string => typeof id === 'string' && isTokenAlive(id, now()));
      } catch {
        onFailure('list deliveries');
        return null;
      }
    },

    async drop(userId) {
      try {
        await redis.del(...noteKeys(userId, now()));
      } catch {
        onFailure('drop deliveries');
      }
    },
  };
}
