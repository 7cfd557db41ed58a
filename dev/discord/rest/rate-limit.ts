/**
 * Discord's rate limit of one webhook or channel: so many requests in a window that opens with the first of them. Pure but for its
 * memory, which forgets windows that are over.
 *
 * Source: https://discord.com/developers/docs/topics/rate-limits
 */
import { createHash } from 'node:crypto';

/** As others have observed it; bots must read the headers. */
export const WEBHOOK_LIMIT = { requests: 5, windowMs: 2_000 };
/** Of the messages of one channel; bots must read the headers. */
export const READ_LIMIT = { requests: 5, windowMs: 5_000 };
const MAX_WINDOWS = 10_000;

export interface RateLimitVerdict {
  allowed: boolean;
  limit: number;
  remaining: number;
  /** Unix milliseconds. */
  resetAtMs: number;
  resetAfterMs: number;
  bucket: string;
}

export interface RateLimiter {
  /** Counts one request, unless it is refused. */
  take(key: string): RateLimitVerdict;
}

export function createRateLimiter(
  options: { requests: number; windowMs: number },
  now: () => number,
): RateLimiter {
  const { requests: limit, windowMs } = options;
  const windows = new Map<string, { used: number; resetAtMs: number }>();

  return {
    take(key) {
      const nowMs = now();
      let window = windows.get(key);
      if (window === undefined || window.resetAtMs <= nowMs) {
        windows.delete(key);
        for (const oldest of windows.keys()) {
          if (windows.size < MAX_WINDOWS) break;
          windows.delete(oldest);
        }
        window = { used: 0, resetAtMs: nowMs + windowMs };
        windows.set(key, window);
      }
      const allowed = window.used < limit;
      if (allowed) window.used += 1;
      return {
        allowed,
        limit,
        remaining: limit - window.used,
        resetAtMs: window.resetAtMs,
        resetAfterMs: window.resetAtMs - nowMs,
        bucket: bucketOf(key),
      };
    },
  };
}

/** A refusal that the limiter did not decide: a fault that was switched on. */
export function exhaustedVerdict(key: string, resetAfterMs: number, nowMs: number): RateLimitVerdict {
  return {
    allowed: false,
    limit: WEBHOOK_LIMIT.requests,
    remaining: 0,
    resetAtMs: nowMs + resetAfterMs,
    resetAfterMs,
    bucket: bucketOf(key),
  };
}

export function rateLimitHeaders(verdict: RateLimitVerdict): Record<string, string> {
  const headers: Record<string, string> = {
    'x-ratelimit-limit': String(verdict.limit),
    'x-ratelimit-remaining': String(verdict.remaining),
    'x-ratelimit-reset': (verdict.resetAtMs / 1000).toFixed(3),
    'x-ratelimit-reset-after': (verdict.resetAfterMs / 1000).toFixed(3),
    'x-ratelimit-bucket': verdict.bucket,
  };
  if (!verdict.allowed) {
    headers['x-ratelimit-scope'] = 'user';
    headers['retry-after'] = String(Math.ceil(verdict.resetAfterMs / 1000));
  }
  return headers;
}

/** The limit over all routes belongs to no bucket, and tells nothing of one. */
export function globalLimitHeaders({ resetAfterMs }: RateLimitVerdict): Record<string, string> {
  return {
    'x-ratelimit-global': 'true',
    'x-ratelimit-scope': 'global',
    'retry-after': String(Math.ceil(resetAfterMs / 1000)),
  };
}

/** Discord's bucket names are opaque: a bot must not see tokens or routes in them. */
function bucketOf(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 32);
}
