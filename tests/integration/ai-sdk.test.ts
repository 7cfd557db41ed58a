import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { APICallError, generateText, isStepCount, Output, streamText, tool } from 'ai';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createSpentKey } from '../spent-key.ts';
import { useGateway } from '../use-gateway.ts';

/** What the unmodified AI SDK does: by its OpenAI provider, whose default is `/v1/responses`, and by the one for compatible servers. */
const gateway = useGateway();

const PROVIDERS = {
  'openai, responses': (more: { apiKey?: string; baseURL?: string } = {}) =>
    createOpenAI({ ...gateway.access, ...more }).responses,
  'openai, chat': (more: { apiKey?: string; baseURL?: string } = {}) =>
    createOpenAI({ ...gateway.access, ...more }).chat,
  'openai-compatible': (more: { apiKey?: string; baseURL?: string } = {}) =>
    createOpenAICompatible({
      name: 'libra',
      includeUsage: true,
      supportsStructuredOutputs: true,
      ...gateway.access,
      ...more,
    }),
};
const NAMES = Object.keys(PROVIDERS) as (keyof typeof PROVIDERS)[];

const maxRetries = 0;
/** Models that fail on purpose, so that the circuit of the others stays closed. */
const FAILING = 'gpt-4.1';
const BREAKING = 'gpt-4.1-mini';
const PNG = 'iVBORw0KGgo=';

describe.each(NAMES)('the AI SDK by %s', (name) => {
  const model = (id = 'gpt-4o-mini') => PROVIDERS[name]()(id);

  it('gets a whole answer and the same streamed, with their usage', async () => {
    const asked = { model: model(), maxRetries, prompt: '1부터 20까지 세어줘' };
    const whole = await generateText(asked);
    expect(whole.text).toMatch(/19.*20/s);
    expect(whole.finishReason).toBe('stop');
    const streamed = streamText(asked);
    let pieces = 0;
    for await (const _ of streamed.textStream) pieces += 1;
    expect(pieces).toBeGreaterThan(10);
    expect(await streamed.text).toBe(whole.text);
    expect((await streamed.usage).totalTokens).toBe(whole.usage.totalTokens);
    expect(whole.usage.totalTokens).toBeGreaterThan(20);
  });

  describe('with tools', () => {
    const said: string[] = [];
    const runnable = (label: string, answer: string) =>
      tool({
        description: label,
        inputSchema: z.object({ city: z.string() }),
        execute: async ({ city }) => {
          said.push(`${label} ${city}`);
          return answer;
        },
      });
    const tools = {
      weather: runnable('weather', 'sunny'),
      traffic: runnable('traffic', 'calm'),
      mail: runnable('mail', 'sent'),
    };
    const asked = () => ({
      model: model(),
      maxRetries,
      tools,
      // Else the SDK refers to items of responses that only OpenAI keeps.
      providerOptions: { openai: { store: false } },
      stopWhen: isStepCount(5),
      prompt: 'Give me weather and traffic of "Seoul", then mail it',
    });
    const END = 'The tools say: sunny; calm; sent';
    const ROUNDS = ['user', 'user assistant tool tool', 'user assistant tool tool assistant tool'];
    const rolesOf = () => gateway.bodies().map(({ messages }) => messages.map(({ role }) => role).join(' '));
    beforeEach(() => said.splice(0));

    it('runs two rounds, of which the first is parallel', async () => {
      const { text, steps } = await generateText(asked());
      expect([text, steps.length]).toEqual([END, 3]);
      expect(said).toEqual(['weather Seoul', 'traffic Seoul', 'mail Seoul']);
      expect(rolesOf()).toEqual(ROUNDS);
    });

    it('runs two rounds, streamed', async () => {
      expect(await streamText(asked()).text).toBe(END);
      expect(said).toEqual(['weather Seoul', 'traffic Seoul', 'mail Seoul']);
      expect(rolesOf()).toEqual(ROUNDS);
    });
  });

  it('gets an object by its schema, whole and streamed', async () => {
    const asked = {
      model: model(),
      maxRetries,
      output: Output.object({ schema: z.object({ city: z.string() }) }),
      prompt: 'Where is "Busan"?',
    };
    expect((await generateText(asked)).output).toEqual({ city: 'Busan' });
    expect(await streamText(asked).output).toEqual({ city: 'Busan' });
    for (const body of gateway.bodies()) expect(body.response_format).toMatchObject({ type: 'json_schema' });
  });

  it('shows an image', async () => {
    const { text } = await generateText({
      model: model(),
      maxRetries,
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is it?' },
            { type: 'file', mediaType: 'image/png', data: PNG },
          ],
        },
      ],
    });
    expect(text).toContain('1 image');
    expect(JSON.stringify(gateway.bodies()[0])).toContain(`data:image/png;base64,${PNG}`);
  });

  describe('with an error', () => {
    const ask = (chosen = model(), headers: Record<string, string> = {}, prompt = '안녕') =>
      generateText({ model: chosen, maxRetries, headers, prompt });
    const failsWith = async (work: Promise<unknown>, statusCode: number, isRetryable: boolean) => {
      const error = await work.then(
        () => undefined,
        (failure: unknown) => failure,
      );
      expect(APICallError.isInstance(error)).toBe(true);
      expect(error).toMatchObject({ statusCode, isRetryable });
      return error as APICallError;
    };

    it('of each class has its status, and says whether to try again', async () => {
      const empty = await failsWith(ask(model(), {}, ' '), 400, false);
      expect(empty.message).toBe('The prompt is empty.');
      const stranger = PROVIDERS[name]({ apiKey: `lb-${'x'.repeat(43)}` })('gpt-4o-mini');
      await failsWith(ask(stranger), 401, false);
      await failsWith(ask(model('llama-99')), 404, false);
      const spent = PROVIDERS[name]({ apiKey: await createSpentKey(gateway.stack) })('gpt-4o-mini');
      await failsWith(ask(spent), 429, true);
      const once = { 'idempotency-key': `ai-sdk-${NAMES.indexOf(name)}` };
      await ask(model(), once);
      await failsWith(ask(model(), once, '다른 말'), 422, false);
      gateway.provider.setFaults({ status: { status: 500 } });
      await failsWith(ask(model(FAILING)), 503, true);
    });

    it('before the first token and in the middle of a stream is told in the stream', async () => {
      const failureOf = async (id: string) => {
        const { stream } = streamText({ model: model(id), maxRetries, prompt: '안녕', onError: () => {} });
        for await (const part of stream) if (part.type === 'error') return part.error;
        return undefined;
      };
      gateway.provider.setFaults({ status: { status: 500 } });
      expect(await failureOf(FAILING)).toMatchObject({ statusCode: 503 });
      gateway.provider.setFaults({ closeMidFrame: { afterTokens: 1 } });
      const broken = await failureOf(BREAKING);
      expect(broken).toBeDefined();
      expect(broken).not.toHaveProperty('statusCode', 503);
    });
  });

  it('ends the provider’s connection when it cancels', async () => {
    gateway.provider.setFaults({ slowTokens: { ms: 50 } });
    const abort = new AbortController();
    const { textStream } = streamText({
      model: model(),
      maxRetries,
      prompt: '1부터 100까지 세어줘',
      abortSignal: abort.signal,
    });
    for await (const _ of textStream) abort.abort();
    await expect.poll(() => gateway.provider.requests()[0]?.outcome).toBe('closed-by-client');
  });
});
