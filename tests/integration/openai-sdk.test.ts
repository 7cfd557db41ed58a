import OpenAI, {
  APIUserAbortError,
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  NotFoundError,
  RateLimitError,
  UnprocessableEntityError,
} from 'openai';
import { beforeEach, describe, expect, it } from 'vitest';
import { createSpentKey } from '../spent-key.ts';
import { useGateway } from '../use-gateway.ts';

/** What the unmodified `openai` package does beyond a question and an answer. */
const gateway = useGateway();

const model = 'gpt-4o-mini';
const user = (content: string) => [{ role: 'user' as const, content }];
const client = (options: ConstructorParameters<typeof OpenAI>[0] = {}) =>
  new OpenAI({ ...gateway.access, maxRetries: 0, ...options });
const { bodies } = gateway;

const schema = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
};

describe('tools', () => {
  const said: string[] = [];
  const runnable = (name: string, answer: string) => ({
    type: 'function' as const,
    function: {
      name,
      description: name,
      parameters: schema,
      parse: JSON.parse,
      function: ({ city }: { city: string }) => {
        said.push(`${name} ${city}`);
        return answer;
      },
    },
  });
  const tools = [runnable('weather', 'sunny'), runnable('traffic', 'calm'), runnable('mail', 'sent')];
  const messages = user('Give me weather and traffic of "Seoul", then mail it');
  beforeEach(() => said.splice(0));

  it('run in two rounds, of which the first is parallel', async () => {
    const runner = client().chat.completions.runTools({ model, messages, tools: tools as never });
    expect(await runner.finalContent()).toBe('The tools say: sunny; calm; sent');
    expect(said).toEqual(['weather Seoul', 'traffic Seoul', 'mail Seoul']);
    expect(bodies().map((body) => body.messages.map(({ role }) => role).join(' '))).toEqual([
      'user',
      'user assistant tool tool',
      'user assistant tool tool assistant tool',
    ]);
  });

  it('run in two rounds, streamed', async () => {
    const runner = client().chat.completions.runTools({
      model,
      messages,
      tools: tools as never,
      stream: true,
    });
    expect(await runner.finalContent()).toBe('The tools say: sunny; calm; sent');
    expect(said).toEqual(['weather Seoul', 'traffic Seoul', 'mail Seoul']);
  });

  it('run one by one when the client wants that', async () => {
    const { choices } = await client().chat.completions.create({
      model,
      messages,
      tools: [
        { type: 'function', function: { name: 'weather' } },
        { type: 'function', function: { name: 'traffic' } },
      ],
      parallel_tool_calls: false,
    });
    expect(choices[0]?.message.tool_calls).toHaveLength(1);
  });
});

describe('structured output', () => {
  const response_format = {
    type: 'json_schema' as const,
    json_schema: { name: 'place', strict: true, schema },
  };

  it('is parsed, whole', async () => {
    const { choices } = await client().chat.completions.parse({
      model,
      messages: user('Where is "Busan"?'),
      response_format,
    });
    expect(choices[0]?.message.parsed).toEqual({ city: 'Busan' });
    expect(bodies()[0]).toMatchObject({ response_format });
  });

  it('is parsed from a stream', async () => {
    const stream = client().chat.completions.stream({
      model,
      messages: user('Where is "Busan"?'),
      response_format,
    });
    expect((await stream.finalChatCompletion()).choices[0]?.message.parsed).toEqual({ city: 'Busan' });
  });

  it('goes on from its own answer', async () => {
    const first = await client().chat.completions.parse({ model, messages: user('"A"'), response_format });
    const echo = first.choices[0]?.message;
    if (echo === undefined) throw new Error('no answer');
    const again = await client().chat.completions.parse({
      model,
      messages: [...user('"A"'), echo, ...user('And "B"?')],
      response_format,
    });
    expect(again.choices[0]?.message.parsed).toEqual({ city: 'B' });
  });
});

describe('an image', () => {
  it.each(['https://example.com/cat.png', 'data:image/png;base64,iVBORw0KGgo='])(
    'at %s reaches the model',
    async (url) => {
      const content = [
        { type: 'text' as const, text: 'What is it?' },
        { type: 'image_url' as const, image_url: { url, detail: 'low' as const } },
      ];
      const { choices } = await client().chat.completions.create({
        model,
        messages: [{ role: 'user', content }],
      });
      expect(choices[0]?.message.content).toContain('1 image');
      expect(bodies()[0]?.messages).toEqual([{ role: 'user', content }]);
    },
  );

  it('of a private address never does', async () => {
    const content = [{ type: 'image_url' as const, image_url: { url: 'http://169.254.169.254/' } }];
    const refusal = client().chat.completions.create({ model, messages: [{ role: 'user', content }] });
    await expect(refusal).rejects.toMatchObject({
      code: 'invalid_image_url',
      param: 'messages[0].content[0].image_url.url',
    });
    expect(bodies()).toEqual([]);
  });
});

describe('an answer', () => {
  it('tells its request id, and the model by name', async () => {
    const completion = await client().chat.completions.create({ model, messages: user('안녕') });
    expect(completion._request_id).toMatch(/^[0-9a-f]{32}$/);
    expect(await client().models.retrieve(model)).toMatchObject({ id: model });
  });

  it('is given back as it came', async () => {
    const stream = client().chat.completions.stream({ model, messages: user('안녕') });
    const echo = (await stream.finalChatCompletion()).choices[0]?.message;
    if (echo === undefined) throw new Error('no answer');
    const next = await client().chat.completions.create({
      model,
      messages: [...user('안녕'), echo, ...user('1부터 3까지 세어줘')],
    });
    expect(next.choices[0]?.message.content).toContain('3');
  });

  it('takes explicit defaults', async () => {
    const { choices } = await client().chat.completions.create({
      model,
      messages: user('안녕'),
      store: false,
      logprobs: false,
      response_format: { type: 'text' },
      modalities: ['text'],
      service_tier: 'auto',
      metadata: {},
      logit_bias: {},
      reasoning_effort: null,
      stream_options: null,
      tools: [],
      n: 1,
    });
    expect(choices).toHaveLength(1);
  });
});

describe('an error', () => {
  const ask = (body: object = {}, options: OpenAI.RequestOptions = {}) =>
    client().chat.completions.create({ model, messages: user('안녕'), ...body } as never, options);
  const failsWith = async (work: PromiseLike<unknown>, kind: unknown, fields: object = {}) => {
    const error = await Promise.resolve(work).then(
      () => undefined,
      (failure: unknown) => failure,
    );
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ requestID: expect.stringMatching(/^[0-9a-f]{32}$/), ...fields });
  };

  it('of each class is raised as that class, with its request id', async () => {
    const param = 'messages[0].content';
    await failsWith(ask({ messages: user(' ') }), BadRequestError, { code: 'prompt_empty', param });
    await failsWith(client({ apiKey: `lb-${'x'.repeat(43)}` }).models.list(), AuthenticationError);
    await failsWith(client().models.retrieve('llama-99'), NotFoundError);
    await failsWith(
      client({ apiKey: await createSpentKey(gateway.stack) }).chat.completions.create({
        model,
        messages: user('안녕'),
      }),
      RateLimitError,
      {
        code: 'budget_user',
      },
    );
    gateway.provider.setFaults({ status: { status: 500 } });
    await failsWith(ask(), InternalServerError);
    await failsWith(ask({ stream: true }), InternalServerError);
  });

  it('of an idempotency key is raised as its class', async () => {
    const options = { headers: { 'idempotency-key': 'sdk' } };
    await ask({}, options);
    await failsWith(ask({ seed: 1 }, options), UnprocessableEntityError, { code: 'idempotency_mismatch' });
  });

  it('of the request is made once, though the client would retry', async () => {
    gateway.provider.setFaults({ status: { status: 400 } });
    const patient = client({ maxRetries: 2 });
    await expect(patient.chat.completions.create({ model, messages: user('안녕') })).rejects.toBeInstanceOf(
      BadRequestError,
    );
    expect(bodies()).toHaveLength(1);
  });
});

describe('a cancellation', () => {
  it('ends a stream, and the provider’s connection with it', async () => {
    gateway.provider.setFaults({ slowTokens: { ms: 50 } });
    const stream = await client().chat.completions.create({
      model,
      messages: user('1부터 100까지 세어줘'),
      stream: true,
    });
    for await (const _ of stream) break;
    await expect
      .poll(() => gateway.provider.requests()[0]?.outcome, { timeout: 10_000 })
      .toBe('closed-by-client');
  });

  it('before the first token is the SDK’s own error', async () => {
    gateway.provider.setFaults({ hold: {} });
    const abort = new AbortController();
    const asked = client().chat.completions.create(
      { model, messages: user('안녕') },
      { signal: abort.signal },
    );
    setTimeout(() => abort.abort(), 300);
    await expect(asked).rejects.toBeInstanceOf(APIUserAbortError);
  });
});

describe('a provider’s stream', () => {
  const head = { id: 'c', object: 'chat.completion.chunk', created: 1, model };
  it.each([
    ['without a role', { index: 0, delta: { content: 'Hi' } }],
    ['without the index of its choice', { delta: { role: 'assistant', content: 'Hi' } }],
    [
      'with its text in parts',
      { index: 0, delta: { role: 'assistant', content: [{ type: 'text', text: 'Hi' }] } },
    ],
  ])('%s is put together by the client', async (_how, choice) => {
    const frames = [choice, { ...choice, delta: {}, finish_reason: 'stop' }];
    const steps = frames.map((each) => ({ data: { ...head, choices: [{ finish_reason: null, ...each }] } }));
    gateway.provider.setFaults({ script: { steps: [...steps, { data: '[DONE]' }] } });
    const stream = client().chat.completions.stream({ model, messages: user('안녕') });
    expect((await stream.finalChatCompletion()).choices[0]?.message).toMatchObject({
      role: 'assistant',
      content: 'Hi',
    });
    gateway.provider.setFaults({});
  });
});
