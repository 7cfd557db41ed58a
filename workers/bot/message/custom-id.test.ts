import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type ButtonId, formatButtonId, parseButtonId } from './custom-id.ts';

const snowflake = fc.bigInt({ min: 10n ** 14n, max: 2n ** 64n - 1n }).map(String);
const button: fc.Arbitrary<ButtonId> = fc.oneof(
  fc.record({
    action: fc.constantFrom('stop', 'retry', 'continue'),
    deliveryId: snowflake,
    requesterId: snowflake,
  }),
  fc.record({ action: fc.constantFrom('erase', 'keep'), requesterId: snowflake }),
  fc.record({ action: fc.constant('example' as const), index: fc.nat(9) }),
  fc.record({ action: fc.constantFrom('history', 'forget'), page: fc.nat(99), requesterId: snowflake }),
);

it('parses what it formats, within the characters that Discord allows', () => {
  fc.assert(
    fc.property(button, (sent) => {
      const customId = formatButtonId(sent);
      expect(customId.length).toBeLessThanOrEqual(100);
      expect(parseButtonId(customId)).toEqual(sent);
    }),
  );
});

it('parses nothing else', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
      const parsed = parseButtonId(text);
      expect(parsed === null || formatButtonId(parsed) === text).toBe(true);
    }),
  );
  for (const text of ['stop.1.2', 'stop.1300000000000000101', 'erase.1300000000000000101 ', 'stop..'])
    expect(parseButtonId(text)).toBeNull();
});
