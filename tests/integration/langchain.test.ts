import { ContextOverflowError } from '@langchain/core/errors';
import { type BaseMessage, HumanMessage, ToolMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { ChatOpenAI, type ChatOpenAIFields } from '@langchain/openai';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createSpentKey } from '../spent-key.ts';
import { useGateway } from '../use-gateway.ts';

/** What the unmodified `@langchain/openai` package does with chat completions. */
const gateway = useGateway();

/** Models that fail on purpose, so that the circuit of the others stays closed. */
const FAILING = 'gpt-4.1';
const BREAKING = 'gpt-4.1-mini';

function chat(fields: ChatOpenAIFields = {}): ChatOpenAI {
  const { apiKey, ...configuration } = gateway.access;
  return new ChatOpenAI({ model: 'gpt-4o-mini', apiKey, maxRetries: 0, configuration, ...fields });
}

/** LangChain's types know of no usage here, though there is one. */
const tokensOf = ({ usage_metadata: usage }: { usage_metadata?: { total_tokens: number } | undefined }) =>
  usage?.total_tokens;

it('gets a whole answer and the same streamed, with their usage', async () => {
  const prompt = '1부터 20까지 세어줘';
  const whole = await chat().invoke(prompt);
  expect(whole.text).toMatch(/19.*20/s);
  expect(whole.response_metadata).toMatchObject({ finish_reason: 'stop' });
  let text = '';
  let pieces = 0;
  let totalTokens: number | undefined;
  for await (const chunk of await chat().stream(prompt)) {
    text += chunk.text;
    pieces += 1;
    totalTokens = tokensOf(chunk) ?? totalTokens;
  }
  expect(text).toBe(whole.text);
  expect(pieces).toBeGreaterThan(10);
  expect(totalTokens).toBe(tokensOf(whole));
  expect(totalTokens).toBeGreaterThan(20);
});

describe('tools', () => {
  const said: string[] = [];
  const runnable = (name: string, answer: string) =>
    tool(
      ({ city }: { city: string }) => {
        said.push(`${name} ${city}`);
        return answer;
      },
      { name, description: name, schema: z.object({ city: z.string() }) },
    );
  const tools = [runnable('weather', 'sunny'), runnable('traffic', 'calm'), runnable('mail', 'sent')];
  beforeEach(() => said.splice(0));

  /** The loop that LangChain leaves to its users, and LangGraph to its agents. */
  async function run(isStreamed: boolean): Promise<string> {
    const model = chat().bindTools(tools);
    const messages: BaseMessage[] = [
      new HumanMessage('Give me weather and traffic of "Seoul", then mail it'),
    ];
    for (let round = 0; round < 5; round += 1) {
      let answer = isStreamed ? undefined : await model.invoke(messages);
      if (isStreamed) {
        for await (const chunk of await model.stream(messages))
          answer = answer?.concat(chunk as never) ?? chunk;
      }
      if (answer === undefined) throw new Error('no answer');
      if (answer.tool_calls === undefined || answer.tool_calls.length === 0) return answer.text;
      messages.push(answer);
      for (const call of answer.tool_calls) {
        const content = await tools
          .find(({ name }) => name === call.name)
          ?.invoke(call.args as { city: string });
        messages.push(new ToolMessage({ content: String(content), tool_call_id: call.id ?? '' }));
      }
    }
    throw new Error('no end');
  }

  it.each([
    ['whole', false],
    ['streamed', true],
  ] as const)('run in two rounds, of which the first is parallel, %s', async (_, isStreamed) => {
    expect(await run(isStreamed)).toBe('The tools say: sunny; calm; sent');
    expect(said).toEqual(['weather Seoul', 'traffic Seoul', 'mail Seoul']);
    expect(gateway.bodies().map(({ messages }) => messages.map(({ role }) => role).join(' '))).toEqual([
      'user',
      'user assistant tool tool',
      'user assistant tool tool assistant tool',
    ]);
  });
});

it.each(['jsonSchema', 'functionCalling', 'jsonMode'] as const)(
  'gets an object by its schema with %s',
  async (method) => {
    const schema = z.object({ city: z.string().optional(), answer: z.string().optional() });
    const structured = chat().withStructuredOutput(z.object({ city: z.string() }), { method, name: 'place' });
    if (method === 'jsonMode') {
      const loose = chat().withStructuredOutput(schema, { method });
      expect(await loose.invoke('Say as JSON where "Busan" is')).toHaveProperty('answer');
      return;
    }
    expect(await structured.invoke('place: where is "Busan"?')).toEqual({ city: 'Busan' });
  },
);

it('shows an image', async () => {
  const url = 'data:image/png;base64,iVBORw0KGgo=';
  const content = [
    { type: 'text', text: 'What is it?' },
    { type: 'image_url', image_url: { url } },
  ];
  const answer = await chat().invoke([new HumanMessage({ content })]);
  expect(answer.text).toContain('1 image');
  expect(gateway.bodies()[0]?.messages).toEqual([{ role: 'user', content }]);
});

describe('an error', () => {
  const failureOf = async (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (failure: unknown) => failure,
    );

  it('of each class has its status', async () => {
    const stranger = chat({ apiKey: `lb-${'x'.repeat(43)}` });
    const spent = chat({ apiKey: await createSpentKey(gateway.stack) });
    expect(await failureOf(chat().invoke(' '))).toMatchObject({ status: 400, code: 'prompt_empty' });
    expect(await failureOf(stranger.invoke('안녕'))).toMatchObject({
      status: 401,
      lc_error_code: 'MODEL_AUTHENTICATION',
    });
    expect(await failureOf(chat({ model: 'llama-99' }).invoke('안녕'))).toMatchObject({
      status: 404,
      lc_error_code: 'MODEL_NOT_FOUND',
    });
    expect(await failureOf(spent.invoke('안녕'))).toMatchObject({
      status: 429,
      lc_error_code: 'MODEL_RATE_LIMIT',
    });
    gateway.provider.setFaults({ status: { status: 500 } });
    expect(await failureOf(chat({ model: FAILING }).invoke('안녕'))).toMatchObject({ status: 503 });
  });

  it('of a text beyond the window is LangChain’s own, found by Libra or by the provider', async () => {
    const model = chat({ model: FAILING });
    expect(await failureOf(chat({ model: 'gpt-4o' }).invoke('a'.repeat(1_024_001)))).toBeInstanceOf(
      ContextOverflowError,
    );
    expect(gateway.bodies()).toEqual([]);
    const error = { message: 'too many tokens', code: 'context_length_exceeded' };
    gateway.provider.setFaults({ reject: { status: 400, body: { error } } });
    expect(await failureOf(model.invoke('안녕'))).toBeInstanceOf(ContextOverflowError);
  });

  it('in the middle of a stream is thrown', async () => {
    gateway.provider.setFaults({ closeMidFrame: { afterTokens: 5 } });
    let text = '';
    const reading = (async () => {
      for await (const chunk of await chat({ model: BREAKING }).stream('1부터 20까지 세어줘'))
        text += chunk.text;
    })();
    await expect(reading).rejects.toThrow();
    expect(text).not.toBe('');
  });
});

it('ends the provider’s connection when it cancels', async () => {
  gateway.provider.setFaults({ slowTokens: { ms: 50 } });
  const abort = new AbortController();
  const reading = (async () => {
    for await (const _ of await chat().stream('1부터 100까지 세어줘', { signal: abort.signal }))
      abort.abort();
  })();
  await expect(reading).rejects.toThrow();
  await expect.poll(() => gateway.provider.requests()[0]?.outcome).toBe('closed-by-client');
});
