/**
 * One Upstash client for one moment: every command issued in the same tick travels in one HTTP request, and all of them
 * share one deadline. A client is made for each use because the pipeline that it collects belongs to one request.
 */
import { Ratelimit } from '@upstash/ratelimit';
import { Redis } from '@upstash/redis/cloudflare';
import type { LimitReading } from './decide.ts';
import { CALLS_PREFIX } from './keys.ts';
import type { RedisScript } from './scripts.ts';

export function openRedis(config: { url: string; token: string }, deadlineMs: number): Redis {
  const signal = AbortSignal.timeout(deadlineMs);
  return new Redis({
    url: config.url,
    token: config.token,
    enableAutoPipelining: true,
    // Given as a function, an abort rejects; given as a signal, the client would answer with the abort's reason.
    signal: () => signal,
    // `false` would still try twice.
    retry: { retries: 0 },
    enableTelemetry: false,
    automaticDeserialization: false,
    // The sync token would tie commands of different requests together; the guard reads nothing it has not written.
    readYourWrites: false,
  });
}

/** Runs by hash, and sends the text only to a server that does not know it. */
export async function runScript(
  redis: Redis,
  script: RedisScript,
  keys: string[],
  args: (string | number)[],
): Promise<unknown> {
  try {
    return await redis.evalsha(script.sha1, keys, args.map(String));
  } catch (error) {
    if (!String(error).includes('NOSCRIPT')) throw error;
    return redis.eval(script.text, keys, args.map(String));
  }
}

export interface CallLimiter {
  /** Takes `calls` of the window, or gives them back when negative. Throws when Redis gives no proper answer. */
  take(id: string, calls: 1 | -1): Promise<LimitReading>;
  /** Looks without taking. */
  peek(id: string): Promise<LimitReading>;
}

export const CALLS_WINDOW_MS = 60_000;

export function createCallLimiter(redis: Redis, callsPerMin: number): CallLimiter {
  const limiter = new Ratelimit({
    redis,
    limiter: Ratelimit.slidingWindow(callsPerMin, `${CALLS_WINDOW_MS} ms`),
    prefix: CALLS_PREFIX,
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
      // Anything but Redis' own decision is none: a reason means that somebody else decided, and a garbled answer
      // compares as a success.
      if (reason !== undefined || limit !== callsPerMin || !Number.isInteger(remaining)) {
        throw new Error('The limiter gave no decision');
      }
      return { success, limit, remaining, resetMs: reset };
    },
    async peek(id) {
      const { limit, remaining, reset } = await limiter.getRemaining(id);
      if (limit !== callsPerMin || !Number.isInteger(remaining)) {
        throw new Error('The limiter gave no decision');
      }
      return { success: remaining > 0, limit, remaining, resetMs: reset };
    },
  };
}
