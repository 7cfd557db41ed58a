import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyErrorFrame, classifyRefusal, toSafeDetail } from './classify.ts';

const body = (error: unknown) => JSON.stringify({ error });
const causeOf = (status: number, text = '') => classifyRefusal(status, text).cause;

it.each([
  [503, { code: 'model_loading', message: 'Still fetching.' }, 'loading'],
  [503, { message: 'Loading model', type: 'unavailable_error', code: 503 }, 'loading'],
  [503, 'Model openai/whisper-base is currently loading', 'loading'],
  [503, { message: 'The server is overloaded' }, 'server_error'],
  [500, { code: 'model_loading', message: '' }, 'server_error'],
])('a model that is still loading is told from a failure: %i %j', (status, error, cause) => {
  expect(causeOf(status, body(error))).toBe(cause);
});

describe('a refusal by its status alone', () => {
  it.each([
    [500, 'server_error'],
    [503, 'server_error'],
    [599, 'server_error'],
    [408, 'server_error'],
    [409, 'server_error'],
    [429, 'rate_limited'],
    [400, 'request_rejected'],
    [413, 'request_rejected'],
    [422, 'request_rejected'],
    [401, 'account'],
    [402, 'account'],
    [403, 'account'],
    [404, 'account'],
    [302, 'account'],
    [418, 'account'],
  ])('%i is %s', (status, cause) => {
    expect(causeOf(status)).toBe(cause);
    expect(causeOf(status, '<html><body>Oops</body></html>')).toBe(cause);
  });

  it('keeps the pause that the provider asks for', () => {
    expect(classifyRefusal(429, '', 1_200)).toEqual({ cause: 'rate_limited', retryAfterMs: 1_200 });
  });
});

describe('an input that the model cannot read', () => {
  it.each([
    [500, 'image input is not supported - hint: if this is unexpected, you may need to provide the mmproj'],
    [500, 'audio input is not supported - hint: if this is unexpected, you may need to provide the mmproj'],
    [501, 'Image inputs are not supported by this model'],
  ])('is the request’s fault although its status is %i: %s', (status, message) => {
    const refusal = classifyRefusal(status, body({ code: status, message, type: 'server_error' }));
    expect(refusal).toMatchObject({ cause: 'request_rejected', status: 400, detail: message });
    expect(classifyErrorFrame({ code: status, message })).toMatchObject({ cause: 'request_rejected' });
  });

  it('is not found in a failure of the server', () => {
    expect(causeOf(500, body({ message: 'Failed to decode the image input' }))).toBe('server_error');
  });
});

describe('a full context', () => {
  it.each([
    [400, body({ code: 'context_length_exceeded', message: 'too long' })],
    [
      400,
      body({ message: "This model's maximum context length is 8192 tokens. However, you requested 9000." }),
    ],
    [
      400,
      '{"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error"}}',
    ],
    [
      400,
      '{"error":{"code":400,"message":"request (1831 tokens) exceeds the available context size (1024 tokens), try increasing it","type":"exceed_context_size_error","n_prompt_tokens":1831,"n_ctx":1024}}',
    ],
    [
      400,
      '{"object":"error","message":"This model\'s maximum context length is 1024 tokens","type":"BadRequestError","code":400}',
    ],
    [
      400,
      body({ type: 'invalid_request_error', message: 'prompt is too long: 210000 tokens > 200000 maximum' }),
    ],
    [413, body({ message: 'Please reduce the length of the messages or completion.' })],
    [422, '{"detail":"Input is too long for requested model."}'],
    [400, body('Input too long: exceeds the maximum number of tokens (2048)')],
    [
      400,
      '{"code":"Client specified","error":"This model\'s maximum prompt length is 131072 but you sent 2e5."}',
    ],
    [400, body({ message: 'Invalid request: Your request exceeded model token limit: 8192' })],
    [422, body({ message: 'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 8193.' })],
    [422, body('Input validation error: `inputs` must have less than 4096 tokens. Given: 5000')],
    [400, body({ message: 'Range of input length should be [1, 129024]' })],
    [400, body({ message: 'input length and `max_tokens` exceed context limit: 195000 + 8192 > 200000' })],
    [
      500,
      body({ message: 'the request exceeds the available context size. try increasing the context size' }),
    ],
  ])('is known by its wording (%i %s)', (status, text) => {
    expect(causeOf(status, text)).toBe('context_too_long');
  });

  it('is not what a limit by the minute speaks of', () => {
    const message = 'Rate limit reached for gpt-4o: too many tokens per min (TPM): Limit 30000, Used 29000.';
    expect(causeOf(429, body({ message, type: 'tokens', code: 'rate_limit_exceeded' }))).not.toBe(
      'context_too_long',
    );
  });
});

describe('trouble with the account', () => {
  it('is read from a list of errors, as Gemini and Workers AI send it', () => {
    const gemini = [{ error: { code: 400, message: 'API key not valid. Please pass a valid API key.' } }];
    const workersAi = { success: false, errors: [{ code: 5007, message: 'No such model @cf/x or task' }] };
    expect(classifyRefusal(400, JSON.stringify(gemini))).toEqual({ cause: 'account', status: 400 });
    expect(classifyRefusal(400, JSON.stringify(workersAi))).toEqual({
      cause: 'account',
      status: 400,
      isModelUnknown: true,
    });
  });

  it.each([
    [400, body({ message: 'Your credit balance is too low to access the API.' })],
    [
      429,
      body({
        type: 'insufficient_quota',
        code: 'insufficient_quota',
        message: 'You exceeded your current quota',
      }),
    ],
    [400, body({ code: 'invalid_api_key', message: 'Incorrect API key provided' })],
    [400, body({ message: 'API key not valid: invalid api key' })],
    [400, body({ code: 'model_not_found', message: 'The model `x` does not exist' })],
    [400, body('model "llama3" not found, try pulling it first')],
    [403, body({ message: 'Your account is not active, please check your billing details' })],
    [
      400,
      body({ message: 'User location is not supported for the API use.', status: 'FAILED_PRECONDITION' }),
    ],
    [400, body({ message: 'Your organization must be verified to stream this model.', param: 'stream' })],
    [400, body({ message: 'Organization has been restricted.', code: 'organization_restricted' })],
    [
      400,
      body({
        message: 'Access denied, please make sure your account is in good standing.',
        code: 'Arrearage',
      }),
    ],
    [400, body({ message: 'The model `llama3-70b` has been decommissioned.', code: 'model_decommissioned' })],
  ])('is told from a fault of the request (%i %s)', (status, text) => {
    expect(causeOf(status, text)).toBe('account');
  });
});

describe('one request at fault', () => {
  it.each([
    {
      message: "Invalid schema for function 'get_billing_address': 'additionalProperties' is required.",
      param: 'tools[0].function.parameters',
      code: 'invalid_function_parameters',
    },
    { message: 'Each billing period of the example needs a unit.', param: 'messages[0].content' },
    { message: "tools.0.function.name: 'billing' is not allowed" },
    { message: 'Tool `lookup_payment_required` has no description' },
    { message: 'Error while downloading https://shop.example/billing/1.png.', code: 'invalid_image_url' },
    { message: 'Unsupported model option: unknown reasoning effort', param: 'reasoning_effort' },
  ])('is none of the account, whatever its sender has called things: %j', (error) => {
    const asked = { type: 'invalid_request_error', ...error };
    expect(classifyRefusal(400, body(asked))).toMatchObject({ cause: 'request_rejected', status: 400 });
    expect(classifyErrorFrame(asked)).toMatchObject({ cause: 'request_rejected', status: 400 });
  });

  it('is one that can never pass a limit by the minute', () => {
    const message = 'Request too large for gpt-4o on tokens per min (TPM): Limit 30000, Requested 50000.';
    expect(
      classifyRefusal(429, body({ type: 'tokens', code: 'rate_limit_exceeded', message })),
    ).toMatchObject({
      cause: 'request_rejected',
      status: 413,
    });
  });

  it('is not one that may pass when it is tried again', () => {
    const message = 'Rate limit reached on tokens per min. Limit 30000, Used 29000. Please try again in 6s.';
    expect(causeOf(429, body({ type: 'tokens', code: 'rate_limit_exceeded', message }))).toBe('rate_limited');
  });

  it.each([
    'Request too large for gpt-4o on tokens per min (TPM): Limit 6,000, Requested 7,563, please reduce it.',
    'Rate limit reached: Limit 30000, Used 0, Requested 30001. Please try again in 6s.',
    'Your prompt is too long for the rate limit of this model (20000 tokens per minute).',
    'The input is larger than your tokens per minute allow.',
    'The limit of tokens for a single request is 8000.',
    '413 Payload Too Large: rate limit',
  ])('is told from the limit of all by its wording: %s', (message) => {
    for (const type of ['tokens', 'requests', '']) {
      const fault = { cause: 'request_rejected', status: 413 };
      expect(classifyRefusal(429, body({ type, message }))).toMatchObject(fault);
      expect(classifyErrorFrame({ type: 'rate_limit_error', message })).toMatchObject(fault);
    }
  });

  // So Gemini says it at every limit, that of a minute included.
  it('is told from an empty account by the time that it takes', () => {
    const message =
      'You exceeded your current quota, please check your plan and billing details. Please retry in 34.07s.';
    expect(
      causeOf(429, JSON.stringify([{ error: { code: 429, message, status: 'RESOURCE_EXHAUSTED' } }])),
    ).toBe('rate_limited');
  });

  it('has the wait that its sentence tells, where no header does', () => {
    const refusal = body({ message: 'Limit 30000, Used 29000, Requested 2000. Please try again in 2s.' });
    expect(classifyRefusal(429, refusal)).toEqual({ cause: 'rate_limited', retryAfterMs: 2_000 });
    expect(classifyRefusal(429, refusal, 7_000)).toEqual({ cause: 'rate_limited', retryAfterMs: 7_000 });
  });

  it.each([
    'Rate limit reached for gpt-4o: Limit 30000, Used 29000, Requested 2000.',
    'Rate limit reached for requests. Limit: 3 / min.',
    'Too many requests',
    '',
  ])('is not one when the limit is that of all: %j', (message) => {
    expect(classifyRefusal(429, body({ message }))).toEqual({ cause: 'rate_limited' });
    expect(classifyErrorFrame({ code: '429', message })).toEqual({ cause: 'rate_limited' });
  });

  it.each([
    [{ message: 'Rate limit of this end user reached' }],
    [{ message: 'Too many requests', code: 'end_user_rate_limited' }],
    [{ message: 'Requests with this safety_identifier are limited' }],
    [{ message: 'Slow down', param: 'user' }],
    [
      {
        message: "This request would exceed your organization's rate limit of 40,000 input tokens per minute",
      },
    ],
  ])('may pass later, and says nothing about the others: %j', (error) => {
    const failure = { cause: 'rate_limited', isOfRequest: true };
    expect(classifyRefusal(429, body(error))).toEqual(failure);
    expect(classifyRefusal(429, body(error), 2_000)).toEqual({ ...failure, retryAfterMs: 2_000 });
    expect(classifyErrorFrame({ type: 'rate_limit_error', ...error })).toEqual(failure);
  });

  it('has the code, the field and the sentence of the provider', () => {
    const error = {
      message: "Unsupported parameter: 'max_tokens' is not supported with this model.",
      type: 'invalid_request_error',
      param: 'max_tokens',
      code: 'unsupported_parameter',
    };
    expect(classifyRefusal(400, body(error))).toEqual({
      cause: 'request_rejected',
      status: 400,
      code: 'unsupported_parameter',
      param: 'max_tokens',
      detail: error.message,
    });
  });

  it('has the field of a list of FastAPI', () => {
    const detail = [
      { loc: ['body', 'stream_options'], msg: 'Extra inputs are not permitted', type: 'extra_forbidden' },
    ];
    expect(classifyRefusal(422, JSON.stringify({ detail }))).toEqual({
      cause: 'request_rejected',
      status: 422,
      param: 'stream_options',
      detail: 'Extra inputs are not permitted',
    });
  });

  it('has the field of the list that Mistral sends as its message', () => {
    const loc = ['body', 'messages', 1, 'assistant', 'reasoning_content'];
    const message = { detail: [{ type: 'extra_forbidden', loc, msg: 'Extra inputs are not permitted' }] };
    expect(classifyRefusal(422, JSON.stringify({ object: 'error', message, param: null }))).toMatchObject({
      param: 'messages.1.assistant.reasoning_content',
      detail: 'Extra inputs are not permitted',
    });
  });

  it('is what a provider has told OpenRouter, where that tells it', () => {
    const through = (code: number, raw: string) => ({
      message: 'Provider returned error',
      code,
      metadata: { raw },
    });
    const tooLong = through(400, body({ message: "This model's maximum context length is 8192 tokens" }));
    expect(causeOf(400, body(tooLong))).toBe('context_too_long');
    expect(classifyErrorFrame(tooLong).cause).toBe('context_too_long');
    const limited = through(429, 'm is temporarily rate-limited upstream.');
    expect(classifyErrorFrame(limited)).toEqual({ cause: 'rate_limited' });
  });

  it('is a wish for tools that no model behind OpenRouter can fulfil', () => {
    const message =
      'No endpoints found that support tool use. To learn more, visit: https://openrouter.ai/docs';
    expect(classifyRefusal(404, body({ message, code: 404 }))).toMatchObject({
      cause: 'request_rejected',
      status: 400,
      param: 'tools',
    });
  });

  it('is told from a filter', () => {
    expect(causeOf(400, body({ code: 'content_filter', message: 'filtered' }))).toBe('content_filtered');
    expect(causeOf(400, body({ code: 'moderation_blocked', message: 'rejected' }))).toBe('content_filtered');
    expect(causeOf(400, body({ code: 'invalid_request_error', message: 'Content Exists Risk' }))).toBe(
      'content_filtered',
    );
    expect(causeOf(403, body({ code: 403, message: 'Your input was flagged for "violence".' }))).toBe(
      'content_filtered',
    );
    expect(
      causeOf(400, body({ message: "The response was filtered due to Azure's content management policy." })),
    ).toBe('content_filtered');
  });
});

// Groq's 400: "Failed to call a function. Please adjust your prompt." The same request often succeeds a moment later.
it.each(['tool_use_failed', 'json_validate_failed'])(
  'what the model has written is not the fault of the request: %s',
  (code) => {
    const error = { code, type: 'invalid_request_error', message: 'Failed. Please adjust your prompt.' };
    expect(classifyRefusal(400, body(error))).toEqual({ cause: 'miswritten' });
    expect(classifyErrorFrame({ ...error, status_code: 400 })).toEqual({ cause: 'miswritten' });
  },
);

describe('an error within a stream', () => {
  it.each([
    [{ message: 'x' }, 'server_error'],
    [{ code: 'rate_limit_exceeded' }, 'rate_limited'],
    [{ code: 429 }, 'rate_limited'],
    [{ code: 'context_length_exceeded' }, 'context_too_long'],
    [{ code: 400, message: 'bad' }, 'request_rejected'],
    [{ code: 'insufficient_quota' }, 'account'],
    [{ code: 502 }, 'server_error'],
  ])('%j is %s', (error, cause) => {
    expect(classifyErrorFrame(error).cause).toBe(cause);
  });
});

describe('a provider’s sentence', () => {
  it.each([
    ['Incorrect API key provided: sk-abcd1234efgh.', 'Incorrect API key provided: ….'],
    ['See https://platform.openai.com/account for org-AbCdEf123456', 'See … for …'],
    ['host 10.0.0.5:8080 said\nno\u202e', 'host … said no'],
    ['<html>503</html>', ''],
  ])('loses what is not the caller’s to know: %j', (message, safe) => {
    expect(toSafeDetail(message)).toBe(safe);
  });

  it('is bounded and printable, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (message) => {
        const safe = toSafeDetail(message);
        expect(safe.length).toBeLessThanOrEqual(300);
        expect(safe).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});

it('no body makes the classification throw', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 300, max: 599 }),
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.json().map((text) => `{"error":${text}}`),
        fc.json().map((text) => `{"detail":[${text}]}`),
      ),
      (status, text) => {
        expect(typeof classifyRefusal(status, text).cause).toBe('string');
      },
    ),
  );
});

it('reads an error that repeats a long text once', () => {
  for (const piece of ['a-', 'a.', 'sk-', '1.', 'https', ' ']) {
    expect(toSafeDetail(piece.repeat(200_000)).length).toBeLessThanOrEqual(300);
  }
});
