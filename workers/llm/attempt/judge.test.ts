import { describe, expect, it } from 'vitest';
import type { FailureCause } from '../provider/failure.ts';
import { judgeAttempt } from './judge.ts';

describe('the end of an attempt', () => {
  it('is a success when the stream came to its end in good time', () => {
    expect(judgeAttempt({ firstTokenMs: 15_000, durationMs: 90_000 }, 20_000)).toEqual({ kind: 'success' });
  });

  it('is a failure when the first token was almost too late, even if the rest came', () => {
    expect(judgeAttempt({ firstTokenMs: 15_001, durationMs: 16_000 }, 20_000)).toEqual({ kind: 'failure' });
  });

  it('is a pause when the provider limits us', () => {
    const failure = { cause: 'rate_limited' as const, retryAfterMs: 9_000 };
    expect(judgeAttempt({ failure, durationMs: 1 }, 20_000)).toEqual({
      kind: 'rate-limited',
      retryAfterMs: 9_000,
    });
  });

  it.each<[FailureCause, string]>([
    ['unreachable', 'failure'],
    ['server_error', 'failure'],
    ['interrupted', 'failure'],
    ['garbled', 'failure'],
    ['first_token_timeout', 'failure'],
    ['stalled', 'failure'],
    ['request_rejected', 'neutral'],
    ['context_too_long', 'neutral'],
    ['access_rejected', 'neutral'],
    ['client_gone', 'neutral'],
    ['deadline', 'neutral'],
  ])('%s is %s', (cause, kind) => {
    const failure = { cause, status: 400 } as Parameters<typeof judgeAttempt>[0]['failure'];
    expect(judgeAttempt({ ...(failure === undefined ? {} : { failure }), durationMs: 1 }, 20_000).kind).toBe(
      kind,
    );
  });
});
