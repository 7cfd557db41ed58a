import { describe, expect, it } from 'vitest';
import { CHUNKS_PER_REQUEST } from '../../../shared/limits.ts';
import { readAnswer, readVectors } from './embed.ts';

const base64 = (numbers: readonly number[]) =>
  Buffer.from(new Uint8Array(Float32Array.from(numbers).buffer)).toString('base64');
const answer = (...embeddings: unknown[]) => ({
  data: embeddings.map((embedding, index) => ({ index, embedding })),
  usage: { prompt_tokens: 7 },
});

describe('vectors of a provider', () => {
  it('are read from base64 and from numbers, in the order of the texts', () => {
    const read = readVectors(
      {
        data: [
          { index: 1, embedding: [0, 3] },
          { index: 0, embedding: base64([0, -2]) },
        ],
      },
      2,
    );
    expect(read?.vectors.map((vector) => [...vector])).toEqual([
      [0, -1],
      [0, 1],
    ]);
    expect(readVectors(answer([1]), 1)?.promptTokens).toBe(7);
  });

  it.each([99_999_999, 1e300, -1, '7', 0, null])(
    'are charged by estimate where %j is their count',
    (tokens) => {
      expect(readVectors({ ...answer([1]), usage: { prompt_tokens: tokens } }, 1)?.promptTokens).toBeNull();
    },
  );

  it('are read from numbers, as many as a request for chunks brings', () => {
    const numbers = Array.from({ length: 1_024 }, (_, index) => index + 0.5);
    const given = answer(...Array.from({ length: CHUNKS_PER_REQUEST }, () => numbers));
    const read = readAnswer(new TextEncoder().encode(JSON.stringify(given)), CHUNKS_PER_REQUEST);
    expect(read?.vectors.map(({ length }) => length)).toEqual(Array(CHUNKS_PER_REQUEST).fill(1_024));
  });

  it.each<[string, unknown, number]>([
    ['too few', answer([1, 2]), 2],
    ['of two lengths', answer([1, 2], [1]), 2],
    ['empty', answer([]), 1],
    ['no numbers', answer(['a']), 1],
    ['not finite', answer([Number.NaN, 1]), 1],
    ['without a direction', answer([0, 0]), 1],
    ['half a number', answer('AAA='), 1],
    [
      'two of one index',
      {
        data: [
          { index: 0, embedding: [1] },
          { index: 0, embedding: [1] },
        ],
      },
      2,
    ],
    ['no object', 'vectors', 1],
  ])('that are %s are none', (_, given, count) => {
    expect(readVectors(given, count)).toBeNull();
  });
});
