import fc from 'fast-check';
import { expect, it } from 'vitest';
import { heardText, type SpokenClause } from './heard.ts';

const CLAUSES: readonly SpokenClause[] = [
  { text: 'Seoul is the capital.', fromSample: 0, samples: 24_000, isWhole: true },
  { text: 'It has ten million people.', fromSample: 24_000, samples: 48_000, isWhole: true },
];

it.each([
  [0, ''],
  [100, ''],
  [600, 'Seoul is the'],
  [1_000, 'Seoul is the capital.'],
  [2_000, 'Seoul is the capital. It has ten'],
  [3_000, 'Seoul is the capital. It has ten million people.'],
  [90_000, 'Seoul is the capital. It has ten million people.'],
])('knows what was heard after %d ms', (ms, text) => expect(heardText(CLAUSES, ms)).toBe(text));

it('does not take a clause for heard whose sound is still coming', () => {
  const [first] = CLAUSES;
  if (first === undefined) throw new Error('there is none');
  expect(heardText([{ ...first, samples: 0, isWhole: false }], 500)).toBe('');
});

it('never hears less after more time, nor what was not said', () => {
  const whole = CLAUSES.map(({ text }) => text).join(' ');
  fc.assert(
    fc.property(fc.nat(4_000), fc.nat(4_000), (one, other) => {
      const [early, late] = [Math.min(one, other), Math.max(one, other)];
      expect(heardText(CLAUSES, late).startsWith(heardText(CLAUSES, early))).toBe(true);
      expect(whole.startsWith(heardText(CLAUSES, late))).toBe(true);
    }),
  );
});
