/**
 * Text to speech and back with the real engines. On a machine that cannot fetch them it is skipped, with the reason; they
 * are fetched once, into `.libra/packages`.
 */
import OpenAI, { toFile } from 'openai';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createSpeechEngines, type Outcome } from '../../speech/engines.ts';
import { npmPackages } from '../../speech/fetch-package.ts';
import { type OpenAiStandIn, startOpenAiStandIn } from '../server.ts';

/** 65 MB over a usual line; a slower one is skipped. */
const FETCH_MS = 120_000;
/** Starting both engines on a busy machine. */
const TEST_MS = 180_000;

/** The right first bytes, and nothing that follows from them. */
const BROKEN = ['ID3', 'fLaC', 'OggS'].map((tag) => [tag, Buffer.from(tag.padEnd(600, '\x07'))] as const);

const engines = createSpeechEngines(npmPackages);
let standIn: OpenAiStandIn;
let client: OpenAI;
let missing: string | null = null;

beforeAll(async () => {
  standIn = await startOpenAiStandIn({ pace: 'instant', engines });
  client = new OpenAI({ baseURL: standIn.url, apiKey: standIn.apiKey, maxRetries: 0 });
  const late = new Promise<string>((resolve) => {
    setTimeout(resolve, FETCH_MS, `the engines were not fetched within ${FETCH_MS / 1_000} s`).unref();
  });
  missing = await Promise.race([findMissing(), late]);
}, FETCH_MS + 10_000);
afterAll(() => standIn.close());

/** The first engine that cannot be had, with the reason. */
async function findMissing(): Promise<string | null> {
  const needs: (() => Promise<Outcome<unknown>>)[] = [
    () => engines.prepareTranscription(),
    () => engines.encoder('opus'),
    () => engines.encoder('mp3'),
    () => engines.synthesise('ready', 'alloy', 1),
    // A decoder is fetched by the first file that needs it, a broken one too.
    ...BROKEN.map(
      ([, bytes]) =>
        () =>
          engines.decode(bytes),
    ),
  ];
  for (const need of needs) {
    const outcome = await need();
    if (!outcome.ok && outcome.kind === 'unavailable') return outcome.why;
  }
  return null;
}

beforeEach((context) => {
  if (missing !== null) context.skip(`no speech engines: ${missing}`);
});

const wordsOf = (text: string) => text.toLowerCase().match(/[a-z]+/g) ?? [];

it.each([
  ['wav', 'Open the window and turn on the music.'],
  ['opus', 'How many people live in London? I would like to know the answer before lunch.'],
  ['mp3', 'Open the window and turn on the music.'],
] as const)(
  'understands its own speech as %s',
  async (format, text) => {
    const speech = await client.audio.speech.create({
      model: 'gpt-4o-mini-tts',
      voice: 'alloy',
      input: text,
      response_format: format,
    });
    const bytes = Buffer.from(await speech.arrayBuffer());
    const heard = await client.audio.transcriptions.create({
      model: 'whisper-1',
      file: await toFile(bytes, `speech.${format === 'opus' ? 'ogg' : format}`),
      language: 'en',
    });
    const wanted = wordsOf(text);
    const found = new Set(wordsOf(heard.text));
    const share = wanted.filter((word) => found.has(word)).length / wanted.length;
    expect(share, heard.text).toBeGreaterThanOrEqual(0.75);
  },
  TEST_MS,
);

it.each(BROKEN)('refuses a broken file that begins with %s', async (tag, bytes) => {
  const file = await toFile(bytes, `${tag}.wav`);
  await expect(client.audio.transcriptions.create({ model: 'whisper-1', file })).rejects.toMatchObject({
    status: 400,
    param: 'file',
    code: 'invalid_value',
  });
});
