import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseChoices } from './autocomplete.ts';

it('gives a verdict on any answer, and offers 25 choices at most', () => {
  const choice = fc.record({ name: fc.jsonValue(), value: fc.jsonValue() }, { requiredKeys: [] });
  const answer = fc.oneof(
    fc.jsonValue(),
    fc.record({
      type: fc.constantFrom(4, 8),
      data: fc.record({ choices: fc.array(choice, { maxLength: 30 }) }),
    }),
  );
  fc.assert(
    fc.property(answer, fc.constantFrom(3, 4, 10), (body, optionType) => {
      const verdict = parseChoices(body, optionType);
      expect(verdict.ok ? verdict.choices.length <= 25 : verdict.errors !== null).toBe(true);
    }),
  );
});
