import { describe, expect, it } from 'vitest';
import { answerEmbeddings } from './answer.ts';

const MODEL = 'text-embedding-3-small';
const errorOf = (body: unknown) => {
  const verdict = answerEmbeddings(body);
  return verdict.ok ? null : { status: verdict.error.status, ...verdict.error.body.error };
};
const dataOf = (body: object) => {
  const verdict = answerEmbeddings({ model: MODEL, ...body });
  if (!verdict.ok) throw new Error(verdict.error.body.error.message);
  return verdict.body.data as { index: number; embedding: number[] | string }[];
};

describe('answerEmbeddings', () => {
  it.each([
    ['a text', 'hi', 1],
    ['texts', ['a', 'b', 'a'], 3],
    ['the tokens of one text', [1, 2, 3], 1],
    ['the tokens of several', [[1, 2], [3]], 2],
    ['as many inputs as are allowed', Array(2_048).fill('a'), 2_048],
  ])('takes %s', (_kind, input, count) => {
    const data = dataOf({ input, dimensions: 8 });
    expect(data.map(({ index }) => index)).toEqual(Array.from({ length: count }, (_, index) => index));
  });

  it('has the size of the model, or the one asked for', () => {
    expect(dataOf({ input: 'a' })[0]?.embedding).toHaveLength(1_536);
    expect(dataOf({ input: 'a', model: 'text-embedding-3-large' })[0]?.embedding).toHaveLength(3_072);
    expect(dataOf({ input: 'a', dimensions: 256 })[0]?.embedding).toHaveLength(256);
  });

  it('encodes the same numbers as little-endian floats in base64', () => {
    const [floats] = dataOf({ input: '안녕', encoding_format: 'float' });
    const [coded] = dataOf({ input: '안녕', encoding_format: 'base64' });
    const bytes = Buffer.from(String(coded?.embedding), 'base64');
    const decoded = Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4));
    expect(decoded).toEqual(floats?.embedding);
  });

  it.each([
    ['what is no JSON', undefined, { status: 400 }],
    ['no model', { input: 'a' }, { status: 400 }],
    ['an unknown model', { model: 'gpt-9', input: 'a' }, { status: 404, code: 'model_not_found' }],
    ['no input', { model: MODEL }, { status: 400, param: 'input', code: 'missing_required_parameter' }],
    ['an empty text', { model: MODEL, input: '' }, { status: 400, param: 'input' }],
    ['an empty text among others', { model: MODEL, input: ['a', ''] }, { status: 400, param: 'input' }],
    ['an empty list', { model: MODEL, input: [] }, { status: 400, param: 'input' }],
    ['texts beside tokens', { model: MODEL, input: ['a', 1] }, { status: 400, param: 'input' }],
    [
      'too many inputs',
      { model: MODEL, input: Array(2_049).fill('a') },
      { param: 'input', code: 'array_above_max_length' },
    ],
    [
      'an input that is too long',
      { model: MODEL, input: Array(8_193).fill(1) },
      { status: 400, message: expect.stringContaining('8192 tokens') },
    ],
    [
      'too many tokens',
      { model: MODEL, input: Array(40).fill(Array(8_000).fill(1)) },
      { status: 400, type: 'max_tokens_per_request' },
    ],
    ['a size beyond the model', { model: MODEL, input: 'a', dimensions: 1_537 }, { param: 'dimensions' }],
    ['a size of none', { model: MODEL, input: 'a', dimensions: 0 }, { param: 'dimensions' }],
    [
      'a size for a model of one size',
      { model: 'text-embedding-ada-002', input: 'a', dimensions: 9 },
      { param: 'dimensions' },
    ],
    [
      'an unknown encoding',
      { model: MODEL, input: 'a', encoding_format: 'hex' },
      { param: 'encoding_format', code: 'invalid_value' },
    ],
    ['an unknown field', { model: MODEL, input: 'a', libra: true }, { param: 'libra' }],
  ])('refuses %s', (_what, body, expected) => {
    expect(errorOf(body)).toMatchObject(expected);
  });
});
