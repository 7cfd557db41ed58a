import { connect } from 'node:net';
import OpenAI, {
  APIConnectionError,
  APIError,
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  NotFoundError,
  RateLimitError,
} from 'openai';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ConnectionReport } from './request-log.ts';
import { type OpenAiStandIn, startOpenAiStandIn } from './server.ts';

let standIn: OpenAiStandIn;
let client: OpenAI;

beforeAll(async () => {
  standIn = await startOpenAiStandIn({ pace: 'instant' });
  client = new OpenAI({ baseURL: standIn.url, apiKey: standIn.apiKey, maxRetries: 0 });
});
afterAll(() => standIn.close());
afterEach(() => {
  standIn.setFaults({});
  standIn.forgetRequests();
});

const MODEL = 'gpt-4o-mini';
const user = (content: string) => [{ role: 'user' as const, content }];
const EMOJI = '따라 해: 한글 🎉 👨‍👩‍👧 ok';

async function stream(prompt: string, signal?: AbortSignal) {
  const events = await client.chat.completions.create(
    { model: MODEL, messages: user(prompt), stream: true, stream_options: { include_usage: true } },
    signal === undefined ? {} : { signal },
  );
  const chunks = [];
  for await (const event of events) chunks.push(event);
  return chunks;
}
const textOf = (chunks: Awaited<ReturnType<typeof stream>>) =>
  chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('');

function post(body: unknown, signal?: AbortSignal): Promise<Response> {
  return fetch(`${standIn.url}/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${standIn.apiKey}`, 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...(signal === undefined ? {} : { signal }),
  });
}
const postStream = (prompt: string, signal?: AbortSignal) =>
  post({ model: MODEL, messages: user(prompt), stream: true }, signal);

describe('chat completions', () => {
  it('answers in one body, with usage, a fingerprint and the dated model', async () => {
    const { data, response } = await client.chat.completions
      .create({ model: MODEL, messages: user('1부터 5까지 세어줘') })
      .withResponse();
    expect(data).toMatchObject({
      object: 'chat.completion',
      model: 'gpt-4o-mini-2024-07-18',
      choices: [
        { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: '1, 2, 3, 4, 5' } },
      ],
    });
    expect(data.system_fingerprint).toMatch(/^fp_/);
    const { prompt_tokens = 0, completion_tokens = 0, total_tokens } = data.usage ?? {};
    expect(prompt_tokens).toBeGreaterThan(3);
    expect(total_tokens).toBe(prompt_tokens + completion_tokens);
    expect(response.headers.get('x-request-id')).toMatch(/^req_/);
    expect(response.headers.get('x-ratelimit-remaining-requests')).toMatch(/^\d+$/);
  });

  it('streams the same text, role first, finish reason last, then usage without choices', async () => {
    const chunks = await stream('1부터 5까지 세어줘');
    expect(textOf(chunks)).toBe('1, 2, 3, 4, 5');
    expect(chunks[0]?.choices[0]?.delta).toMatchObject({ role: 'assistant', content: '' });
    expect(chunks.at(-2)?.choices[0]).toMatchObject({ delta: {}, finish_reason: 'stop' });
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: expect.any(Number) } });
    expect(chunks.slice(0, -1).every(({ usage }) => usage === null)).toBe(true);
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
  });

  it('keeps usage to itself when it was not asked for', async () => {
    const text = await (await postStream('안녕')).text();
    expect(text).not.toContain('usage');
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
  });

  it('brings emoji and Hangul through in pieces that are whole again together', async () => {
    expect(textOf(await stream(EMOJI))).toBe('한글 🎉 👨‍👩‍👧 ok');
  });

  it('stops at the token limit and at a stop sequence', async () => {
    const short = await client.chat.completions.create({
      model: MODEL,
      messages: user('긴 글 써줘 1000자'),
      max_completion_tokens: 7,
    });
    expect(short.choices[0]?.finish_reason).toBe('length');
    expect(short.usage?.completion_tokens).toBe(7);
    const stopped = await client.chat.completions.create({
      model: MODEL,
      messages: user('count to 9'),
      stop: [', 4', 'x'],
    });
    expect(stopped.choices[0]).toMatchObject({ finish_reason: 'stop', message: { content: '1, 2, 3' } });
  });

  it('sees the whole window of messages', async () => {
    const answer = await client.chat.completions.create({
      model: MODEL,
      messages: [
        { role: 'system', content: 'You are Libra.' },
        { role: 'user', content: '내 이름은 민수야' },
        { role: 'assistant', content: '네.' },
        { role: 'user', content: '내 이름이 뭐야?' },
      ],
    });
    expect(answer.choices[0]?.message.content).toContain('민수');
  });

  it('raises the client’s own error classes', async () => {
    const stranger = new OpenAI({ baseURL: standIn.url, apiKey: 'sk-someone-else', maxRetries: 0 });
    const ask = (model: string, body: object = {}, from = client) =>
      from.chat.completions.create({ model, messages: user('hi'), ...body });
    await expect(ask(MODEL, {}, stranger)).rejects.toThrow(AuthenticationError);
    await expect(ask(MODEL, {}, stranger)).rejects.toMatchObject({ code: 'invalid_api_key', status: 401 });
    await expect(ask('gpt-9')).rejects.toThrow(NotFoundError);
    await expect(ask('gpt-9')).rejects.toMatchObject({ code: 'model_not_found' });
    await expect(ask(MODEL, { messages: undefined })).rejects.toThrow(BadRequestError);
    await expect(ask(MODEL, { messages: user('가'.repeat(256_000)) })).rejects.toMatchObject({
      code: 'context_length_exceeded',
    });
    expect((await post('{"model":')).status).toBe(400);
    expect((await fetch(`${standIn.url}/chat/completions`, { method: 'POST' })).status).toBe(401);
    expect((await post('x'.repeat(20_000_001))).status).toBe(413);
    expect(
      (await fetch(`${standIn.url}/nothing`, { headers: { authorization: `Bearer ${standIn.apiKey}` } }))
        .status,
    ).toBe(404);
  });
});

describe('the other endpoints', () => {
  it('lists its models and shows one', async () => {
    const ids = (await client.models.list()).data.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['gpt-4o-mini', 'gpt-4.1-nano', 'gpt-4o', 'gpt-4.1-mini']));
    expect((await client.models.retrieve('gpt-4o')).id).toBe('gpt-4o');
    await expect(client.models.retrieve('gpt-9')).rejects.toThrow(NotFoundError);
  });

  it('embeds so that like is near like, the same every time, in both encodings', async () => {
    const input = ['리브라는 디스코드 봇이다', '리브라는 디스코드 봇입니다', 'the weather is fine today'];
    const embed = async (encoding?: 'float') =>
      (
        await client.embeddings.create({
          model: 'text-embedding-3-small',
          input,
          ...(encoding === undefined ? {} : { encoding_format: encoding }),
        })
      ).data.map(({ embedding }) => embedding);
    const [a = [], b = [], c = []] = await embed();
    const dot = (x: number[], y: number[]) =>
      x.reduce((sum, value, index) => sum + value * (y[index] ?? 0), 0);
    expect(a).toHaveLength(1_536);
    expect(dot(a, a)).toBeCloseTo(1, 5);
    expect(dot(a, b)).toBeGreaterThan(dot(a, c) + 0.3);
    expect(await embed('float')).toEqual([a, b, c]);
    await expect(client.embeddings.create({ model: MODEL, input })).rejects.toThrow(NotFoundError);
    await expect(client.embeddings.create({ model: 'text-embedding-3-small', input: [] })).rejects.toThrow(
      BadRequestError,
    );
    const short = await client.embeddings.create({ model: 'text-embedding-3-large', input, dimensions: 8 });
    expect(short.data[0]?.embedding).toHaveLength(8);
  });

  it('moderates by its word lists', async () => {
    const { results } = await client.moderations.create({
      input: ['안녕하세요', '폭탄 만드는 법', 'I will kill you'],
    });
    expect(results.map(({ flagged }) => flagged)).toEqual([false, true, true]);
    expect(results[1]?.categories['illicit/violent']).toBe(true);
    const parts = await client.moderations.create({ input: [{ type: 'text', text: 'hello' }] });
    expect(parts.results).toHaveLength(1);
  });

  it('says of each model what stands in for it', async () => {
    const models = (await client.models.list()).data as { id: string; description?: string }[];
    const descriptionOf = (id: string) => models.find((model) => model.id === id)?.description;
    expect(descriptionOf('text-embedding-3-small')).toContain('lexical');
    expect(descriptionOf('omni-moderation-latest')).toContain('No images');
    expect(descriptionOf('whisper-1')).toContain('English only');
    expect(descriptionOf('tts-1')).toContain('espeak-ng');
  });

  it('says what it is at its address', async () => {
    expect(await (await fetch(new URL('/', standIn.url))).text()).toContain('offline stand-in');
  });
});

describe('faults', () => {
  const events = (text: string) => text.split('\n\n').filter((event) => event !== '');

  it('refuses: the connection is reset before a byte', async () => {
    standIn.setFaults({ refuse: { count: 1 } });
    await expect(stream('안녕')).rejects.toThrow(APIConnectionError);
    expect(textOf(await stream('count to 2'))).toBe('1, 2');
    expect(standIn.requests()[0]).toMatchObject({ status: null, outcome: 'cut', faults: ['refuse'] });
  });

  it.each([
    [400, BadRequestError],
    [401, AuthenticationError],
    [429, RateLimitError],
    [500, InternalServerError],
    [503, InternalServerError],
  ])('answers %i with the client’s error class', async (status, errorClass) => {
    standIn.setFaults({ status: { status } });
    const failure = await stream('안녕').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(errorClass);
    expect((failure as APIError).headers?.has('retry-after')).toBe(false);
  });

  it('sends Retry-After when told to', async () => {
    standIn.setFaults({ status: { status: 429, retryAfterSec: 7 } });
    const failure = (await stream('안녕').catch((error: unknown) => error)) as APIError;
    expect(failure.headers?.get('retry-after')).toBe('7');
    expect(failure.code).toBe('rate_limit_exceeded');
  });

  it('strikes one model and leaves the other', async () => {
    standIn.setFaults({ status: { status: 500, model: MODEL } });
    await expect(stream('안녕')).rejects.toThrow(InternalServerError);
    const other = await client.chat.completions.create({
      model: 'gpt-4.1-nano',
      messages: user('count to 2'),
    });
    expect(other.choices[0]?.message.content).toBe('1, 2');
  });

  it('delays', async () => {
    standIn.setFaults({ delay: { ms: 1 }, delayFirstToken: { ms: 1 } });
    expect(textOf(await stream('count to 2'))).toBe('1, 2');
  });

  it('holds until the faults are replaced', async () => {
    standIn.setFaults({ hold: {} });
    const answer = stream('count to 2');
    await expect.poll(() => standIn.connections().open).toBe(1);
    standIn.setFaults({});
    expect(textOf(await answer)).toBe('1, 2');
  });

  it('hangs before the headers until the client leaves', async () => {
    standIn.setFaults({ hangBeforeHeaders: {} });
    const leave = new AbortController();
    const refused = expect(postStream('안녕', leave.signal)).rejects.toThrow('aborted');
    await expect.poll(() => standIn.connections().open).toBe(1);
    leave.abort();
    await refused;
    await expect.poll(() => standIn.connections()).toMatchObject({ open: 0, closedByClient: 1 });
    expect(standIn.requests()[0]).toMatchObject({ status: null, outcome: 'closed-by-client' });
  });

  it.each([
    ['hangAfterHeaders', { hangAfterHeaders: {} }, ''],
    ['drip', { drip: { everyMs: 1 } }, ': still here\n\n'],
  ])('%s: headers, and no token ever', async (_name, faults, first) => {
    standIn.setFaults(faults);
    const leave = new AbortController();
    const answer = await postStream('안녕', leave.signal);
    expect(answer.status).toBe(200);
    const reader = answer.body?.getReader();
    if (first !== '') expect(new TextDecoder().decode((await reader?.read())?.value)).toContain(first);
    expect(standIn.connections()).toMatchObject({ open: 1, closedByClient: 0 });
    leave.abort();
    await expect.poll(() => standIn.connections()).toMatchObject({ open: 0, closedByClient: 1 });
    expect(standIn.requests()[0]?.tokensSent).toBe(0);
  });

  it('takes its time for each token, and says all of them', async () => {
    standIn.setFaults({ slowTokens: { ms: 1 } });
    expect(textOf(await stream('count to 3'))).toBe('1, 2, 3');
  });

  it('stalls after some tokens', async () => {
    standIn.setFaults({ stall: { afterTokens: 2 } });
    const leave = new AbortController();
    const heard: string[] = [];
    const listening = (async () => {
      const events = await client.chat.completions.create(
        { model: MODEL, messages: user('count to 9'), stream: true },
        { signal: leave.signal },
      );
      for await (const { choices } of events) heard.push(choices[0]?.delta.content ?? '');
    })();
    await expect.poll(() => heard.join('')).toBe('1,');
    expect(standIn.connections().open).toBe(1);
    leave.abort();
    await listening.catch(() => {});
    await expect.poll(() => standIn.connections().left[0]).toMatchObject({ model: MODEL, tokensSent: 2 });
  });

  it.each([
    ['closeMidFrame', { closeMidFrame: { afterTokens: 2 } }],
    ['closeMidCharacter', { closeMidCharacter: { afterTokens: 2 } }],
  ])('%s: what came before arrives, then the connection breaks', async (_name, faults) => {
    standIn.setFaults(faults);
    const heard: string[] = [];
    const listening = (async () => {
      const events = await client.chat.completions.create({
        model: MODEL,
        messages: user('count to 9'),
        stream: true,
      });
      for await (const { choices } of events) heard.push(choices[0]?.delta.content ?? '');
    })();
    await expect(listening).rejects.toThrow('terminated');
    expect(heard.join('')).toBe('1,');
    expect(standIn.requests()[0]).toMatchObject({ outcome: 'cut', tokensSent: 2 });
  });

  it('closeMidCharacter, clean: the body ends as if it were whole, inside a character', async () => {
    standIn.setFaults({ closeMidCharacter: { afterTokens: 0, clean: true } });
    const bytes = new Uint8Array(await (await postStream('안녕')).arrayBuffer());
    expect(() => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)).toThrow(TypeError);
    expect(bytes.at(-1)).toBe(0xea);
  });

  it('errorChunk: the client raises the error in the middle, and no [DONE] follows', async () => {
    standIn.setFaults({ errorChunk: { afterTokens: 1 } });
    await expect(stream('count to 9')).rejects.toThrow(APIError);
    const last = events(await (await postStream('count to 9')).text()).at(-1);
    expect(JSON.parse(last?.slice('data: '.length) ?? '')).toMatchObject({ error: { type: 'server_error' } });
  });

  it('garbage: the client cannot parse it', async () => {
    standIn.setFaults({ garbage: { afterTokens: 0 } });
    await expect(stream('안녕')).rejects.toThrow(SyntaxError);
    const body = client.chat.completions.create({ model: MODEL, messages: user('안녕') });
    await expect(body).rejects.toThrow();
  });

  it('noUsage and noDone leave those out', async () => {
    standIn.setFaults({ noUsage: {}, noDone: {} });
    const chunks = await stream('count to 2');
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('stop');
    expect(await (await postStream('안녕')).text()).not.toContain('[DONE]');
    const body = await client.chat.completions.create({ model: MODEL, messages: user('안녕') });
    expect(body.usage).toBeUndefined();
  });

  it('hugeChunk: 10 MB in one delta', async () => {
    standIn.setFaults({ hugeChunk: {} });
    const chunks = await stream('안녕');
    expect(chunks[1]?.choices[0]?.delta.content).toHaveLength(10 * 1024 * 1024);
  });

  it('empty: a complete answer without text', async () => {
    standIn.setFaults({ empty: {} });
    const chunks = await stream('안녕');
    expect(textOf(chunks)).toBe('');
    expect(chunks.at(-1)?.usage?.completion_tokens).toBe(0);
    const body = await client.chat.completions.create({ model: MODEL, messages: user('안녕') });
    expect(body.choices[0]?.message.content).toBe('');
  });

  it('shred: the same answer, byte by byte', async () => {
    standIn.setFaults({ shred: { bytes: 1 } });
    expect(textOf(await stream(EMOJI))).toBe('한글 🎉 👨‍👩‍👧 ok');
  });

  it.each([
    ['stall', { stall: {} }],
    ['drip', { drip: { everyMs: 1 } }],
    ['hangAfterHeaders', { hangAfterHeaders: {} }],
  ])('%s strikes an answer in one body too', async (_name, faults) => {
    standIn.setFaults(faults);
    const leave = new AbortController();
    const answer = await post({ model: MODEL, messages: user('안녕') }, leave.signal);
    const reading = answer.text().catch(() => 'left');
    leave.abort();
    expect(await reading).toBe('left');
    await expect.poll(() => standIn.connections()).toMatchObject({ open: 0, closedByClient: 1 });
  });

  it('closeMidFrame breaks an answer in one body off', async () => {
    standIn.setFaults({ closeMidFrame: {} });
    await expect((await post({ model: MODEL, messages: user('안녕') })).text()).rejects.toThrow('terminated');
  });
});

describe('control', () => {
  const control = (path: string, init?: RequestInit) => fetch(`${standIn.controlUrl}${path}`, init);

  it('switches faults on and off over HTTP, and is not struck itself', async () => {
    const set = await control('/faults', { method: 'POST', body: '{"refuse":{},"status":{"status":500}}' });
    expect(await set.json()).toEqual([{ refuse: {}, status: { status: 500 } }]);
    await expect(stream('안녕')).rejects.toThrow(APIConnectionError);
    expect(await (await control('/faults')).json()).toHaveLength(1);
    await control('/faults', { method: 'POST', body: '{}' });
    expect(textOf(await stream('count to 2'))).toBe('1, 2');
  });

  it('refuses a fault that does not exist', async () => {
    const answer = await control('/faults', { method: 'POST', body: '{"statsu":{}}' });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ error: expect.stringContaining('there is no fault statsu') });
    expect((await control('/nothing')).status).toBe(404);
  });

  it('shows what was asked, never the key', async () => {
    await stream('count to 2');
    const text = await (await control('/requests')).text();
    expect(JSON.parse(text)).toMatchObject([
      {
        model: MODEL,
        path: '/v1/chat/completions',
        status: 200,
        outcome: 'finished',
        body: { stream: true },
      },
    ]);
    expect(text).not.toContain(standIn.apiKey);
    await control('/requests', { method: 'DELETE' });
    expect(standIn.requests()).toEqual([]);
  });

  it('tells a client that left from one that listened to the end, also when its socket was reset', async () => {
    await stream('count to 2');
    standIn.setFaults({ stall: { afterTokens: 1 } });
    const { hostname, port } = new URL(standIn.url);
    const body = JSON.stringify({ model: MODEL, messages: user('count to 9'), stream: true });
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${standIn.apiKey}\r\n` +
        `content-length: ${body.length}\r\n\r\n${body}`,
    );
    await expect.poll(() => standIn.requests().at(-1)?.tokensSent).toBe(1);
    socket.resetAndDestroy();
    await expect.poll(() => standIn.connections().closedByClient).toBe(1);
    const report = (await (await control('/connections')).json()) as ConnectionReport;
    expect(report).toMatchObject({ open: 0, closedByClient: 1, left: [{ tokensSent: 1 }] });
    expect(report.left[0]?.sinceMs).toBeGreaterThanOrEqual(0);
  });
});

describe('starting', () => {
  it('says so when the port is taken', async () => {
    const port = Number(new URL(standIn.url).port);
    await expect(startOpenAiStandIn({ port })).rejects.toThrow(`port ${port} is already in use`);
  });

  it('closes while answers hang', async () => {
    const other = await startOpenAiStandIn({ pace: 'instant' });
    other.setFaults({ hangBeforeHeaders: {} });
    const hanging = new OpenAI({
      baseURL: other.url,
      apiKey: other.apiKey,
      maxRetries: 0,
    }).chat.completions.create({
      model: MODEL,
      messages: user('안녕'),
    });
    const refused = expect(hanging).rejects.toThrow(APIConnectionError);
    await expect.poll(() => other.connections().open).toBe(1);
    await other.close();
    await refused;
  });
});
