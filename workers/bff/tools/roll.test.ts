import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rollDice } from './roll.ts';

const highest = (below: number) => below - 1;

it.each([
  ['2d6+3', '2d6 (6, 6) + 3 = 15'],
  ['d20', '1d20 (20) = 20'],
  [' 1D8 - 2 + 2d4 ', '1d8 (8) - 2 + 2d4 (4, 4) = 14'],
  ['-1d6+10', '-1d6 (6) + 10 = 4'],
])('rolls %j', (notation, content) => {
  expect(rollDice(notation, highest)).toEqual({ ok: true, content });
});

it.each(['', '3', 'd1', '0d6', '101d6', '2d6 2d6', '2d6+', '2d6;', '1d9999999', '두 개', '1d6'.repeat(50)])(
  'does not read %j',
  (notation) => {
    expect(rollDice(notation, highest).ok).toBe(false);
  },
);

it('stays within what the dice can show', () => {
  const dice = fc.record({
    count: fc.integer({ min: 1, max: 100 }),
    sides: fc.integer({ min: 2, max: 999 }),
  });
  fc.assert(
    fc.property(dice, fc.nat(), ({ count, sides }, seed) => {
      const { ok, content } = rollDice(`${count}d${sides}`, (below) => seed % below);
      const total = Number(content.split(' = ')[1]);
      return ok && total >= count && total <= count * sides;
    }),
  );
});

it('reads or refuses any text', () => {
  fc.assert(fc.property(fc.string(), (text) => typeof rollDice(text, highest).content === 'string'));
});
