import { createHash } from 'node:crypto';
import OpenAI, { BadRequestError, InternalServerError, NotFoundError, toFile } from 'openai';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { toPcm16 } from '../../speech/pcm.ts';
import { wavHeader } from '../../speech/wav.ts';
import type { OpenAiFaults } from '../faults.ts';
import { type OpenAiStandIn, startOpenAiStandIn } from '../server.ts';
import { createFakeEngines } from './fake-engines.ts';

const engines = createFakeEngines();
let standIn: OpenAiStandIn;
let client: OpenAI;

beforeAll(async () => {
  standIn = await startOpenAiStandIn({ pace: 'instant', engines });
  client = new OpenAI({ baseURL: standIn.url, apiKey: standIn.apiKey, maxRetries: 0 });
});
afterAll(() => standIn.close());
afterEach(() => {
  engines.failure = null;
  standIn.setFaults({});
  standIn.forgetRequests();
});

/** Two stretches of a tone, of one and of two seconds, with a second of silence between. */
const SOUND = (() => {
  const samples = Float32Array.from({ length: 4 * 16_000 }, (_, index) =>
    index >= 16_000 && index < 32_000 ? 0 : 0.3 * Math.sin(index / 5),
  );
  const data = toPcm16(samples);
  return Buffer.concat([wavHeader(16_000, data.length), data]);
})();
const file = (bytes: Uint8Array = SOUND, name = 'a.wav') => toFile(bytes, name, { type: 'audio/wav' });
const WHISPER = 'whisper-1';

const postSpeech = (more: object = {}) =>
  fetch(`${standIn.url}/audio/speech`, {
    method: 'POST',
    headers: { authorization: `Bearer ${standIn.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'gpt-4o-mini-tts',
      voice: 'alloy',
      input: 'One. Two.',
      response_format: 'pcm',
      ...more,
    }),
  });

describe('transcriptions', () => {
  it('transcribes each stretch of speech, with usage in seconds', async () => {
    const answer = await client.audio.transcriptions.create({ model: WHISPER, file: await file() });
    expect(answer).toEqual({
      text: 'I heard 1 seconds. I heard 2 seconds.',
      usage: { type: 'duration', seconds: 4 },
    });
  });

  it('gives times as verbose JSON, SRT and VTT', async () => {
    const verbose = await client.audio.transcriptions.create({
      model: WHISPER,
      file: await file(),
      response_format: 'verbose_json',
      timestamp_granularities: ['word', 'segment'],
    });
    expect(verbose.segments).toHaveLength(2);
    expect(verbose.segments?.[1]?.start).toBeCloseTo(1.85, 1);
    expect(verbose.words?.map(({ word }) => word).join(' ')).toBe(verbose.text);
    const subtitles = (format: 'srt' | 'vtt') =>
      file().then((given) =>
        client.audio.transcriptions.create({ model: WHISPER, file: given, response_format: format }),
      );
    expect(await subtitles('srt')).toMatch(/^1\n00:00:00,000 --> 00:00:01,1\d\d\nI heard 1/);
    expect(await subtitles('vtt')).toMatch(/^WEBVTT\n\n00:00:00\.000 --> /);
  });

  it('streams deltas that add up to the text, then the text with usage in tokens', async () => {
    const events = await client.audio.transcriptions.create({
      model: 'gpt-4o-transcribe',
      file: await file(),
      stream: true,
    });
    let text = '';
    let done: unknown;
    for await (const event of events) {
      if (event.type === 'transcript.text.delta') text += event.delta;
      if (event.type === 'transcript.text.done') done = event;
    }
    expect(text).toBe('I heard 1 seconds. I heard 2 seconds.');
    expect(done).toMatchObject({
      text,
      usage: { type: 'tokens', input_token_details: { audio_tokens: 40 } },
    });
  });

  it('says nothing of silence', async () => {
    const silence = Buffer.concat([wavHeader(8_000, 16_000), Buffer.alloc(16_000)]);
    const answer = await client.audio.transcriptions.create({ model: WHISPER, file: await file(silence) });
    expect(answer.text).toBe('');
  });

  it('translates, which leaves English as it is', async () => {
    const answer = await client.audio.translations.create({ model: WHISPER, file: await file() });
    expect(answer.text).toContain('I heard 1 seconds.');
  });

  it('refuses as OpenAI does', async () => {
    const create = async (bytes: Uint8Array, more: object = {}) =>
      client.audio.transcriptions.create({ model: WHISPER, file: await file(bytes), ...more });
    await expect(create(SOUND, { model: 'whisper-9' })).rejects.toThrow(NotFoundError);
    await expect(create(Buffer.from('no sound at all'))).rejects.toMatchObject({
      status: 400,
      param: 'file',
      code: 'unsupported_format',
      message: expect.stringContaining("'wav', 'mp3', 'flac', 'ogg'"),
    });
    await expect(create(new Uint8Array(0))).rejects.toMatchObject({ code: 'audio_too_short' });
    await expect(create(SOUND.subarray(0, 1_000))).rejects.toMatchObject({ code: 'audio_too_short' });
    await expect(create(Buffer.alloc(26_214_401))).rejects.toMatchObject({
      status: 413,
      message: expect.stringContaining('Maximum content size limit (26214400) exceeded'),
    });
    const post = (body: string, headers: Record<string, string>) =>
      fetch(`${standIn.url}/audio/transcriptions`, { method: 'POST', headers, body });
    expect((await post('{}', { authorization: `Bearer ${standIn.apiKey}` })).status).toBe(400);
    expect((await post('{}', {})).status).toBe(401);
  });

  it('says that it knows English only', async () => {
    const create = async () =>
      client.audio.transcriptions.create({ model: WHISPER, file: await file(), language: 'ko' });
    await expect(create()).rejects.toThrow(BadRequestError);
    await expect(create()).rejects.toMatchObject({
      code: 'unsupported_language',
      message: expect.stringContaining('WHISPER_BASE_URL'),
    });
  });

  it('answers what is said in a recording that it was told of', async () => {
    const told = [1, 2].map((length) => Buffer.concat([SOUND, Buffer.alloc(2 * length)]));
    const [first = '', second = ''] = told.map((bytes) => createHash('sha256').update(bytes).digest('hex'));
    const add = (body: object) =>
      fetch(`${standIn.controlUrl}/recordings`, { method: 'POST', body: JSON.stringify(body) });
    expect((await add({ sha256: 'x', text: '' })).status).toBe(400);
    expect((await add({ sha256: first, text: '안녕하세요' })).status).toBe(200);
    standIn.knowRecording(second, '반갑습니다');
    const texts = told.map(async (bytes) => {
      const given = await file(bytes);
      return (await client.audio.transcriptions.create({ model: WHISPER, file: given, language: 'ko' })).text;
    });
    expect(await Promise.all(texts)).toEqual(['안녕하세요', '반갑습니다']);
  });

  it('answers 503 with the reason while the engine cannot be fetched', async () => {
    engines.failure = { ok: false, kind: 'unavailable', why: 'no network' };
    const answer = file().then((given) =>
      client.audio.transcriptions.create({ model: WHISPER, file: given }),
    );
    await expect(answer).rejects.toThrow(InternalServerError);
    await expect(answer).rejects.toMatchObject({
      status: 503,
      code: 'engine_unavailable',
      message: expect.stringMatching(/no network.*WHISPER_BASE_URL/),
    });
  });

  it('is recorded by its fields, and faults can ask for them', async () => {
    standIn.setFaults({ status: { status: 429, model: WHISPER, when: { is: { language: 'en' } } } });
    const create = async (more: object) =>
      client.audio.transcriptions.create({ model: WHISPER, file: await file(), ...more });
    await expect(create({ language: 'en' })).rejects.toMatchObject({ status: 429 });
    expect((await create({})).text).not.toBe('');
    expect(standIn.requests()[0]).toMatchObject({
      model: WHISPER,
      body: { language: 'en', file: { name: 'a.wav', bytes: SOUND.length } },
    });
  });

  it.each<[string, OpenAiFaults, RegExp]>([
    ['errorChunk', { errorChunk: { afterTokens: 1 } }, /"delta":".*"server_error"/s],
    ['garbage', { garbage: { afterTokens: 0 } }, /^data: \{"id":"chatcmpl/],
    [
      'script',
      { script: { steps: [{ data: { type: 'transcript.text.delta', delta: 'x' } }] } },
      /^data: \{"type".*"x"\}\n\n$/,
    ],
    ['noUsage', { noUsage: {} }, /"text":"I heard[^}]*"\}\n\n$/],
    ['empty', { empty: {} }, /^data: \{"type":"transcript.text.done","text":""/],
  ])('streams with the fault %s', async (_name, faults, expected) => {
    standIn.setFaults(faults);
    expect(await (await postStream()).text()).toMatch(expected);
  });

  it('breaks a stream off with closeMidFrame', async () => {
    standIn.setFaults({ closeMidFrame: { afterTokens: 2 } });
    await expect((await postStream()).text()).rejects.toThrow('terminated');
    expect(standIn.requests()[0]).toMatchObject({ outcome: 'cut', tokensSent: 2 });
  });

  async function postStream(): Promise<Response> {
    const form = new FormData();
    form.append('model', 'gpt-4o-transcribe');
    form.append('stream', 'true');
    form.append('file', new Blob([new Uint8Array(SOUND)]), 'a.wav');
    const headers = { authorization: `Bearer ${standIn.apiKey}` };
    return fetch(`${standIn.url}/audio/transcriptions`, { method: 'POST', headers, body: form });
  }
});

describe('speech', () => {
  it('streams raw PCM at 24 kHz', async () => {
    const answer = await postSpeech();
    expect(answer.headers.get('content-type')).toBe('audio/pcm');
    expect((await answer.arrayBuffer()).byteLength).toBe('One. Two.'.length * 2_400 * 2);
  });

  it('sends a WAV file', async () => {
    const answer = await postSpeech({ response_format: 'wav' });
    expect(answer.headers.get('content-type')).toBe('audio/wav');
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(0, 4)
        .toString(),
    ).toBe('RIFF');
  });

  it('sends the same sound as events, then usage', async () => {
    const text = await (await postSpeech({ stream_format: 'sse' })).text();
    const events = text
      .trimEnd()
      .split('\n\n')
      .map(
        (frame) =>
          JSON.parse(frame.slice('data: '.length)) as { type: string; audio?: string; usage?: object },
      );
    const sound = Buffer.concat(events.map(({ audio = '' }) => Buffer.from(audio, 'base64')));
    expect(sound.length).toBe('One. Two.'.length * 2_400 * 2);
    expect(events.at(-1)).toMatchObject({
      type: 'speech.audio.done',
      usage: { input_tokens: expect.any(Number), output_tokens: 18, total_tokens: expect.any(Number) },
    });
  });

  it('knows its own Korean again, as PCM in a WAV file too', async () => {
    const sound = Buffer.from(await (await postSpeech({ input: '안녕하세요.' })).arrayBuffer());
    const wav = Buffer.concat([wavHeader(24_000, sound.length), sound]);
    const answer = await client.audio.transcriptions.create({
      model: WHISPER,
      file: await file(wav),
      language: 'ko',
    });
    expect(answer.text).toBe('안녕하세요.');
  });

  it('answers 503 while the engine cannot be fetched', async () => {
    engines.failure = { ok: false, kind: 'unavailable', why: 'no network' };
    const answer = await postSpeech();
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({
      error: { code: 'engine_unavailable', message: expect.stringContaining('TTS_BASE_URL') },
    });
  });

  it.each<[string, OpenAiFaults]>([
    ['closeMidFrame', { closeMidFrame: { afterTokens: 1 } }],
    ['errorChunk', { errorChunk: { afterTokens: 1 } }],
  ])('breaks off with %s', async (_name, faults) => {
    standIn.setFaults(faults);
    await expect((await postSpeech()).arrayBuffer()).rejects.toThrow('terminated');
  });

  it('is silent with empty, and an error with errorChunk before the first piece', async () => {
    standIn.setFaults({ empty: {} });
    expect((await (await postSpeech()).arrayBuffer()).byteLength).toBe(0);
    standIn.setFaults({ errorChunk: { afterTokens: 0 } });
    expect((await postSpeech()).status).toBe(500);
  });
});
