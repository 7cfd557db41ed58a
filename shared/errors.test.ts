import { describe, expect, it } from 'vitest';
import { ERROR_CODES, errorKind, toErrorCode } from './errors.ts';

describe('the table of errors', () => {
  it.each(ERROR_CODES)('%s has a public message, an error status and a fitting type', (code) => {
    const { status, type, message } = errorKind(code);
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect(message).toMatch(/^[A-Z][^\n]*\.$/);
    const typesOf: Record<string, readonly number[]> = {
      authentication_error: [401],
      permission_error: [403],
      rate_limit_error: [429],
      invalid_request_error: [400, 404, 405, 408, 409, 413, 415, 422],
      server_error: [500, 502, 503, 504],
    };
    expect(typesOf[type]).toContain(status);
  });

  it('calls every limit and every failure of a provider worth another try, and no mistake of the client', () => {
    for (const code of ERROR_CODES) {
      const { status, retryable } = errorKind(code);
      if (status === 429 || status === 503 || status === 504) expect(retryable, code).toBe(true);
      if (status < 500 && ![408, 409, 429].includes(status)) expect(retryable, code).toBe(false);
    }
  });
});

describe('toErrorCode', () => {
  it('keeps what is known', () => {
    for (const code of ERROR_CODES) expect(toErrorCode(code)).toBe(code);
  });

  it.each([undefined, null, 7, '', 'nonsense', '__proto__', 'toString', ['internal'], { code: 'internal' }])(
    'takes %j for internal',
    (value) => {
      expect(toErrorCode(value)).toBe('internal');
    },
  );
});
