import {
  APIError,
  APIUserAbortError,
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  NotFoundError,
  RateLimitError,
  UnprocessableEntityError,
} from 'openai';
import type { ResponseInputItem, ResponseStreamEvent } from 'openai/resources/responses/responses';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAiClient, standInOf } from '../openai-client.ts';
import { createSpentKey } from '../spent-key.ts';
import { useStack } from '../use-stack.ts';

/** `POST /v1/responses`, as the unmodified `openai` package uses it. */
const running = useStack({ vars: { bff: { SSE_HEARTBEAT_SEC: '1' }, llm: { SSE_HEARTBEAT_SEC: '1' } } });

const model = 'gpt-4o-mini';
const input = '1부터 20까지 세어줘';
const client = (stack = running.stack, apiKey = stack.keys.apiKey) => openAiClient(stack, { apiKey });
const provider = () => standInOf(running.stack);
const bodies = () =>
  provider()
    .requests()
    .map(({ body }) => body as { messages: { role: string; content: unknown }[] });

function post(body: object, init: RequestInit = {}): Promise<Response> {
  const { urls, keys } = running.stack;
  return fetch(`${urls.bff}/v1/responses`, {
    method: 'POST',
    headers: { authorization: `Bearer ${keys.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...init,
  });
}

/** What a thinking provider streams. */
const frame = (delta: object, finish: string | null = null) => ({
  data: { id: 'chatcmpl-t', created: 1, model, choices: [{ index: 0, delta, finish_reason: finish }] },
});

const schema = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
};

beforeEach(() => {
  provider().setFaults({});
  provider().forgetRequests();
});
afterEach(() => provider().setFaults({}));

describe('an answer', () => {
  it('comes whole, with its usage', async () => {
    const response = await client().responses.create({
      model,
      input,
      instructions: 'Count.',
      metadata: { a: 'b' },
    });
    expect(response.output_text).toMatch(/19.*20/s);
    expect(response).toMatchObject({
      object: 'response',
      status: 'completed',
      store: false,
      error: null,
      instructions: 'Count.',
      metadata: { a: 'b' },
      _request_id: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    const { input_tokens: read = 0, output_tokens: written = 0, total_tokens: total } = response.usage ?? {};
    expect(read).toBeGreaterThan(0);
    expect(written).toBeGreaterThan(20);
    expect(total).toBe(read + written);
    expect(bodies()[0]).not.toHaveProperty('metadata');
    expect(bodies()[0]?.messages).toEqual([
      { role: 'system', content: 'Count.' },
      { role: 'user', content: input },
    ]);
  });

  it('comes streamed, in many pieces that come to the same', async () => {
    const whole = await client().responses.create({ model, input });
    const stream = client().responses.stream({ model, input });
    const events: ResponseStreamEvent[] = [];
    for await (const event of stream) events.push(event);
    const final = await stream.finalResponse();
    expect(final.output_text).toBe(whole.output_text);
    expect(final.usage).toEqual(whole.usage);
    expect(final.output[0]?.id).toMatch(/^msg_/);
    const types = events.map(({ type }) => type);
    expect(types.slice(0, 4)).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.content_part.added',
    ]);
    expect(types.filter((type) => type === 'response.output_text.delta').length).toBeGreaterThan(10);
    expect(types.at(-1)).toBe('response.completed');
  });

  it('is a stream of named events without [DONE]', async () => {
    const response = await post({ model, input, stream: true });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('x-ratelimit-limit-requests')).not.toBeNull();
    const text = await response.text();
    expect(text).toMatch(/^event: response\.created\ndata: \{"type":"response\.created",/);
    expect(text).not.toContain('[DONE]');
    expect(text).not.toContain('libra-');
  });

  it('that is cut at its limit is incomplete', async () => {
    const asked = { model, input, max_output_tokens: 5 };
    const incomplete = { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } };
    expect(await client().responses.create(asked)).toMatchObject(incomplete);
    expect(await client().responses.stream(asked).finalResponse()).toMatchObject(incomplete);
  });

  it('tells what the model thought, and takes it back', async () => {
    const steps = [
      frame({ reasoning_content: 'I ' }),
      frame({ reasoning_content: 'think' }),
      frame({ content: 'Yes.' }, 'stop'),
    ];
    provider().setFaults({ script: { steps: [...steps, { data: '[DONE]' }] } });
    const streamed = await client().responses.stream({ model, input }).finalResponse();
    const whole = await client().responses.create({ model, input });
    expect(whole.output).toMatchObject([
      { type: 'reasoning', summary: [{ type: 'summary_text', text: 'I think' }] },
      { type: 'message', content: [{ text: 'Yes.' }] },
    ]);
    expect(streamed.output.map(({ type }) => type)).toEqual(['reasoning', 'message']);
    provider().setFaults({});
    const items: ResponseInputItem[] = [
      { role: 'user', content: input },
      ...(whole.output as ResponseInputItem[]),
    ];
    await client().responses.create({ model, input: [...items, { role: 'user', content: '안녕' }] });
    expect(bodies().at(-1)?.messages[1]).toEqual({
      role: 'assistant',
      content: 'Yes.',
      reasoning_content: 'I think',
    });
  });

  it('goes on from what the AI SDK sends', async () => {
    const { status } = await post({
      model,
      input: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: [{ type: 'input_text', text: '안녕' }] },
        { role: 'assistant', content: [{ type: 'output_text', text: '안녕하세요' }], id: 'msg_1_0' },
        { role: 'user', content: [{ type: 'input_text', text: input }] },
      ],
      text: { format: { type: 'json_schema', strict: true, name: 'response', schema } },
      tools: [{ type: 'function', name: 'weather', parameters: schema }],
      tool_choice: 'auto',
      max_output_tokens: 50,
      temperature: 0,
      store: false,
      include: ['reasoning.encrypted_content'],
      stream: true,
    });
    expect(status).toBe(200);
    expect(bodies()[0]?.messages.map(({ content }) => content)).toEqual([
      'Be brief.',
      '안녕',
      '안녕하세요',
      input,
    ]);
  });

  it('comes from a provider that does not know store, too', async () => {
    const error = { message: 'Unrecognized request argument supplied: store', param: 'store', code: null };
    const body = { error: { ...error, type: 'invalid_request_error' } };
    provider().setFaults({ reject: { status: 400, body, when: { has: ['store'] } } });
    expect((await client().responses.create({ model, input, store: false })).output_text).toContain('20');
  });

  it('with an idempotency key is given again as it was, whole and streamed', async () => {
    const options = { headers: { 'idempotency-key': 'responses' } };
    const first = await client().responses.create({ model, input }, options);
    const again = await client().responses.create({ model, input }, options);
    const streamed = await client().responses.stream({ model, input }, options).finalResponse();
    expect(again).toMatchObject({ id: first.id, output: first.output });
    expect(streamed).toMatchObject({ id: first.id, output_text: first.output_text });
    expect(bodies()).toHaveLength(1);
    const other = client().responses.create({ model, input: '안녕' }, options);
    await expect(other).rejects.toBeInstanceOf(UnprocessableEntityError);
  });

  it('keeps its stream alive with comments, which the package does not see', async () => {
    provider().setFaults({ delayFirstToken: { ms: 2_500 } });
    const raw = await (await post({ model, input, stream: true })).text();
    expect(raw).toMatch(/^: /m);
    const final = await client().responses.stream({ model, input }).finalResponse();
    expect(final.output_text).toContain('20');
  });
});

describe('function calls', () => {
  const tools = ['weather', 'traffic'].map((name) => ({
    type: 'function' as const,
    name,
    parameters: schema,
    strict: true,
  }));
  const question: ResponseInputItem = { role: 'user', content: 'Give me weather and traffic of "Seoul"' };

  it.each(['whole', 'streamed'])('are made and answered in two rounds, %s', async (form) => {
    const ask = (items: ResponseInputItem[]) =>
      form === 'whole'
        ? client().responses.parse({ model, input: items, tools })
        : client().responses.stream({ model, input: items, tools }).finalResponse();
    const first = await ask([question]);
    const calls = first.output.filter((item) => item.type === 'function_call');
    expect(calls).toMatchObject([
      { name: 'weather', status: 'completed', parsed_arguments: { city: 'Seoul' } },
      { name: 'traffic', status: 'completed', parsed_arguments: { city: 'Seoul' } },
    ]);
    const results = calls.map(({ call_id, name }) => ({
      type: 'function_call_output' as const,
      call_id,
      output: `${name} is fine`,
    }));
    const second = await ask([question, ...(first.output as ResponseInputItem[]), ...results]);
    expect(second.output_text).toBe('The tools say: weather is fine; traffic is fine');
    expect(bodies().map(({ messages }) => messages.map(({ role }) => role).join(' '))).toEqual([
      'user',
      'user assistant tool tool',
    ]);
  });
});

describe('structured output', () => {
  const format = {
    type: 'json_schema' as const,
    name: 'place',
    strict: true,
    schema,
  };
  const asked = { model, input: 'Where is "Busan"?', text: { format } };

  it('is parsed, whole and streamed', async () => {
    expect((await client().responses.parse(asked)).output_parsed).toEqual({ city: 'Busan' });
    expect((await client().responses.stream(asked).finalResponse()).output_parsed).toEqual({ city: 'Busan' });
  });
});

describe('an image', () => {
  const ask = (image_url: string) =>
    client().responses.create({
      model,
      input: [
        {
          role: 'user',
          content: [
            { type: 'input_text', text: 'What is it?' },
            { type: 'input_image', image_url, detail: 'low' },
          ],
        },
      ],
    });

  it('reaches the model', async () => {
    expect((await ask('data:image/png;base64,iVBORw0KGgo=')).output_text).toContain('1 image');
  });

  it('of a private address never does', async () => {
    await expect(ask('http://169.254.169.254/')).rejects.toMatchObject({
      code: 'invalid_image_url',
      param: 'input[0].content[1].image_url',
    });
    expect(bodies()).toEqual([]);
  });
});

describe('a cancellation', () => {
  it('ends a stream, and the provider’s connection with it', async () => {
    provider().setFaults({ slowTokens: { ms: 50 } });
    const stream = await client().responses.create({ model, input: '1부터 100까지 세어줘', stream: true });
    for await (const event of stream) if (event.type === 'response.output_text.delta') break;
    await expect.poll(() => provider().requests()[0]?.outcome, { timeout: 10_000 }).toBe('closed-by-client');
  });

  it('during a silence ends the provider’s connection, too', async () => {
    provider().setFaults({ stall: { afterTokens: 3 } });
    const stream = await client().responses.create({ model, input, stream: true });
    for await (const event of stream) if (event.type === 'response.output_text.delta') break;
    await expect.poll(() => provider().requests()[0]?.outcome, { timeout: 10_000 }).toBe('closed-by-client');
  });

  it('before the first token is the package’s own error', async () => {
    provider().setFaults({ hangBeforeHeaders: {} });
    const abort = new AbortController();
    const asked = client().responses.create({ model, input, stream: true }, { signal: abort.signal });
    setTimeout(() => abort.abort(), 300);
    await expect(asked).rejects.toBeInstanceOf(APIUserAbortError);
    await expect.poll(() => provider().requests()[0]?.outcome, { timeout: 10_000 }).toBe('closed-by-client');
  });
});

/** Last: a provider that fails so often is not asked for a while. */
describe('an error', () => {
  const ask = (body: object = {}) => client().responses.create({ model, input, ...body } as never);

  it.each([
    ['previous_response_id', 'unsupported_parameter', { previous_response_id: 'resp_1' }],
    ['store', 'unsupported_value', { store: true }],
    ['tools[0].type', 'unsupported_value', { tools: [{ type: 'web_search' }] }],
    ['max_output_tokens', 'invalid_request', { max_output_tokens: 0 }],
  ])('of the field %s names it', async (param, code, body) => {
    const refused = ask(body);
    await expect(refused).rejects.toBeInstanceOf(BadRequestError);
    await expect(refused).rejects.toMatchObject({ param, code });
    expect(bodies()).toEqual([]);
  });

  it('of the provider names the field that the client sent', async () => {
    const error = {
      message: "Unsupported parameter: 'reasoning_effort'.",
      param: 'reasoning_effort',
      code: 'unsupported_parameter',
    };
    provider().setFaults({
      reject: { status: 400, body: { error: { ...error, type: 'invalid_request_error' } } },
    });
    const refused = ask({ reasoning: { effort: 'low' } });
    await expect(refused).rejects.toMatchObject({ status: 400, param: 'reasoning.effort' });
    await expect(refused).rejects.toThrow(/'reasoning\.effort'/);
  });

  it('of each class is raised as that class', async () => {
    await expect(
      client(running.stack, `lb-${'x'.repeat(43)}`).responses.create({ model, input }),
    ).rejects.toBeInstanceOf(AuthenticationError);
    await expect(ask({ model: 'llama-99' })).rejects.toBeInstanceOf(NotFoundError);
    const refused = client(running.stack, await createSpentKey(running.stack)).responses.create({
      model,
      input,
    });
    await expect(refused).rejects.toBeInstanceOf(RateLimitError);
    provider().setFaults({ status: { status: 500 } });
    await expect(ask()).rejects.toBeInstanceOf(InternalServerError);
    await expect(ask({ stream: true })).rejects.toBeInstanceOf(InternalServerError);
  });

  it('in the middle of a stream is raised, behind the text before it', async () => {
    provider().setFaults({ closeMidFrame: { afterTokens: 5 } });
    let text = '';
    const reading = (async () => {
      for await (const event of await client().responses.create({ model, input, stream: true })) {
        if (event.type === 'response.output_text.delta') text += event.delta;
      }
    })();
    await expect(reading).rejects.toBeInstanceOf(APIError);
    expect(text).not.toBe('');
  });

  it('in the middle of a stream is told as an error and response.failed', async () => {
    provider().setFaults({ errorChunk: { afterTokens: 5 } });
    const raw = await (await post({ model, input, stream: true })).text();
    const names = [...raw.matchAll(/^event: (.*)$/gm)].map(([, name]) => name);
    expect(names.slice(-2)).toEqual(['error', 'response.failed']);
    expect(raw).not.toContain('response.completed');
  });

  it('answers another method with 405', async () => {
    const response = await fetch(`${running.stack.urls.bff}/v1/responses`);
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
  });
});
