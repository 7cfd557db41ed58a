import { expect, it } from 'vitest';
import { countOf } from './count-of.ts';

it.each([
  [0, '0 calls'],
  [1, '1 call'],
  [2, '2 calls'],
  [12_345, '12,345 calls'],
])('%i is told as %s', (count, text) => expect(countOf(count, 'call')).toBe(text));
