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

describe('a failure of a request with a person’s images', () => {
  const blind = { code: 'vision_unsupported', evidence: { model: 'eyes' } } as const;
  const read = (code: ErrorCode, detail: string) => {
    const error = vi.fn();
    const reader = createOwnFailureReader({ error } as unknown as Logger, blind);
    return { failure: reader(createErrorBody(code, { detail }).error), error };
  };

  it('names a model that sees where the provider says that this one does not', () => {
    for (const detail of [
      'image input is not supported',
      'gpt-x is not a multimodal model',
      'messages[1].content must be a string',
      "unknown variant 'image_url', expected 'text'",
    ]) {
      const { failure, error } = read('invalid_request', detail);
      expect(failure).toEqual(blind);
      expect(error).not.toHaveBeenCalled();
    }
  });

  it('is the image’s where it cannot be read, and ours where it is about something else', () => {
    expect(read('invalid_image_url', 'x').failure).toEqual({ code: 'invalid_image_url' });
    expect(read('attachment_expired', 'x').failure).toEqual({ code: 'attachment_expired' });
    expect(read('invalid_request', 'max_tokens is too large').failure).toEqual({ code: 'provider_rejected' });
  });
});
