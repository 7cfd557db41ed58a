/** How often a person may have everything exported: each time reads thousands of rows and sends a file. */
import { errorName, type Logger } from '../../../shared/observe/log.ts';
import { openRedis } from '../store/redis.ts';
import { EXPORTS_PREFIX } from '../store/redis-keys.ts';
import { createLimiter } from './call-limiter.ts';

export const EXPORTS_PER_HOUR = 5;
const HOUR_MS = 3_600_000;
/** What the platform's limiter counts in. */
const DEGRADED_PERIOD_MS = 60_000;

export interface ExportLimitDeps {
  config: { redis: { url: string; token: string; timeoutMs: number }; degraded: { user: RateLimit } };
  log: Logger;
  now: () => number;
}

/** Takes one of the hour. Without Redis the platform's own limiter decides. Gives what refuses, or null. */
export async function takeExport(
  { config, log, now }: ExportLimitDeps,
  userId: string,
): Promise<{ limit?: number; resetMs: number } | null> {
  try {
    const redis = openRedis(config.redis, config.redis.timeoutMs);
    const limits = { limit: EXPORTS_PER_HOUR, windowMs: HOUR_MS, prefix: EXPORTS_PREFIX };
    const { success, limit, resetMs } = await createLimiter(redis, limits).take(userId, 1);
    return success ? null : { limit, resetMs };
  } catch (error) {
    log.warn('guard.degraded', { error: errorName(error) });
    const { success } = await config.degraded.user.limit({ key: `export:${userId}` });
    return success ? null : { resetMs: now() + DEGRADED_PERIOD_MS };
  }
}
