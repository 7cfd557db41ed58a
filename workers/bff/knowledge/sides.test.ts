import { expect, it } from 'vitest';
import { inputFields, vectorsOf } from './sides.ts';

it.each([
  ['none', { input: ['연차'] }],
  ['prefix', { input: ['query: 연차'] }],
  ['input_type', { input: ['연차'], input_type: 'query' }],
] as const)('a model is told by %s that a text asks', (sides, fields) => {
  expect(inputFields(sides, 'query', ['연차'])).toEqual(fields);
});

it('vectors that were made in another way have another name', () => {
  const names = (['none', 'prefix', 'input_type'] as const).map((sides) => vectorsOf('e5', sides));
  expect(new Set(names).size).toBe(3);
  expect(names[0]).toBe('e5');
});
