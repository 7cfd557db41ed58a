import { describe, expect, it } from 'vitest';
import { failureCode, failureDetails } from './failure.ts';

describe('a failure', () => {
  it('tells the wait that the provider asks for in whole seconds, at least one', () => {
    const details = (retryAfterMs?: number) =>
      failureDetails({ cause: 'rate_limited', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
    expect(details(1_200)).toEqual({ evidence: { retry_after_sec: 2 } });
    expect(details(0)).toEqual({ evidence: { retry_after_sec: 1 } });
    expect(details()).toEqual({});
    expect(failureDetails({ cause: 'circuit_open', retryAfterMs: 14_001 })).toEqual({
      evidence: { retry_after_sec: 15 },
    });
  });

  it('of the request has the provider’s code, or one by its status', () => {
    const code = (status: number, own?: 'unsupported_parameter') =>
      failureCode({ cause: 'request_rejected', status, ...(own === undefined ? {} : { code: own }) });
    expect(code(400, 'unsupported_parameter')).toBe('unsupported_parameter');
    expect(code(422)).toBe('invalid_request');
    expect(code(413)).toBe('request_too_large');
  });
});
