import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSampler, findObject, readCount } from './sample.ts';

function sampleOf(text: string, chunkBytes = 1_000) {
  const sampler = createSampler();
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.byteLength; at += chunkBytes) sampler.take(bytes.subarray(at, at + chunkBytes));
  return sampler.sample();
}

describe('the sample of an answer', () => {
  const usage = { prompt_tokens: 3, prompt_tokens_details: { cached_tokens: 1 } };

  it.each([
    ['short', JSON.stringify({ data: [], usage })],
    ['with much before it', JSON.stringify({ data: 'x'.repeat(200_000), usage })],
    ['with much behind it', JSON.stringify({ usage, data: 'x'.repeat(200_000) })],
    [
      'in the last event',
      `data: {"audio": "${'x'.repeat(200_000)}"}\n\ndata: {"usage": ${JSON.stringify(usage)}}\n\n`,
    ],
  ])('has the usage of one that is %s', (_name, text) => {
    const sample = sampleOf(text);
    expect(findObject(sample, 'usage')).toEqual(usage);
    expect(sample.byteLength).toBe(text.length);
    expect(sample.head.length + sample.tail.length).toBeLessThan(50_000);
  });

  it('has none of a text that speaks of one, whatever it says', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('"usage"', ':', '{', '}', '\\', '"', ' ', 'x')), (pieces) => {
        expect(findObject(sampleOf(JSON.stringify({ text: pieces.join('') })), 'usage')).toBeNull();
      }),
    );
  });

  it('is the same however the answer comes', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.integer({ min: 1, max: 50 }), (text, chunkBytes) => {
        const ascii = text.replace(/[^ -~]/g, '?').repeat(300);
        expect(sampleOf(ascii, chunkBytes * 37)).toEqual(sampleOf(ascii, ascii.length + 1));
      }),
    );
  });
});

it.each([
  [0, 0],
  [2.1, 3],
  [2_097_152, 2_097_152],
  [2_097_153, undefined],
  [1e300, undefined],
  [-1, undefined],
  ['3', undefined],
  [null, undefined],
])('a count of %j is read as %s', (value, count) => {
  expect(readCount(value)).toBe(count);
});
