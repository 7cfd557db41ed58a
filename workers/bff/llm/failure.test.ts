import { describe, expect, it, vi } from 'vitest';
import { createErrorBody } from '../../../shared/contract/error-body.ts';
import { ERROR_CODES, type ErrorCode } from '../../../shared/errors.ts';
import type { Logger } from '../../../shared/observe/log.ts';
import { readModelFailure } from './failure.ts';
import { createOwnFailureReader } from './own-fault.ts';

const errorOf = (code: ErrorCode) =>
  createErrorBody(code, { param: 'max_tokens', detail: 'Use max_completion_tokens.' }).error;

const CALLER_FAULTS: ErrorCode[] = [
  'invalid_request',
  'model_not_found',
  'prompt_too_long',
  'context_length_exceeded',
  'content_filter',
  'unsupported_parameter',
  'unsupported_value',
  'invalid_image_url',
  'request_too_large',
];

describe('a failure of the llm Worker', () => {
  it.each(CALLER_FAULTS)('%s keeps its code, param and message', (code) => {
    expect(readModelFailure(errorOf(code))).toEqual({
      code,
      param: 'max_tokens',
      detail: 'Use max_completion_tokens.',
    });
  });

  it('that is not the caller’s keeps neither param nor message', () => {
    for (const code of ERROR_CODES.filter((known) => !CALLER_FAULTS.includes(known))) {
      expect(Object.keys(readModelFailure(errorOf(code)))).toEqual(['code']);
    }
  });

  it.each([undefined, {}, { code: 'unauthorized' }, { code: 7, message: 'x' }])('%j is internal', (error) => {
    expect(readModelFailure(error)).toEqual({ code: 'internal' });
  });
});

describe('a failure of a request that Libra formed', () => {
  const read = (code: ErrorCode) => {
    const error = vi.fn();
    return { failure: createOwnFailureReader({ error } as unknown as Logger)(errorOf(code)), error };
  };

  it.each(['invalid_request', 'unsupported_parameter', 'unsupported_value', 'invalid_image_url'] as const)(
    '%s is the provider’s refusal, logged as an error with the field but not the message',
    (code) => {
      const { failure, error } = read(code);
      expect(failure).toEqual({ code: 'provider_rejected' });
      expect(error.mock.calls).toEqual([['llm.request_rejected', { code, param: 'max_tokens' }]]);
    },
  );

  it.each(['context_length_exceeded', 'content_filter', 'request_too_large'] as const)('%s stays', (code) => {
    const { failure, error } = read(code);
    expect(failure.code).toBe(code);
    expect(error).not.toHaveBeenCalled();
  });
});
