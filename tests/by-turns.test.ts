import { expect, it } from 'vitest';
import { byTurns } from './by-turns.ts';

it.each([
  [['u1', 'e1', 'e2', 'f1', 'f2', 'u2'], 'e1 f1 e2 f2 u1 u2'],
  [['e1', 'f1', 'f2', 'f3'], 'e1 f1 f2 f3'],
  [['e1', 'e2'], 'e1 e2'],
  [['u1'], 'u1'],
])('of %j, the two by turns and then the others', (all, expected) => {
  const begins = (letter: string) => (name: string) => name.startsWith(letter);
  expect(byTurns(all, begins('e'), begins('f')).join(' ')).toBe(expected);
});
