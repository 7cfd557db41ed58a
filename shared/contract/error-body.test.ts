import { describe, expect, it } from 'vitest';
import { ERROR_CODES, errorKind } from '../errors.ts';
import { createErrorBody, isErrorBody } from './error-body.ts';

describe('createErrorBody', () => {
  it.each(ERROR_CODES)("gives %s OpenAI's four fields and nothing else", (code) => {
    const { message, type } = errorKind(code);
    expect(createErrorBody(code)).toEqual({ error: { message, type, code, param: null } });
  });

  it('names the field and carries the evidence', () => {
    const evidence = { retry_after_sec: 7, resets_at: 1_700_000_000, limit: 20 };
    expect(
      createErrorBody('rate_limit_user', { param: 'messages[0]', detail: 'Say less.', evidence }).error,
    ).toMatchObject({
      message: 'Say less.',
      param: 'messages[0]',
      libra: evidence,
    });
  });
});

describe('isErrorBody', () => {
  it('knows errors of providers and of Libra', () => {
    expect(isErrorBody(createErrorBody('internal'))).toBe(true);
    expect(isErrorBody({ error: {} })).toBe(true);
    expect(isErrorBody({ choices: [], error: { message: 'x' } })).toBe(true);
  });

  it.each([null, undefined, 'error', 1, [], {}, { error: null }, { error: 'text' }, { choices: [] }])(
    'takes %j for none',
    (value) => {
      expect(isErrorBody(value)).toBe(false);
    },
  );
});
