import OpenAI, { BadRequestError, InternalServerError, NotFoundError, RateLimitError, toFile } from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { connect } from '../../dev/stack/migrate.ts';
import { splitCatalogue } from '../../shared/catalogue/read.ts';
import { sendHalf } from '../half-sent.ts';
import {
  type PassthroughProviderServer,
  type SeenCall,
  sendEvents,
  sendJson,
  startPassthroughProvider,
} from '../passthrough-provider.ts';
import { createSpentKey } from '../spent-key.ts';
import { startTestStack, type TestStack } from '../use-stack.ts';
import { silenceOf } from '../wav.ts';

/** What the unmodified `openai` package asks beside chats, through bff and llm, of two providers. */
let first: PassthroughProviderServer;
let second: PassthroughProviderServer;
let stack: TestStack;

const DATE = '2026-11-01';

function catalogue() {
  const at = (name: string, kind: string, prices: object) => [
    { name, provider: 'first', kind, prices: { date: DATE, ...prices } },
    { name: `${name}-2`, upstream: name, provider: 'second', kind, prices: { date: DATE, ...prices } },
  ];
  const both = (name: string) => ({ name: `${name}s`, chain: [{ target: name }, { target: `${name}-2` }] });
  return {
    default: 'chat',
    providers: [first, second].map(({ url }, index) => ({
      name: index === 0 ? 'first' : 'second',
      base_url: url,
      key: 'PASSTHROUGH_KEY',
    })),
    models: [
      { name: 'chat', provider: 'first' },
      ...at('embed', 'embedding', { prompt: 1 }),
      ...at('judge', 'moderation', { prompt: 0 }),
      ...at('voice', 'speech', { characters: 15 }),
      ...at('talker', 'speech', { prompt: 1, completion: 12 }),
      ...at('ear', 'transcription', { minute: 0.006 }),
      ...at('token-ear', 'transcription', { prompt: 2.5, audio: 6, completion: 10, minute: 0.006 }),
    ],
    aliases: [both('embed'), both('voice'), both('ear')],
  };
}

beforeAll(async () => {
  [first, second] = await Promise.all([startPassthroughProvider(), startPassthroughProvider()]);
  stack = await startTestStack({
    bundles: inject('bundles'),
    vars: { llm: { ...splitCatalogue(catalogue()), PASSTHROUGH_KEY: 'fake-key', LLM_OPEN_CIRCUIT_SEC: '1' } },
  });
});
afterAll(async () => {
  await Promise.all([stack, first, second].map((part) => part?.close()));
});
beforeEach(() => {
  for (const provider of [first, second]) provider.seen.splice(0);
});

function client(apiKey = stack.keys.apiKey): OpenAI {
  return new OpenAI({ baseURL: `${stack.urls.bff}/v1`, apiKey, maxRetries: 0 });
}

const jsonOf = (provider: PassthroughProviderServer) => JSON.parse(String(provider.seen[0]?.body));

async function post(
  path: string,
  body: string | FormData,
  headers: Record<string, string> = { 'content-type': 'application/json' },
) {
  const response = await fetch(`${stack.urls.bff}/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.keys.apiKey}`, ...headers },
    body,
  });
  const text = await response.text();
  const { error } = JSON.parse(text) as { error: { code: string; param: string | null; message: string } };
  return { status: response.status, code: error.code, param: error.param, message: error.message };
}

/** The row in the ledger of the latest call of a model. */
async function rowOf(model: string): Promise<Record<string, unknown> | undefined> {
  const query = 'select * from usage_events where model = $1 order by created_at desc limit 1';
  return (await connect(stack.database).query(query, [model]))[0];
}

async function formOf(call: SeenCall | undefined): Promise<FormData> {
  const headers = { 'content-type': call?.contentType ?? '' };
  return new Response(Uint8Array.from(call?.body ?? []), { headers }).formData();
}

const vector = (values: number[]) => Buffer.from(new Float32Array(values).buffer).toString('base64');

describe('embeddings', () => {
  const answer = (embedding: unknown) => ({
    object: 'list',
    model: 'embed',
    data: [{ object: 'embedding', index: 0, embedding }],
    usage: { prompt_tokens: 7, total_tokens: 7 },
  });

  it('are asked for in base64 by default, and billed by what the provider has counted', async () => {
    first.answer((_call, response) => sendJson(response, 200, answer(vector([0.5, -1]))));
    const { data, usage } = await client().embeddings.create({ model: 'embed', input: '안녕' });
    expect(data[0]?.embedding).toEqual([0.5, -1]);
    expect(usage).toEqual({ prompt_tokens: 7, total_tokens: 7 });
    expect(first.seen[0]?.path).toBe('/v1/embeddings');
    expect(jsonOf(first)).toEqual({ model: 'embed', input: '안녕', encoding_format: 'base64' });
    await expect
      .poll(() => rowOf('embed'))
      .toMatchObject({ outcome: 'ok', provider: 'first', estimated: false, fallback: false });
    expect(await rowOf('embed')).toMatchObject({ prompt_tokens: 7, completion_tokens: 0 });
  });

  it.each([[['a', 'b']], [[1, 2, 3]], [[[1], [2, 3]]]])('take %j as it is', async (input) => {
    first.answer((_call, response) => sendJson(response, 200, answer([1, 2])));
    const { data } = await client().embeddings.create({
      model: 'embed',
      input: input as string[],
      dimensions: 2,
      encoding_format: 'float',
      user: 'somebody',
    });
    expect(data[0]?.embedding).toEqual([1, 2]);
    expect(jsonOf(first)).toEqual({
      model: 'embed',
      input,
      dimensions: 2,
      encoding_format: 'float',
      user: 'somebody',
    });
  });

  it('pass a large answer on whole', async () => {
    const data = Array.from({ length: 400 }, (_, index) => ({
      object: 'embedding',
      index,
      embedding: vector(Array.from({ length: 1_536 }, () => index)),
    }));
    first.answer((_call, response) => sendJson(response, 200, { ...answer([]), data }));
    const got = await client().embeddings.create({ model: 'embed', input: data.map(() => 'x') });
    expect(got.data).toHaveLength(400);
    expect(got.data[399]?.embedding[1_535]).toBe(399);
    expect(got.usage.total_tokens).toBe(7);
  });

  it.each([
    [{}, 'model'],
    [{ model: 'embed' }, 'input'],
    [{ model: 'embed', input: '' }, 'input'],
    [{ model: 'embed', input: [] }, 'input'],
    [{ model: 'embed', input: ['a', ''] }, 'input[1]'],
    [{ model: 'embed', input: [[1], [1.5]] }, 'input[1][0]'],
    [{ model: 'embed', input: Array.from({ length: 2_049 }, () => 'a') }, 'input'],
    [{ model: 'embed', input: 'a', dimensions: 0 }, 'dimensions'],
    [{ model: 'embed', input: 'a', encoding_format: 'hex' }, 'encoding_format'],
    [{ model: 'embed', input: 'a', colour: 'red' }, 'colour'],
  ])('refuse a request whose %# field is malformed', async (body, param) => {
    expect(await post('/embeddings', JSON.stringify(body))).toMatchObject({
      status: 400,
      code: 'invalid_request',
      param,
    });
    expect(first.seen).toEqual([]);
  });
});

describe('moderations', () => {
  const verdict = (flagged: boolean) => ({ flagged, categories: { violence: flagged } });
  const answer = { id: 'modr-1', model: 'judge', results: [verdict(true), verdict(false)] };

  it.each([
    ['a text', 'x'],
    ['texts', ['x', 'y']],
    [
      'text and image parts',
      [
        { type: 'text' as const, text: 'x' },
        { type: 'image_url' as const, image_url: { url: 'https://example.com/a.png' } },
      ],
    ],
  ])('judge %s, by the first model of the kind where none is named', async (_name, input) => {
    first.answer((_call, response) => sendJson(response, 200, answer));
    const { results } = await client().moderations.create({ input });
    expect(results.map(({ flagged }) => flagged)).toEqual([true, false]);
    expect(first.seen[0]?.path).toBe('/v1/moderations');
    expect(jsonOf(first)).toEqual({ model: 'judge', input });
    await expect.poll(() => rowOf('judge')).toMatchObject({ outcome: 'ok', estimated: true });
    expect(await rowOf('judge')).toMatchObject({ cost_micro_usd: '0' });
  });

  it.each([
    [{}, 'input', 'invalid_request'],
    [{ input: [] }, 'input', 'invalid_request'],
    [{ input: [{ type: 'text' }] }, 'input[0].text', 'invalid_request'],
    [
      { input: [{ type: 'image_url', image_url: { url: 'http://10.0.0.1/a.png' } }] },
      'input[0].image_url.url',
      'invalid_image_url',
    ],
    [{ input: 'x', user: 'somebody' }, 'user', 'invalid_request'],
  ])('refuse %j', async (body, param, code) => {
    expect(await post('/moderations', JSON.stringify(body))).toMatchObject({ status: 400, code, param });
  });
});

describe('speech', () => {
  const sound = Buffer.from(Array.from({ length: 96_000 }, (_, index) => index % 251));

  it('is passed on byte by byte, and billed by its characters', async () => {
    first.answer(async (_call, response) => {
      response.writeHead(200, { 'content-type': 'audio/mpeg' });
      for (let at = 0; at < sound.length; at += 10_000) response.write(sound.subarray(at, at + 10_000));
      response.end();
    });
    const input = '안녕하세요 여러분';
    const response = await client().audio.speech.create({
      model: 'voice',
      voice: 'alloy',
      input,
      speed: 1.5,
    });
    expect(response.headers.get('content-type')).toBe('audio/mpeg');
    expect([...response.headers.keys()].filter((name) => name.startsWith('x-libra'))).toEqual([]);
    expect(Buffer.from(await response.arrayBuffer()).equals(sound)).toBe(true);
    expect(first.seen[0]?.path).toBe('/v1/audio/speech');
    expect(jsonOf(first)).toEqual({ model: 'voice', voice: 'alloy', input, speed: 1.5 });
    // 9 characters at $15 a million.
    await expect.poll(() => rowOf('voice')).toMatchObject({ outcome: 'ok', cost_micro_usd: '135' });
  });

  it('begins before its end is there', async () => {
    const more = Promise.withResolvers<void>();
    first.answer(async (_call, response) => {
      response.writeHead(200, { 'content-type': 'audio/pcm' });
      response.write(sound.subarray(0, 1_000));
      await more.promise;
      response.end(sound.subarray(1_000));
    });
    const { body } = await client().audio.speech.create({ model: 'voice', voice: 'alloy', input: 'x' });
    const reader = body?.getReader();
    expect((await reader?.read())?.value?.byteLength).toBeGreaterThan(0);
    more.resolve();
    while ((await reader?.read())?.done === false);
  });

  it('as events is billed by the tokens that the last one tells', async () => {
    const events = [
      { type: 'speech.audio.delta', audio: sound.toString('base64') },
      { type: 'speech.audio.done', usage: { input_tokens: 14, output_tokens: 101, total_tokens: 115 } },
    ];
    first.answer((_call, response) => sendEvents(response, events));
    const response = await client().audio.speech.create({
      model: 'talker',
      voice: { id: 'voice_1' },
      input: 'x',
      stream_format: 'sse',
    });
    const frames = (await response.text()).trim().split('\n\n');
    expect(frames.map((frame) => JSON.parse(frame.split('data: ')[1] ?? ''))).toEqual(events);
    await expect
      .poll(() => rowOf('talker'))
      .toMatchObject({ outcome: 'ok', prompt_tokens: 14, completion_tokens: 101, estimated: false });
  });

  it('whose client leaves ends at the provider, too, and is billed', async () => {
    const gone = Promise.withResolvers<void>();
    first.answer((_call, response) => {
      response.on('close', gone.resolve);
      response.writeHead(200, { 'content-type': 'audio/mpeg' });
      const timer = setInterval(() => response.write(sound.subarray(0, 1_000)), 20);
      response.on('close', () => clearInterval(timer));
    });
    const { body } = await client().audio.speech.create({ model: 'voice', voice: 'alloy', input: 'xyz' });
    const reader = body?.getReader();
    await reader?.read();
    await reader?.cancel();
    await gone.promise;
    await expect.poll(() => rowOf('voice')).toMatchObject({ outcome: 'client_gone', cost_micro_usd: '45' });
  });

  it('that breaks off does so for the client, too', async () => {
    first.answer((_call, response) => {
      response.writeHead(200, { 'content-type': 'audio/mpeg', 'content-length': String(sound.length) });
      response.write(sound.subarray(0, 50_000));
      setTimeout(() => response.destroy(), 20);
    });
    const response = await client().audio.speech.create({ model: 'voice', voice: 'alloy', input: 'x' });
    await expect(response.arrayBuffer()).rejects.toThrow();
    await expect.poll(() => rowOf('voice')).toMatchObject({ outcome: 'provider_interrupted' });
  });

  it('whose events end without their last one ends with an error', async () => {
    first.answer((_call, response) => sendEvents(response, [{ type: 'speech.audio.delta' }]));
    const response = await client().audio.speech.create({
      model: 'talker',
      voice: 'alloy',
      input: 'x',
      stream_format: 'sse',
    });
    expect(await response.text()).toContain('"code":"provider_interrupted"');
    await expect.poll(() => rowOf('talker')).toMatchObject({ outcome: 'provider_interrupted' });
  });

  it('that answers in JSON is none: the second target speaks', async () => {
    first.answer((_call, response) => sendJson(response, 200, { ok: true }));
    second.answer((_call, response) => {
      response.writeHead(200, { 'content-type': 'audio/mpeg' });
      response.end(sound);
    });
    const response = await client().audio.speech.create({ model: 'voices', voice: 'alloy', input: 'x' });
    expect((await response.arrayBuffer()).byteLength).toBe(sound.length);
  });

  it.each([
    [{ voice: 'alloy' }, 'input'],
    [{ voice: 'alloy', input: '가'.repeat(4_097) }, 'input'],
    [{ input: 'x' }, 'voice'],
    [{ voice: 'alloy', input: 'x', speed: 5 }, 'speed'],
    [{ voice: 'alloy', input: 'x', response_format: 'ogg' }, 'response_format'],
    [{ voice: 'alloy', input: 'x', stream_format: 'ws' }, 'stream_format'],
  ])('refuses a request whose %# field is malformed', async (body, param) => {
    expect(await post('/audio/speech', JSON.stringify({ model: 'voice', ...body }))).toMatchObject({
      status: 400,
      code: 'invalid_request',
      param,
    });
  });
});

describe('transcriptions', () => {
  /** Three seconds of silence at 16 kHz. */
  const wav = silenceOf(3);
  const file = () => toFile(wav, '회의 "1".wav', { type: 'audio/wav' });

  it('are of the same recording, under the name that the provider knows', async () => {
    first.answer((_call, response) => sendJson(response, 500, { error: { message: 'broken' } }));
    second.answer((_call, response) =>
      sendJson(response, 200, { text: '안녕', usage: { type: 'duration', seconds: 3 } }),
    );
    const { text } = await client().audio.transcriptions.create({
      file: await file(),
      model: 'ears',
      language: 'ko',
      prompt: '회의록',
      temperature: 0.2,
    });
    expect(text).toBe('안녕');
    const [seen] = second.seen;
    expect(seen?.path).toBe('/v1/audio/transcriptions');
    const form = await formOf(seen);
    expect(form.getAll('model')).toEqual(['ear']);
    expect(Object.fromEntries([...form].filter(([name]) => name !== 'file'))).toEqual({
      model: 'ear',
      language: 'ko',
      prompt: '회의록',
      temperature: '0.2',
    });
    const sent = form.get('file') as File;
    expect([sent.name.endsWith('.wav'), sent.type]).toEqual([true, 'audio/wav']);
    expect(Buffer.from(await sent.arrayBuffer()).equals(wav)).toBe(true);
    // Three seconds at $0.006 a minute.
    await expect
      .poll(() => rowOf('ear-2'))
      .toMatchObject({ outcome: 'ok', cost_micro_usd: '300', fallback: true, estimated: false });
  });

  it('are streamed as they come, and billed by the tokens of the last event', async () => {
    const usage = {
      type: 'tokens',
      input_tokens: 30,
      output_tokens: 5,
      total_tokens: 35,
      input_token_details: { text_tokens: 0, audio_tokens: 30 },
    };
    const events = [
      { type: 'transcript.text.delta', delta: '안' },
      { type: 'transcript.text.delta', delta: '녕' },
      { type: 'transcript.text.done', text: '안녕', usage },
    ];
    first.answer((_call, response) => sendEvents(response, events));
    const stream = await client().audio.transcriptions.create({
      file: await file(),
      model: 'token-ear',
      stream: true,
      timestamp_granularities: ['word'],
    });
    const got = [];
    for await (const event of stream) got.push(event);
    expect(got).toEqual(events);
    const form = await formOf(first.seen[0]);
    expect(form.get('stream')).toBe('true');
    // 30 of audio at $6 and 5 of text at $10 a million.
    await expect
      .poll(() => rowOf('token-ear'))
      .toMatchObject({ outcome: 'ok', prompt_tokens: 30, completion_tokens: 5, cost_micro_usd: '230' });
  });

  it('in another form are passed on as text, and billed by the recording’s own length', async () => {
    first.answer((_call, response) => {
      response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
      response.end('1\n00:00:00,000 --> 00:00:03,000\n안녕\n');
    });
    const srt = await client().audio.transcriptions.create({
      file: await file(),
      model: 'ear',
      response_format: 'srt',
    });
    expect(srt).toContain('안녕');
    await expect
      .poll(() => rowOf('ear'))
      .toMatchObject({ outcome: 'ok', cost_micro_usd: '301', estimated: true });
  });

  it('of a long recording arrive whole', async () => {
    const long = silenceOf(600);
    first.answer((_call, response) => sendJson(response, 200, { text: 'x', duration: '600.0' }));
    await client().audio.transcriptions.create({
      file: await toFile(long, 'long.wav'),
      model: 'ear',
      response_format: 'verbose_json',
    });
    const sent = (await formOf(first.seen[0])).get('file') as File;
    expect(Buffer.from(await sent.arrayBuffer()).equals(long)).toBe(true);
    expect(first.seen[0]?.contentLength).toBe(String(first.seen[0]?.body.length));
    await expect.poll(() => rowOf('ear')).toMatchObject({ cost_micro_usd: '60000', estimated: false });
  });

  it('into English take the same way', async () => {
    first.answer((_call, response) => sendJson(response, 200, { text: 'Hello' }));
    const { text } = await client().audio.translations.create({ file: await file(), model: 'ear' });
    expect(text).toBe('Hello');
    expect(first.seen[0]?.path).toBe('/v1/audio/translations');
  });

  const formWith = (fields: Record<string, string | Blob>) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) {
      if (typeof value === 'string') form.append(name, value);
      else form.append(name, value, 'a.wav');
    }
    return form;
  };
  const sound = new Blob([wav]);

  it.each([
    ['without a file', { model: 'ear' }, 400, 'invalid_request', 'file'],
    ['with a text for a file', { model: 'ear', file: 'x' }, 400, 'invalid_request', 'file'],
    ['with an empty file', { model: 'ear', file: new Blob([]) }, 400, 'invalid_request', 'file'],
    ['without a model', { file: sound }, 400, 'invalid_request', 'model'],
    ['of an unknown model', { file: sound, model: 'ear-99' }, 404, 'model_not_found', 'model'],
    ['of a model that chats', { file: sound, model: 'chat' }, 404, 'model_not_found', 'model'],
    [
      'in an unknown format',
      { file: sound, model: 'ear', response_format: 'xml' },
      400,
      'invalid_request',
      'response_format',
    ],
    ['with an unknown field', { file: sound, model: 'ear', colour: 'red' }, 400, 'invalid_request', 'colour'],
    [
      'of 26 MB',
      { file: new Blob([new Uint8Array(26 * 1024 * 1024)]), model: 'ear' },
      413,
      'body_too_large',
      'file',
    ],
  ])('%s are refused', async (_name, fields, status, code, param) => {
    const refused = await post(
      '/audio/transcriptions',
      formWith(fields as Record<string, string | Blob>),
      {},
    );
    expect(refused).toMatchObject({ status, code, param });
    if (status === 413) expect(refused.message).toContain('25 MB');
    expect(first.seen).toEqual([]);
  });

  it('that declare 40 MB are refused before they are read', async () => {
    const headers = {
      authorization: `Bearer ${stack.keys.apiKey}`,
      'content-type': 'multipart/form-data; boundary=b',
    };
    const url = `${stack.urls.bff}/v1/audio/transcriptions`;
    const half = sendHalf(url, headers, { declaredBytes: 40 * 1024 * 1024, sentBytes: 10 });
    const { status, text } = await half.answer;
    half.close();
    expect([status, text.includes('25 MB')]).toEqual([413, true]);
  });

  it('in JSON are a 415, and in half a form a 400', async () => {
    expect(await post('/audio/transcriptions', '{}')).toMatchObject({
      status: 415,
      code: 'unsupported_content_type',
    });
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    expect(await post('/audio/transcriptions', '--b\r\nhalf', headers)).toMatchObject({
      status: 400,
      code: 'invalid_request',
    });
  });

  it('that a budget of money does not allow are refused before any provider is asked', async () => {
    const asked = client(await createSpentKey(stack)).audio.transcriptions.create({
      file: await file(),
      model: 'ear',
    });
    await expect(asked).rejects.toMatchObject({ status: 429, code: 'budget_user' });
    expect(first.seen).toEqual([]);
  });
});

describe('a model', () => {
  const input = 'x';

  it('that is not there, or does something else, is a 404', async () => {
    const { embeddings, chat } = client();
    for (const model of ['embed-99', 'chat']) {
      await expect(embeddings.create({ model, input })).rejects.toThrow(NotFoundError);
    }
    const messages = [{ role: 'user' as const, content: input }];
    await expect(chat.completions.create({ model: 'embed', messages })).rejects.toThrow(
      /'embed' is a model for embedding: it is asked at \/v1\/embeddings/,
    );
  });

  it('is listed', async () => {
    const models = await client().models.list();
    expect(models.data.map(({ id }) => id)).toEqual(expect.arrayContaining(['chat', 'embed', 'embeds']));
  });
});

describe('a provider that fails', () => {
  const good = { object: 'list', data: [{ index: 0, embedding: [1] }], usage: { total_tokens: 3 } };
  const ask = () => client().embeddings.create({ model: 'embeds', input: 'x', encoding_format: 'float' });

  it('by the request’s own fault is a 400 that names the field', async () => {
    first.answer((_call, response) =>
      sendJson(response, 400, { error: { message: 'Too many dimensions.', param: 'dimensions' } }),
    );
    const asked = ask();
    await expect(asked).rejects.toThrow(BadRequestError);
    await expect(asked).rejects.toMatchObject({ param: 'dimensions' });
    expect(second.seen).toEqual([]);
  });

  it('with a 500 has the second target answer', async () => {
    first.answer((_call, response) => sendJson(response, 500, { error: { message: 'broken' } }));
    second.answer((_call, response) => sendJson(response, 200, good));
    expect((await ask()).data[0]?.embedding).toEqual([1]);
    await expect
      .poll(() => rowOf('embed-2'))
      .toMatchObject({ provider: 'second', fallback: true, outcome: 'ok' });
  });

  it('in the middle of its answer has the second target answer', async () => {
    first.answer((_call, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"data": [');
      setTimeout(() => response.destroy(), 20);
    });
    second.answer((_call, response) => sendJson(response, 200, good));
    expect((await ask()).data[0]?.embedding).toEqual([1]);
  });

  it('with a page of HTML has the second target answer', async () => {
    first.answer((_call, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<html></html>');
    });
    second.answer((_call, response) => sendJson(response, 200, good));
    expect((await ask()).data[0]?.embedding).toEqual([1]);
  });

  it('in both places is a 503', async () => {
    for (const provider of [first, second]) {
      provider.answer((_call, response) => sendJson(response, 503, { error: { message: 'down' } }));
    }
    await expect(ask()).rejects.toThrow(InternalServerError);
  });
});

it('a budget that is used up refuses before any provider is asked', async () => {
  const asked = client(await createSpentKey(stack)).embeddings.create({
    model: 'embed',
    input: 'longer than ten tokens',
  });
  await expect(asked).rejects.toThrow(RateLimitError);
  await expect(asked).rejects.toMatchObject({ code: 'budget_user' });
  expect(first.seen).toEqual([]);
});
