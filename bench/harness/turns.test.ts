import { expect, it } from 'vitest';
import { sparing, takeTurns } from './turns.ts';

it('lets contestants take turns back and forth, and throws the warm-up away', async () => {
  const order: string[] = [];
  const results = await takeTurns({
    contestants: ['a', 'b'],
    rounds: 3,
    measure: async (contestant, round) => {
      order.push(contestant);
      return round;
    },
  });
  expect(order.join('')).toBe('baabbaab');
  expect(results.get('a')).toEqual([0, 1, 2]);
  expect(results.get('b')).toEqual([0, 1, 2]);
});

it('measures a reference in every other round', async () => {
  const measure = sparing(
    (contestant: string) => contestant === 'reference',
    async (_, round) => round,
  );
  const results = await takeTurns({ contestants: ['ours', 'reference'], rounds: 3, measure });
  expect(results.get('ours')).toEqual([0, 1, 2]);
  expect(results.get('reference')).toEqual([0, null, 2]);
});
