import { expect, it } from 'vitest';
import { createRateLimiter, rateLimitHeaders } from './rate-limit.ts';

function limiterAt(clock: { ms: number }) {
  return createRateLimiter({ requests: 5, windowMs: 2000 }, () => clock.ms);
}

it('lets five requests through in two seconds, and the sixth when the window is over', () => {
  const clock = { ms: 1_000_000 };
  const limiter = limiterAt(clock);
  expect([1, 2, 3, 4, 5].map(() => limiter.take('a').remaining)).toEqual([4, 3, 2, 1, 0]);
  clock.ms += 1_400;
  const refused = limiter.take('a');
  expect(refused).toMatchObject({ allowed: false, remaining: 0, resetAfterMs: 600 });
  expect(rateLimitHeaders(refused)).toMatchObject({
    'x-ratelimit-limit': '5',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': '1002.000',
    'x-ratelimit-reset-after': '0.600',
    'x-ratelimit-scope': 'user',
    'retry-after': '1',
  });
  clock.ms += 600;
  expect(limiter.take('a')).toMatchObject({ allowed: true, remaining: 4 });
});

it('counts each webhook apart', () => {
  const limiter = limiterAt({ ms: 0 });
  for (let n = 0; n < 6; n += 1) limiter.take('a');
  expect(limiter.take('b').allowed).toBe(true);
  expect(limiter.take('a').bucket).not.toBe(limiter.take('b').bucket);
});
