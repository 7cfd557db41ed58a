import OpenAI, { APIError, AuthenticationError, BadRequestError, InternalServerError } from 'openai';
import { describe, expect, it } from 'vitest';
import { useGateway } from '../use-gateway.ts';

/** The bff as an OpenAI endpoint, seen through the unmodified `openai` package. */
const gateway = useGateway({
  vars: { bff: { SSE_HEARTBEAT_SEC: '1', ANSWER_CACHE_SEC: '0' }, llm: { SSE_HEARTBEAT_SEC: '1' } },
});

const model = 'gpt-4o-mini';
const question = [{ role: 'user' as const, content: '1부터 20까지 세어줘' }];

function client(apiKey = gateway.access.apiKey): OpenAI {
  return new OpenAI({ ...gateway.access, apiKey, maxRetries: 0 });
}

describe('the openai client against the bff', () => {
  it('lists the models that it may ask for, the default first, and nobody else’s business', async () => {
    const { data } = await client().models.list();
    expect(data[0]).toMatchObject({ id: model, object: 'model' });
    for (const { id } of data.slice(0, 2)) {
      const { status } = await client()
        .chat.completions.create({ model: id, messages: question })
        .asResponse();
      expect(status).toBe(200);
    }
    await expect(client(`lb-${'x'.repeat(43)}`).models.list()).rejects.toThrow(AuthenticationError);
  });

  it('gets a whole answer with its usage', async () => {
    const completion = await client().chat.completions.create({ model, messages: question });
    expect(completion.choices[0]?.message.content).toMatch(/19.*20/s);
    expect(completion.choices[0]?.finish_reason).toBe('stop');
    expect(completion.usage?.total_tokens).toBeGreaterThan(20);
  });

  it('gets the same answer streamed, in many pieces, and usage when asked', async () => {
    const whole = await client().chat.completions.create({ model, messages: question });
    const stream = await client().chat.completions.create({
      model,
      messages: question,
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    let pieces = 0;
    let usage: OpenAI.CompletionUsage | null | undefined;
    for await (const chunk of stream) {
      const delta = chunk.choices[0]?.delta.content;
      if (delta) {
        text += delta;
        pieces++;
      }
      usage = chunk.usage ?? usage;
    }
    expect(text).toBe(whole.choices[0]?.message.content);
    expect(pieces).toBeGreaterThan(10);
    expect(usage?.total_tokens).toBe(whole.usage?.total_tokens);
  });

  it('raises AuthenticationError for a key that does not exist', async () => {
    const refusal = client(`lb-${'x'.repeat(43)}`).chat.completions.create({ model, messages: question });
    await expect(refusal).rejects.toBeInstanceOf(AuthenticationError);
    await expect(refusal).rejects.toMatchObject({ status: 401, code: 'unauthorized' });
  });

  it.each([
    ['no messages', { messages: [] }, 'messages'],
    ['an unknown role', { messages: [{ role: 'king', content: 'x' }] }, 'messages[0].role'],
    ['a temperature out of range', { messages: question, temperature: 9 }, 'temperature'],
    [
      'a caller that only the bot may state',
      { messages: question, libra: { caller: { user_id: '1' } } },
      'libra',
    ],
  ])('raises BadRequestError that names the field for %s', async (_, body, param) => {
    const refusal = client().chat.completions.create({ model, ...body } as never);
    await expect(refusal).rejects.toBeInstanceOf(BadRequestError);
    await expect(refusal).rejects.toMatchObject({ param: expect.stringContaining(param) });
  });

  it('raises its server error when the provider is down before the first token', async () => {
    gateway.provider.setFaults({ status: { status: 503 } } as never);
    const failure = client().chat.completions.create({ model, messages: question, stream: true });
    await expect(failure).rejects.toBeInstanceOf(InternalServerError);
    await expect(failure).rejects.not.toMatchObject({ code: 'internal' });
  });

  it('raises an error in the middle of a stream instead of ending as if it had succeeded', async () => {
    gateway.provider.setFaults({ closeMidFrame: { afterTokens: 5 } } as never);
    const stream = await client().chat.completions.create({ model, messages: question, stream: true });
    let text = '';
    const reading = (async () => {
      for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
    })();
    await expect(reading).rejects.toBeInstanceOf(APIError);
    expect(text).not.toBe('');
  });
});

describe('the bff’s stream, byte by byte', () => {
  it('shows heartbeats while the provider is silent, and closes the provider’s connection when the client leaves', async () => {
    gateway.provider.setFaults({ hangAfterHeaders: {} } as never);
    const leaving = new AbortController();
    const response = await fetch(`${gateway.access.baseURL}/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${gateway.access.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model, stream: true, messages: question }),
      signal: leaving.signal,
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-cache, no-transform');
    let seen = '';
    const reader = (response.body as ReadableStream<Uint8Array>)
      .pipeThrough(new TextDecoderStream() as never)
      .getReader();
    while ((seen.match(/^:/gm) ?? []).length < 3) {
      const { value, done } = await reader.read();
      if (done) break;
      seen += value;
    }
    expect((seen.match(/^:/gm) ?? []).length).toBeGreaterThanOrEqual(3);
    leaving.abort();
  });
});
