import { createHash } from 'node:crypto';
import { connect as connectSocket, type Socket } from 'node:net';
import OpenAI, { toFile } from 'openai';
import { afterEach, describe, expect, it } from 'vitest';
import { createSpeechEngines } from '../../dev/speech/engines.ts';
import { npmPackages } from '../../dev/speech/fetch-package.ts';
import { MAX_RECORDING_BYTES } from '../../shared/limits.ts';
import { sendHalf } from '../half-sent.ts';
import { useStack } from '../use-stack.ts';
import { wavOf } from '../wav.ts';

/** What is no chat, asked of the local stack as it starts: without a catalogue, at the stand-in. */
const engines = createSpeechEngines(npmPackages);
const running = useStack({
  speech: engines,
  vars: { bff: { LLM_USER_MICRO_USD_PER_DAY: '1000000000', LLM_MICRO_USD_PER_DAY: '1000000000' } },
});

function openai() {
  const { openai: standIn } = running.stack.standIns;
  if (standIn === null) throw new Error('these tests need the stand-in');
  return standIn;
}

function client(): OpenAI {
  const { urls, keys } = running.stack;
  return new OpenAI({ baseURL: `${urls.bff}/v1`, apiKey: keys.apiKey, maxRetries: 0 });
}

afterEach(() => openai().setFaults({}));

describe('embeddings', () => {
  const ask = (encoding_format?: 'float' | 'base64') =>
    client().embeddings.create({
      model: 'text-embedding-3-small',
      input: ['고양이가 잔다', 'a cat sleeps'],
      ...(encoding_format === undefined ? {} : { encoding_format }),
    });

  it('are the same as floats and as base64', async () => {
    const [floats, packed, decoded] = await Promise.all([ask('float'), ask('base64'), ask()]);
    expect(floats.data).toHaveLength(2);
    expect(floats.data[0]?.embedding).toHaveLength(1_536);
    for (const [index, { embedding }] of packed.data.entries()) {
      const bytes = Buffer.from(embedding as unknown as string, 'base64');
      const values = Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(4 * at));
      const single = [...new Float32Array(floats.data[index]?.embedding ?? [])];
      expect(values).toEqual(single);
      expect(decoded.data[index]?.embedding).toEqual(single);
    }
    expect(packed.usage).toEqual(floats.usage);
    expect(floats.usage.prompt_tokens).toBeGreaterThan(0);
  });

  it('have the dimensions that are asked for', async () => {
    const { data } = await client().embeddings.create({
      model: 'text-embedding-3-large',
      input: 'x',
      dimensions: 256,
    });
    expect(data[0]?.embedding).toHaveLength(256);
  });
});

it('moderations judge Korean and English', async () => {
  const { model, results } = await client().moderations.create({
    input: ['죽여버린다', 'I will kill you', '오늘 날씨가 좋네요', 'What a nice day'],
  });
  expect(model).toBe('omni-moderation-latest');
  expect(results.map(({ flagged }) => flagged)).toEqual([true, true, false, false]);
  expect(results[0]?.categories['harassment/threatening']).toBe(true);
});

describe('speech', () => {
  const PATIENCE_MS = 120_000;
  const missing = async (): Promise<string | null> => {
    const find = async () => {
      for (const need of [
        () => engines.prepareTranscription(),
        () => engines.synthesise('ready', 'alloy', 1),
      ]) {
        const outcome = await need();
        if (!outcome.ok && outcome.kind === 'unavailable') return outcome.why;
      }
      return null;
    };
    const late = new Promise<string>((resolve) => {
      setTimeout(
        resolve,
        PATIENCE_MS,
        `the engines were not fetched within ${PATIENCE_MS / 1_000} s`,
      ).unref();
    });
    return Promise.race([find(), late]);
  };

  it(
    'is understood again',
    async (context) => {
      const why = await missing();
      if (why !== null) return context.skip(`no speech engines: ${why}`);
      const { audio } = client();
      const input = 'Open the window and turn on the music.';
      const spoken = await audio.speech.create({
        model: 'gpt-4o-mini-tts',
        voice: 'alloy',
        input,
        response_format: 'wav',
      });
      const file = await toFile(Buffer.from(await spoken.arrayBuffer()), 'speech.wav');
      const { text } = await audio.transcriptions.create({ model: 'whisper-1', file, language: 'en' });
      const wordsOf = (sentence: string) => sentence.toLowerCase().match(/[a-z]+/g) ?? [];
      const heard = new Set(wordsOf(text));
      expect(wordsOf(input).filter((word) => heard.has(word)).length, text).toBeGreaterThanOrEqual(6);
    },
    2 * PATIENCE_MS,
  );
});

/** A recording (16 kHz, 16 bit, mono) that the stand-in knows without hearing it. */
function known(text: string, byteLength = 20_000): Buffer {
  const samples = Buffer.alloc(byteLength - 44);
  // No two are equal.
  samples.write(text);
  const bytes = wavOf(samples);
  openai().knowRecording(createHash('sha256').update(bytes).digest('hex'), text);
  return bytes;
}

interface Part {
  /** The header lines. */
  head: string;
  bytes: string | Buffer;
}

const field = (name: string, bytes: string): Part => ({
  head: `content-disposition: form-data; name="${name}"`,
  bytes,
});
const fileOf = (bytes: Buffer, name = 'a.wav'): Part => ({
  head: `Content-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: audio/wav`,
  bytes,
});
const MODEL = field('model', 'whisper-1');

function write(parts: readonly Part[], boundary = 'b'): Buffer {
  return Buffer.concat([
    ...parts.flatMap(({ head, bytes }) => [
      Buffer.from(`--${boundary}\r\n${head}\r\n\r\n`),
      Buffer.from(bytes as string),
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
}

async function send(body: BodyInit, boundary = 'b', init: RequestInit = {}) {
  const { urls, keys } = running.stack;
  const response = await fetch(`${urls.bff}/v1/audio/transcriptions`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${keys.apiKey}`,
      'content-type': `multipart/form-data; boundary=${boundary}`,
    },
    body,
    ...init,
  });
  const text = await response.text();
  const answer = JSON.parse(text) as { text?: string; error?: { code: string; param: string | null } };
  return {
    status: response.status,
    text: answer.text,
    code: answer.error?.code,
    param: answer.error?.param,
  };
}

/** Over a socket of its own, with a length that may lie. `answer`: what came until its JSON or the connection ended. */
function openUpload(body: Buffer, declaredBytes = body.length): { socket: Socket; answer: Promise<string> } {
  const { urls, keys } = running.stack;
  const { hostname, port } = new URL(urls.bff);
  const socket = connectSocket(Number(port), hostname);
  const answer = new Promise<string>((resolve) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
      if (text.includes('}}')) resolve(text);
    });
    socket.on('error', () => resolve(text));
    socket.on('close', () => resolve(text));
  });
  const head = [
    'POST /v1/audio/transcriptions HTTP/1.1',
    `host: ${hostname}`,
    `authorization: Bearer ${keys.apiKey}`,
    'content-type: multipart/form-data; boundary=b',
    `content-length: ${declaredBytes}`,
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  socket.write(body);
  return { socket, answer };
}

describe('a recording in a form', () => {
  it.each([
    ['a boundary of 70 characters', 'b'.repeat(70), 'a.wav'],
    ['a file whose name has quotes and a backslash', 'b', '회의 \\"1\\" \\\\.wav'],
    ['a file whose name has a line separator', 'b', 'a\u2028b.wav'],
  ])('is heard with %s', async (name, boundary, filename) => {
    const body = write([fileOf(known(name), filename), MODEL], boundary);
    expect(await send(body, boundary)).toMatchObject({ status: 200, text: name });
  });

  it('is heard in parts without a length', async () => {
    const body = write([MODEL, fileOf(known('in parts', 300_000))]);
    let at = 0;
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (at >= body.length) return controller.close();
        controller.enqueue(body.subarray(at, at + 7_001));
        at += 7_001;
      },
    });
    expect(await send(stream, 'b', { duplex: 'half' } as RequestInit)).toMatchObject({
      status: 200,
      text: 'in parts',
    });
  });

  it.each<[string, () => Buffer, string | null]>([
    ['1,000 fields', () => write([fileOf(known('x')), MODEL, ...thousand()]), null],
    ['two files', () => write([MODEL, fileOf(known('x')), fileOf(known('y'))]), 'file'],
    ['a file of 0 bytes', () => write([MODEL, fileOf(Buffer.alloc(0))]), 'file'],
    ['a preamble', () => Buffer.concat([Buffer.from('hello\r\n'), write([MODEL, fileOf(known('x'))])]), null],
    ['an epilogue', () => Buffer.concat([write([MODEL, fileOf(known('x'))]), Buffer.from('bye')]), null],
    [
      'bare line feeds',
      () => Buffer.from(String(write([MODEL, fileOf(known('x'))])).replaceAll('\r', '')),
      null,
    ],
    ['a field whose name has a line end', () => write([MODEL, field('a\nb', 'x'), fileOf(known('x'))]), null],
    ['a field __proto__', () => write([MODEL, field('__proto__', 'x'), fileOf(known('x'))]), '__proto__'],
  ])('is refused with %s', async (_name, body, param) => {
    openai().forgetRequests();
    expect(await send(body())).toMatchObject({ status: 400, code: 'invalid_request', param });
    expect(openai().requests()).toEqual([]);
  });

  const thousand = () => Array.from({ length: 1_000 }, (_, index) => field(`f${index}`, 'x'));

  it('is refused with a boundary of 71 characters', async () => {
    const boundary = 'b'.repeat(71);
    expect(await send(write([MODEL, fileOf(known('x'))], boundary), boundary)).toMatchObject({
      status: 415,
      code: 'unsupported_content_type',
    });
  });

  it('that declares more than comes is not waited for without end', async () => {
    const { urls, keys } = running.stack;
    const half = sendHalf(
      `${urls.bff}/v1/audio/transcriptions`,
      { authorization: `Bearer ${keys.apiKey}`, 'content-type': 'multipart/form-data; boundary=b' },
      { declaredBytes: 1_000_000, sentBytes: 100_000 },
    );
    const { status, text } = await half.answer;
    half.close();
    expect([status, text.includes('body_timeout')]).toEqual([408, true]);
  });

  it('that declares less than comes is read no further', async () => {
    const body = write([MODEL, fileOf(known('x'))]);
    const { socket, answer } = openUpload(body, body.length - 100);
    expect(await answer).toMatch(/^HTTP\/1\.1 400 [\s\S]*invalid_request/);
    socket.destroy();
  });
});

describe('the largest recordings', () => {
  /** OpenAI bounds the form as a whole. */
  const largest = (text: string) => write([MODEL, fileOf(known(text, MAX_RECORDING_BYTES - 4_096))]);

  it('are heard two at a time', async () => {
    const answers = await Promise.all(['one', 'two'].map((text) => send(largest(text))));
    expect(answers).toMatchObject([
      { status: 200, text: 'one' },
      { status: 200, text: 'two' },
    ]);
  });

  it('a third one is a 503 while two wait, and heard when they have gone', async () => {
    openai().forgetRequests();
    openai().setFaults({ hangBeforeHeaders: { path: '/v1/audio/transcriptions' } });
    const waiting = ['one', 'two'].map((text) => openUpload(largest(text)));
    await expect.poll(() => openai().connections().open).toBe(2);
    // It is refused while it is being sent: `fetch` may notice the end of the connection before it reads why.
    const third = openUpload(largest('three'));
    expect(await third.answer).toMatch(/^HTTP\/1\.1 503 [\s\S]*overloaded/);
    third.socket.destroy();
    // A short request has room beside them.
    const { data } = await client().embeddings.create({ model: 'text-embedding-3-small', input: 'x' });
    expect(data).toHaveLength(1);
    openai().setFaults({});
    for (const { socket } of waiting) socket.resetAndDestroy();
    await expect.poll(() => openai().connections().open).toBe(0);
    await expect.poll(async () => (await send(largest('three'))).text).toBe('three');
  });
});
