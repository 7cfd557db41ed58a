/** So many in a sliding window: the library's own script, with its escape hatches closed. */
import { Ratelimit } from '@upstash/ratelimit';
import type { Redis } from '@upstash/redis/cloudflare';
import { CALLS_PREFIX, CALLS_WINDOW_MS } from '../../../shared/contract/cost-limits.ts';
import type { LimitReading } from './decide.ts';

export interface CallLimiter {
  /** Takes `calls` of the window, or gives them back when negative. Throws when Redis gives no proper answer. */
  take(id: string, calls: 1 | -1): Promise<LimitReading>;
  /** Looks without taking. */
  peek(id: string): Promise<LimitReading>;
}

/** Of calls a minute. */
export function createCallLimiter(redis: Redis, callsPerMin: number): CallLimiter {
  return createLimiter(redis, { limit: callsPerMin, windowMs: CALLS_WINDOW_MS, prefix: CALLS_PREFIX });
}

export function createLimiter(
  redis: Redis,
  { limit: allowed, windowMs, prefix }: { limit: number; windowMs: number; prefix: string },
): CallLimiter {
  const limiter = new Ratelimit({
    redis,
    limiter: Ratelimit.slidingWindow(allowed, `${windowMs} ms`),
    prefix,
    // A refusal remembered by the isolate would outlive a refund.
    ephemeralCache: false,
    // The library's own timeout answers `success: true`; the client's deadline rejects instead.
    timeout: 0,
    analytics: false,
    enableTelemetry: false,
  });
  return {
    async take(id, calls) {
      const { success, limit, remaining, reset, reason } = await limiter.limit(id, { rate: calls });
      // Anything but Redis' own decision is none: a reason means that it was decided elsewhere, and a garbled answer
      // compares as a success.
      if (reason !== undefined || limit !== allowed || !Number.isInteger(remaining)) {
        throw new Error('The limiter gave no decision');
      }
      return { success, limit, remaining, resetMs: reset };
    },
    async peek(id) {
      const { limit, remaining, reset } = await limiter.getRemaining(id);
      if (limit !== allowed || !Number.isInteger(remaining)) {
        throw new Error('The limiter gave no decision');
      }
      return { success: remaining > 0, limit, remaining, resetMs: reset };
    },
  };
}
