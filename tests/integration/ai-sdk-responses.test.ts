import { createOpenAI } from '@ai-sdk/openai';
import { APICallError, generateText, isStepCount, Output, streamText, tool } from 'ai';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { useGateway } from '../use-gateway.ts';

/** What the unmodified AI SDK does by its default: `openai(model)` asks `/v1/responses`. */
const gateway = useGateway();
const openai = (id = 'gpt-4o-mini') => createOpenAI({ ...gateway.access })(id);

const maxRetries = 0;
const PNG = 'iVBORw0KGgo=';
/** Models that fail on purpose, so that the circuit of the others stays closed. */
const FAILING = 'gpt-4.1';
const BREAKING = 'gpt-4.1-mini';

describe('the AI SDK’s default provider', () => {
  it('gets a whole answer and the same streamed, with their usage', async () => {
    const asked = { model: openai(), maxRetries, prompt: '1부터 20까지 세어줘' };
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
    // Without `store: false` the SDK sends references to items that only OpenAI keeps.
    const asked = () => ({
      model: openai(),
      maxRetries,
      tools,
      providerOptions: { openai: { store: false } },
      stopWhen: isStepCount(5),
      prompt: 'Give me weather and traffic of "Seoul", then mail it',
    });
    const END = 'The tools say: sunny; calm; sent';
    beforeEach(() => said.splice(0));

    it('runs two rounds, of which the first is parallel', async () => {
      const { text, steps } = await generateText(asked());
      expect([text, steps.length]).toEqual([END, 3]);
      expect(said).toEqual(['weather Seoul', 'traffic Seoul', 'mail Seoul']);
    });

    it('runs two rounds, streamed', async () => {
      expect(await streamText(asked()).text).toBe(END);
      expect(said).toEqual(['weather Seoul', 'traffic Seoul', 'mail Seoul']);
    });
  });

  it('gets an object by its schema, whole and streamed', async () => {
    const asked = {
      model: openai(),
      maxRetries,
      output: Output.object({ schema: z.object({ city: z.string() }) }),
      prompt: 'Where is "Busan"?',
    };
    expect((await generateText(asked)).output).toEqual({ city: 'Busan' });
    expect(await streamText(asked).output).toEqual({ city: 'Busan' });
  });

  it('shows an image', async () => {
    const { text } = await generateText({
      model: openai(),
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
  });

  describe('with an error', () => {
    const failureOf = (work: Promise<unknown>) =>
      work.then(
        () => undefined,
        (failure: unknown) => failure,
      );
    const ask = (model = openai(), prompt = '안녕') => failureOf(generateText({ model, maxRetries, prompt }));

    it('of each class has its status, and says whether to try again', async () => {
      const stranger = createOpenAI({ ...gateway.access, apiKey: `lb-${'x'.repeat(43)}` })('gpt-4o-mini');
      const failures = [await ask(stranger), await ask(openai('llama-99'))];
      gateway.provider.setFaults({ status: { status: 500 } });
      failures.push(await ask(openai(FAILING)));
      for (const failure of failures) expect(APICallError.isInstance(failure)).toBe(true);
      expect(failures).toMatchObject([
        { statusCode: 401, isRetryable: false },
        { statusCode: 404, isRetryable: false },
        { statusCode: 503, isRetryable: true },
      ]);
    });

    it('in the middle of a stream is told in the stream', async () => {
      gateway.provider.setFaults({ closeMidFrame: { afterTokens: 1 } });
      const { stream } = streamText({
        model: openai(BREAKING),
        maxRetries,
        prompt: '안녕',
        onError: () => {},
      });
      const failures: unknown[] = [];
      for await (const part of stream) if (part.type === 'error') failures.push(part.error);
      expect(failures).toHaveLength(1);
    });
  });

  it('ends the provider’s connection when it cancels', async () => {
    gateway.provider.setFaults({ slowTokens: { ms: 50 } });
    const abort = new AbortController();
    const { textStream } = streamText({
      model: openai(),
      maxRetries,
      prompt: '1부터 100까지 세어줘',
      abortSignal: abort.signal,
    });
    for await (const _ of textStream) abort.abort();
    await expect.poll(() => gateway.provider.requests()[0]?.outcome).toBe('closed-by-client');
  });
});
