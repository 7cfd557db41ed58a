import { expect, it } from 'vitest';
import { takeTurns } from './turns.ts';

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
