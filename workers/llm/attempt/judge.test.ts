import { describe, expect, it } from 'vitest';
import type { Failure } from '../provider/failure.ts';
import { judgeAttempt } from './judge.ts';

describe('the end of an attempt', () => {
  it('is a success when the stream came to its end, however slowly', () => {
    expect(judgeAttempt({ firstTokenMs: 19_900, durationMs: 90_000 })).toEqual({ kind: 'success' });
  });

  it('is a pause when the provider limits us', () => {
    const failure = { cause: 'rate_limited' as const, retryAfterMs: 9_000 };
    expect(judgeAttempt({ failure, durationMs: 1 })).toEqual({
      kind: 'rate-limited',
      retryAfterMs: 9_000,
    });
  });

  it('says nothing about the provider when one request alone is limited', () => {
    const failure = { cause: 'rate_limited' as const, retryAfterMs: 9_000, isOfRequest: true as const };
    expect(judgeAttempt({ failure, durationMs: 1 })).toEqual({ kind: 'neutral' });
  });

  it.each<[Failure['cause'], string]>([
    ['unreachable', 'failure'],
    ['server_error', 'failure'],
    ['interrupted', 'failure'],
    ['garbled', 'failure'],
    ['first_token_timeout', 'failure'],
    ['stalled', 'failure'],
    ['request_rejected', 'neutral'],
    ['context_too_long', 'neutral'],
    ['content_filtered', 'neutral'],
    ['account', 'neutral'],
    ['miswritten', 'neutral'],
    ['repetitive', 'neutral'],
    ['client_gone', 'neutral'],
    ['deadline', 'neutral'],
  ])('%s is %s', (cause, kind) => {
    const failure = { cause, status: 400 } as Parameters<typeof judgeAttempt>[0]['failure'];
    expect(judgeAttempt({ ...(failure === undefined ? {} : { failure }), durationMs: 1 }).kind).toBe(kind);
  });
});
