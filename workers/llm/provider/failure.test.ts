import { describe, expect, it } from 'vitest';
import { classifyStatus, failureCode, failureEvidence, parseRetryAfter } from './failure.ts';

describe('a provider’s status', () => {
  it.each([
    [500, 'provider_unavailable'],
    [503, 'provider_unavailable'],
    [599, 'provider_unavailable'],
    [408, 'provider_unavailable'],
    [429, 'provider_rate_limited'],
    [400, 'provider_rejected'],
    [401, 'provider_rejected'],
    [403, 'provider_rejected'],
    [404, 'provider_rejected'],
    [302, 'provider_rejected'],
    [418, 'provider_rejected'],
  ] as const)('%i is %s', (status, code) => {
    expect(failureCode(classifyStatus(status))).toBe(code);
  });

  it('a prompt beyond the model’s context is the prompt’s fault, and says so', () => {
    expect(failureCode(classifyStatus(400, 'context_length_exceeded'))).toBe('prompt_too_long');
  });

  it('the wait that it asks for is told in whole seconds, at least one', () => {
    expect(failureEvidence(classifyStatus(429, undefined, 1_200))).toEqual({ retry_after_sec: 2 });
    expect(failureEvidence(classifyStatus(429, undefined, 0))).toEqual({ retry_after_sec: 1 });
    expect(failureEvidence(classifyStatus(429))).toBeUndefined();
    expect(failureEvidence({ cause: 'circuit_open', retryAfterMs: 14_001 })).toEqual({ retry_after_sec: 15 });
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-11-23T12:00:00Z');
  it.each([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after': 'Mon, 23 Nov 2026 12:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Mon, 23 Nov 2026 11:00:00 GMT' }, 0],
    [{ 'retry-after-ms': '250', 'retry-after': '7' }, 250],
    [{ 'retry-after-ms': 'soon', 'retry-after': '7' }, 7_000],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '-1 day' }, undefined],
    [{}, undefined],
  ])('%j is %s ms', (headers, expected) => {
    expect(parseRetryAfter(new Headers(headers as Record<string, string>), now)).toBe(expected);
  });
});
