import { describe, expect, it } from 'vitest';
import { ERROR_CODES, errorKind } from '../../shared/errors.ts';
import { errorResponse } from './reply.ts';

/** What somebody else has changed has to be read first. */
const isReadFirst = (code: string) =>
  ['settings_conflict', 'gate_outdated', 'question_erased'].includes(code);

describe('an error response', () => {
  it('tells OpenAI’s clients not to retry a 4xx that a repetition cannot help', () => {
    for (const code of ERROR_CODES) {
      const { status } = errorKind(code);
      const isFinal = isReadFirst(code) || (status < 500 && ![408, 409, 429].includes(status));
      expect([code, errorResponse({ code }).headers.get('x-should-retry')]).toEqual([
        code,
        isFinal ? 'false' : null,
      ]);
    }
  });

  it('tells them not to retry what they would not wait for', () => {
    const hintAfter = (retry_after_sec: number) =>
      errorResponse({ code: 'budget_user', evidence: { retry_after_sec } }).headers.get('x-should-retry');
    expect([hintAfter(60), hintAfter(61)]).toEqual([null, 'false']);
  });
});
