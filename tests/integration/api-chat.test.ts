import { describe, expect, it } from 'vitest';
import { useGateway } from '../use-gateway.ts';

/** The bff as its API clients meet it, byte by byte: what a strict client may rely on beside the SDKs. */
const gateway = useGateway({
  vars: { bff: { API_CORS_ORIGINS: 'https://app.example.com', API_MAX_BODY_BYTES: '2000000' } },
});

const model = 'gpt-4o-mini';
const question = { role: 'user', content: '1부터 5까지 세어줘' };
const PATH = '/v1/chat/completions';

const { bodies } = gateway;

function send(path: string, init: RequestInit = {}, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${gateway.stack.urls.bff}${path}`, {
    ...init,
    headers: {
      authorization: `Bearer ${gateway.stack.keys.apiKey}`,
      'content-type': 'application/json',
      ...headers,
    },
  });
}
const post = (body: object, headers?: Record<string, string>) =>
  send(PATH, { method: 'POST', body: JSON.stringify({ model, messages: [question], ...body }) }, headers);
const json = async (response: Promise<Response>) => {
  const answered = await response;
  return { status: answered.status, headers: answered.headers, body: await answered.json() } as {
    status: number;
    headers: Headers;
    body: Record<string, never> & { choices: Record<string, never>[]; error: Record<string, unknown> };
  };
};

describe('a whole answer', () => {
  it('has every field that strict clients look for, and nothing of Libra’s', async () => {
    const { status, body } = await json(post({}));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      object: 'chat.completion',
      service_tier: 'default',
      system_fingerprint: expect.any(String),
      choices: [{ index: 0, logprobs: null, finish_reason: 'stop', message: { refusal: null } }],
    });
    expect(body).not.toHaveProperty('libra');
    expect(bodies()[0]).not.toHaveProperty('libra');
  });

  it('has all choices with their log probabilities', async () => {
    const { body } = await json(post({ n: 2, logprobs: true, top_logprobs: 1 }));
    expect(body.choices).toMatchObject([
      { index: 0, logprobs: { content: expect.any(Array), refusal: null } },
      { index: 1, logprobs: { content: expect.any(Array) }, finish_reason: 'stop' },
    ]);
    expect(bodies()[0]).toMatchObject({ n: 2, logprobs: true, top_logprobs: 1 });
  });

  it('tells what only Libra knows to a client that asks', async () => {
    const { body } = await json(post({ libra: {} }));
    expect(body).toMatchObject({ libra: { model, fallback: false } });
  });
});

describe('a body that holds too much', () => {
  it.each([
    [
      '/v1/chat/completions',
      { logit_bias: Object.fromEntries(Array.from({ length: 20_001 }, (_, at) => [at, 1])) },
      '20000 values',
    ],
    ['/v1/responses', { metadata: JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`) }, '32 levels'],
    ['/v1/embeddings', { input: JSON.parse(`${'['.repeat(9)}${']'.repeat(9)}`) }, '8 levels'],
  ])('is told so by %s', async (path, fields, bound) => {
    const { status, body } = await json(
      send(path, { method: 'POST', body: JSON.stringify({ model, ...fields }) }),
    );
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: 'invalid_request', message: expect.stringContaining(bound) });
  });
});

describe('a stream', () => {
  const read = async (body: object) => (await post({ stream: true, ...body })).text();
  const chunksOf = (text: string) =>
    text
      .split('\n\n')
      .filter((frame) => frame.startsWith('data: {'))
      .map((frame) => JSON.parse(frame.slice(6)) as Record<string, unknown> & { choices: unknown[] });

  it('has no chunk without choices, no comment about its end and nothing of Libra’s unless asked', async () => {
    const text = await read({});
    expect(text).not.toContain('libra');
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
    const chunks = chunksOf(text);
    expect(chunks.length).toBeGreaterThan(3);
    expect(chunks.every(({ choices }) => choices.length > 0)).toBe(true);
  });

  it('has the usage in one last chunk when asked', async () => {
    const text = await read({ stream_options: { include_usage: true, include_obfuscation: false } });
    expect(text).not.toContain('libra');
    const last = chunksOf(text).at(-1);
    expect(last).toMatchObject({ choices: [], usage: { total_tokens: expect.any(Number) } });
    expect(bodies()[0]?.stream_options).toEqual({ include_usage: true, include_obfuscation: false });
  });

  it('bills who answered all the same', async () => {
    await read({ user: 'billed' });
    const rows = async () =>
      gateway.stack.standIns.neon?.query(
        "SELECT model, completion_tokens FROM usage_events WHERE user_id IS NULL AND outcome = 'ok' ORDER BY created_at DESC LIMIT 1",
      );
    await expect.poll(rows).toMatchObject([{ model }]);
  });

  it.each([
    ['right', [0, 1]],
    ['missing', [undefined, undefined]],
    ['0 for both', [0, 0]],
  ] as const)('gives each tool call its own index when the provider’s are %s', async (_, [first, second]) => {
    const piece = (index: number | undefined, call: object) => ({
      data: {
        id: 'c',
        created: 1,
        model,
        object: 'chat.completion.chunk',
        choices: [
          {
            index: 0,
            delta: { tool_calls: [{ ...(index === undefined ? {} : { index }), ...call }] },
            finish_reason: null,
          },
        ],
      },
    });
    const end = {
      id: 'c',
      created: 1,
      model,
      choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }],
    };
    gateway.provider.setFaults({
      script: {
        steps: [
          piece(first, { id: 'a', type: 'function', function: { name: 'f', arguments: '' } }),
          piece(first, { function: { arguments: '{"x":1}' } }),
          piece(second, { id: 'b', type: 'function', function: { name: 'g', arguments: '' } }),
          piece(second, { function: { arguments: '{"y":2}' } }),
          { data: end },
          { data: '[DONE]' },
        ],
      },
    });
    const tools = [
      { type: 'function', function: { name: 'f' } },
      { type: 'function', function: { name: 'g' } },
    ];
    const text = await read({ tools });
    const calls: Record<number, string> = {};
    for (const { choices } of chunksOf(text)) {
      const [choice] = choices as {
        delta: { tool_calls?: { index: number; function: { arguments: string } }[] };
      }[];
      for (const { index, function: called } of choice?.delta.tool_calls ?? []) {
        calls[index] = (calls[index] ?? '') + called.arguments;
      }
    }
    expect(calls).toEqual({ 0: '{"x":1}', 1: '{"y":2}' });
    const whole = await json(post({ tools }));
    expect(whole.body.choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: {
        content: null,
        tool_calls: [
          { id: 'a', function: { name: 'f', arguments: '{"x":1}' } },
          { id: 'b', function: { name: 'g', arguments: '{"y":2}' } },
        ],
      },
    });
  });
});

describe('equal requests of an API client', () => {
  const four = (body: object) => Promise.all(Array.from({ length: 4 }, () => json(post(body))));

  it.each([[{ temperature: 1 }], [{ temperature: 0 }], [{}]])('%j get four answers', async (body) => {
    const answers = await four(body);
    expect(new Set(answers.map(({ body: { id } }) => id)).size).toBe(4);
    expect(gateway.provider.requests()).toHaveLength(4);
  });

  it('of four users are told apart, and the provider hears of each', async () => {
    await Promise.all(['a', 'b', 'c', 'd'].map((user) => json(post({ user, libra: { cache: true } }))));
    expect(
      bodies()
        .map(({ user }) => user)
        .sort(),
    ).toEqual(['a', 'b', 'c', 'd']);
  });

  it('share an answer when they ask for that', async () => {
    gateway.provider.setFaults({ delay: { ms: 500 } });
    const answers = await four({ libra: { cache: true }, seed: 12 });
    expect(new Set(answers.map(({ body: { id } }) => id)).size).toBe(1);
    expect(gateway.provider.requests()).toHaveLength(1);
  });

  it('under one idempotency key get one answer with its tool calls, whole and as a stream', async () => {
    const headers = { 'idempotency-key': 'with-tools' };
    const body = { tools: [{ type: 'function', function: { name: 'weather' } }], tool_choice: 'required' };
    const first = await json(post(body, headers));
    expect(first.body.choices[0]).toMatchObject({ finish_reason: 'tool_calls' });
    await expect.poll(async () => (await json(post(body, headers))).body).toEqual(first.body);
    const text = await (await post({ ...body, stream: true }, headers)).text();
    expect(text).toContain('"tool_calls":[{"index":0');
    expect((await json(post({ ...body, tool_choice: 'auto' }, headers))).status).toBe(422);
    expect(gateway.provider.requests()).toHaveLength(1);
  });
});

describe('a request beyond the bounds', () => {
  it('may have 65 messages, one of 40,000 characters, and 32,768 tokens for its answer', async () => {
    const messages = [...Array(64).fill(question), { role: 'user', content: '가 '.repeat(20_000) }];
    const { status } = await json(post({ model: 'gpt-4.1', messages, max_completion_tokens: 32_768 }));
    expect(status).toBe(200);
    expect(bodies()[0]).toMatchObject({ max_completion_tokens: 32_768 });
  });

  it.each([
    [{ max_completion_tokens: 16_385 }, 'invalid_request', 'max_completion_tokens'],
    [{ reasoning_effort: 'low' }, 'unsupported_parameter', 'reasoning_effort'],
    [{ messages: [{ role: 'user', content: 'a'.repeat(1_024_001) }] }, 'context_length_exceeded', 'messages'],
  ])('of the model is refused before anything is reserved', async (more, code, param) => {
    gateway.stack.logs.length = 0;
    const { status, headers, body } = await json(post({ model: 'gpt-4o', ...more }));
    expect([status, headers.get('x-should-retry')]).toEqual([400, 'false']);
    expect(body.error).toMatchObject({ type: 'invalid_request_error', code, param });
    expect(gateway.stack.logs.map(({ event }) => event)).not.toContain('chat.started');
    expect(gateway.provider.requests()).toEqual([]);
  });

  it('is refused with 413 for a body above the configured bound', async () => {
    const url = `data:image/png;base64,${'A'.repeat(2_100_000)}`;
    const messages = [{ role: 'user', content: [{ type: 'image_url', image_url: { url } }] }];
    const { status, body, headers } = await json(post({ messages }));
    expect([status, body.error.code]).toEqual([413, 'body_too_large']);
    expect(headers.get('x-should-retry')).toBe('false');
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])(
    'is refused with 415 as %s',
    async (type) => {
      const { status, body } = await json(post({}, { 'content-type': type }));
      expect([status, body.error.code]).toEqual([415, 'unsupported_content_type']);
    },
  );

  it('is refused with 415 in a compressed body', async () => {
    const { status, body } = await json(post({}, { 'content-encoding': 'gzip' }));
    expect([status, body.error.code]).toEqual([415, 'unsupported_content_type']);
    expect(body.error.message).toContain('compressed');
  });

  it('of the provider’s own 400 is told so in one call', async () => {
    gateway.provider.setFaults({
      reject: {
        status: 400,
        body: {
          error: {
            message: 'Invalid tools.',
            type: 'invalid_request_error',
            param: 'tools[0].function.strict',
            code: 'invalid_value',
          },
        },
      },
    });
    const { status, headers, body } = await json(post({}));
    expect([status, headers.get('x-should-retry')]).toEqual([400, 'false']);
    expect(body.error).toMatchObject({ param: 'tools[0].function.strict', message: 'Invalid tools.' });
    expect(gateway.provider.requests()).toHaveLength(1);
  });
});

describe('every response', () => {
  const traceparent = `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`;

  it.each<[string, string, RequestInit, number]>([
    ['an answer', PATH, { method: 'POST', body: JSON.stringify({ messages: [question] }) }, 200],
    ['a stream', PATH, { method: 'POST', body: JSON.stringify({ messages: [question], stream: true }) }, 200],
    ['a refused field', PATH, { method: 'POST', body: '{}' }, 400],
    ['a wrong method', PATH, { method: 'PUT' }, 405],
    ['a wrong path', '/v1/nothing', {}, 404],
    ['the list of models', '/v1/models', {}, 200],
    ['a preflight', PATH, { method: 'OPTIONS' }, 204],
  ])('carries the trace id as x-request-id: %s', async (_, path, init, status) => {
    const response = await send(path, init, { traceparent });
    await response.arrayBuffer();
    expect(response.status).toBe(status);
    expect(response.headers.get('x-request-id')).toBe('ab'.repeat(16));
    expect(response.headers.get('openai-processing-ms')).toMatch(/^\d+$/);
  });

  it('is found in the log by it, also when the client brought no trace', async () => {
    const response = await send(PATH, { method: 'POST', body: '{}' }, { authorization: 'Bearer wrong' });
    const id = response.headers.get('x-request-id');
    await expect.poll(() => gateway.stack.logs.some(({ traceId }) => traceId === id)).toBe(true);
  });

  it('of a stream that begins late still tells what the limits leave', async () => {
    gateway.provider.setFaults({ delay: { ms: 2_500 } });
    for (const stream of [true, false]) {
      const response = await post({ stream });
      expect(Number(response.headers.get('x-ratelimit-limit-requests'))).toBeGreaterThan(0);
      expect(response.headers.get('x-ratelimit-remaining-requests')).toMatch(/^\d+$/);
      expect(response.headers.get('x-ratelimit-reset-requests')).toMatch(/^\d+s$/);
      await response.text();
    }
  });
});

describe('a browser', () => {
  const preflight = (origin: string) =>
    send(
      PATH,
      { method: 'OPTIONS' },
      {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,x-stainless-lang',
      },
    );

  it('may ask from a configured origin, and read what it needs', async () => {
    const allowed = await preflight('https://app.example.com');
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([
      204,
      'https://app.example.com',
    ]);
    expect(allowed.headers.get('access-control-allow-headers')).toContain('x-stainless-lang');
    for (const body of [{}, { messages: [] }]) {
      const answered = await post(body, { origin: 'https://app.example.com' });
      expect(answered.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
      expect(answered.headers.get('access-control-expose-headers')).toContain('x-request-id');
    }
  });

  it('is refused from any other', async () => {
    expect((await preflight('https://evil.example.com')).status).toBe(403);
    const answered = await post({}, { origin: 'https://evil.example.com' });
    expect(answered.headers.has('access-control-allow-origin')).toBe(false);
  });
});

describe('a path', () => {
  it('is found with slashes too many', async () => {
    for (const path of ['/v1/chat/completions/', '/v1//chat/completions', '//v1/chat/completions']) {
      const response = await send(path, { method: 'POST', body: JSON.stringify({ messages: [question] }) });
      expect([path, response.status]).toEqual([path, 200]);
    }
    expect((await send('/v1/models/')).status).toBe(200);
    expect((await send(`//v1//models//${model}/`)).status).toBe(200);
  });

  it('of a model describes it, and is 404 for one that is not there', async () => {
    expect(await (await send(`/v1/models/${model}`)).json()).toMatchObject({ id: model, object: 'model' });
    expect((await send('/v1/models/meta-llama/llama-99')).status).toBe(404);
  });

  it('answers HEAD where it answers GET', async () => {
    const response = await send('/v1/models', { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect((await send(PATH, { method: 'HEAD' })).status).toBe(405);
  });
});
