import { describe, expect, it } from 'vitest';
import { ERROR_CODES, errorKind } from '../../shared/errors.ts';
import { errorResponse } from './reply.ts';

describe('an error response', () => {
  it('tells OpenAI’s clients not to retry a 4xx that a repetition cannot help', () => {
    for (const code of ERROR_CODES) {
      const { status } = errorKind(code);
      const isFinal = status < 500 && ![409, 429].includes(status);
      expect([code, errorResponse({ code }).headers.get('x-should-retry')]).toEqual([
        code,
        isFinal ? 'false' : null,
      ]);
    }
  });
});
