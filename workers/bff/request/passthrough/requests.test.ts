import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openAiModel } from '../../../../shared/catalogue/openai.ts';
import type { Price } from '../../../../shared/catalogue/price.ts';
import { billAnswer, billOf, reserveOf, totalOf } from '../../passthrough/bill.ts';
import { createSampler } from '../../passthrough/sample.ts';
import { parseEmbeddings } from './embeddings.ts';
import { parseModerations } from './moderations.ts';
import { parseSpeech } from './speech.ts';
import { parseTranscription } from './transcription.ts';

const PARSERS = { embeddings: parseEmbeddings, moderations: parseModerations, speech: parseSpeech };
const priceOf = (name: string) => openAiModel(name, 'api.openai.com').price as Price;

function accepted(name: keyof typeof PARSERS, body: unknown) {
  const parsed = PARSERS[name](body);
  if (!parsed.ok) throw new Error(parsed.detail);
  return parsed.value;
}

function sampleOf(bytes: Uint8Array) {
  const sampler = createSampler();
  sampler.take(bytes);
  return sampler.sample();
}

describe.each(Object.entries(PARSERS))('a request for %s', (_name, parse) => {
  it('never makes the parser throw, and what is refused has a code', () => {
    const field = fc.constantFrom('model', 'input', 'voice', 'dimensions', 'speed', 'type', 'text');
    fc.assert(
      fc.property(fc.dictionary(field, fc.jsonValue({ maxDepth: 3 })), (body) => {
        const parsed = parse(body);
        if (!parsed.ok) expect(parsed.code).toBeTruthy();
      }),
    );
    for (const body of [undefined, null, 1, 'x', []]) expect(parse(body)).toMatchObject({ ok: false });
  });
});

it('a form of any bytes never makes the parser throw', () => {
  const piece = fc.constantFrom(
    '--b\r\n',
    'content-disposition: form-data; name="file"; filename="a"\r\n\r\n',
    'content-disposition: form-data; name="model"\r\n\r\n',
    'content-disposition: form-data; name="include[]"\r\n\r\n',
    'x\r\n',
    '--b--',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const body = new TextEncoder().encode(pieces.join(''));
      parseTranscription('transcription', body, { boundary: 'b', own: 'own' });
    }),
  );
});

it('a form with a field __proto__ is refused', () => {
  const head = (name: string) => `--b\r\ncontent-disposition: form-data; name="${name}"`;
  const form = `${head('model')}\r\n\r\nm\r\n${head('__proto__')}\r\n\r\nx\r\n${head('file')}; filename="a"\r\n\r\nx\r\n--b--`;
  const body = new TextEncoder().encode(form);
  expect(parseTranscription('transcription', body, { boundary: 'b', own: 'own' })).toMatchObject({
    ok: false,
    param: '__proto__',
  });
});

// As JavaScript and Python write 0.1 + 0.2.
it.each(['0', '0.0', '1.0', '0.30000000000000004'])('a form may have the temperature %s', (value) => {
  const part = (name: string, text: string) =>
    `--b\r\ncontent-disposition: form-data; ${name}\r\n\r\n${text}\r\n`;
  const form = `${part('name="model"', 'm')}${part('name="temperature"', value)}${part('name="file"; filename="a"', 'x')}--b--`;
  const parsed = parseTranscription('transcription', new TextEncoder().encode(form), {
    boundary: 'b',
    own: 'own',
  });
  expect(parsed.ok).toBe(true);
});

it.each([
  ['text', null],
  ['vtt', null],
  ['json', { promptTokens: 0, completionTokens: 0, minutes: 0.5 }],
])('a transcription as %s is billed by what its provider says, never by what was said', (format, told) => {
  const part = (name: string, value: string) =>
    `--b\r\ncontent-disposition: form-data; ${name}\r\n\r\n${value}\r\n`;
  const form = `${part('name="model"', 'm')}${part('name="response_format"', format)}${part('name="file"; filename="a"', 'x')}--b--`;
  const parsed = parseTranscription('transcription', new TextEncoder().encode(form), {
    boundary: 'b',
    own: 'own',
  });
  const said = '{"usage": {"type": "duration", "seconds": 30}, "duration": 30}';
  const sample = sampleOf(new TextEncoder().encode(said));
  expect(parsed.ok && parsed.value.meter.told(priceOf('whisper-1'), sample)).toEqual(told);
});

describe('what embeddings use', () => {
  it.each([
    ['a text by its bytes', '안녕', 8],
    ['texts together', ['ab', 'c'], 7],
    ['tokens by their number', [1, 2, 3], 5],
    ['lists of tokens', [[1, 2], [3]], 7],
  ])('is bounded for %s', (_name, input, tokens) => {
    const { meter } = accepted('embeddings', { model: 'm', input });
    expect(meter.bound(undefined)).toEqual({ promptTokens: tokens, completionTokens: 0 });
  });

  it('leaves out nulls, and has the model named by llm', () => {
    const { body, fields } = accepted('embeddings', { model: 'm', input: 'x', user: null });
    expect(body).toEqual({ kind: 'json', text: '{"input":"x"}' });
    expect(fields).toEqual(['input']);
  });
});

it.each([
  ['{"usage":{"prompt_tokens":0,"total_tokens":0}}'],
  ['{"usage":{"prompt_tokens":1e300,"total_tokens":1e300}}'],
])('a text of which its provider says %s is charged by estimate', (answer) => {
  const { meter } = accepted('embeddings', { model: 'm', input: 'ab' });
  const bill = billAnswer(meter, undefined, sampleOf(new TextEncoder().encode(answer)));
  expect(bill).toMatchObject({ promptTokens: 4, estimated: true });
});

describe('what speech uses', () => {
  const hello = (more: object = {}) =>
    accepted('speech', { model: 'm', voice: 'alloy', input: 'h'.repeat(40), ...more }).meter;

  it('is its characters, however it answers', () => {
    const bill = billAnswer(hello(), priceOf('tts-1'), sampleOf(new Uint8Array(9)));
    expect(bill).toMatchObject({ microUsd: 600, estimated: true });
  });

  it('is not nothing where its provider counts no tokens of the sound', () => {
    const usage = { input_tokens: 5, output_tokens: 0 };
    const told = new TextEncoder().encode(
      `data: ${JSON.stringify({ type: 'speech.audio.done', usage })}\n\n`,
    );
    const bill = billAnswer(hello({ stream_format: 'sse' }), priceOf('gpt-4o-mini-tts'), sampleOf(told));
    expect(bill).toMatchObject({ completionTokens: 105, estimated: true });
  });

  it('counts a character outside the plane once', () => {
    const meter = hello({ input: '🎙️'.repeat(10) });
    expect(meter.bound(undefined).characters).toBe(20);
  });

  it('is the length of what is sent as samples', () => {
    const sample = sampleOf(new Uint8Array(48_000 * 10));
    const usage = hello({ response_format: 'pcm' }).untold(undefined, sample);
    expect(usage.completionTokens).toBe(210);
  });

  it('is more at a lower speed, and never more than is reserved', () => {
    const price = priceOf('gpt-4o-mini-tts');
    const slow = hello({ speed: 0.25 });
    const reserved = reserveOf(slow, price);
    const untold = totalOf(billOf(slow.untold(price, null), price, true));
    expect(untold.tokens).toBeGreaterThan(totalOf(billOf(hello().untold(price, null), price, true)).tokens);
    expect(reserved.tokens).toBeGreaterThan(untold.tokens);
    expect(reserved.charge).toEqual(untold);
  });
});

it('a model without a price costs no money, and says so', () => {
  const { meter } = accepted('embeddings', { model: 'm', input: 'x' });
  expect(billAnswer(meter, undefined, null)).toMatchObject({ microUsd: 0, unpriced: true, estimated: true });
});
