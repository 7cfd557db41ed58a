import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatMemoryId, type MemoryControl, parseMemoryId } from './memory-id.ts';

const requesterId = fc.bigInt({ min: 10n ** 14n, max: 2n ** 64n - 1n }).map(String);
const fact = fc.nat(2_000_000_000).map(String);
const facts = fc.array(fact, { minLength: 1, maxLength: 5 });
const control: fc.Arbitrary<MemoryControl> = fc.oneof(
  fc.record({
    action: fc.constant('agree' as const),
    requesterId,
    where: fc.constantFrom('here', 'everywhere'),
  }),
  fc.record({ action: fc.constantFrom('page', 'forget'), requesterId, page: fc.nat(99) }),
  fc.record({ action: fc.constant('used' as const), requesterId, facts }),
  fc.record({ action: fc.constant('unuse' as const), requesterId, fact, facts }),
);

it('parses what it formats, within the characters that Discord allows', () => {
  fc.assert(
    fc.property(control, (sent) => {
      const customId = formatMemoryId(sent);
      expect(customId.length).toBeLessThanOrEqual(100);
      expect(parseMemoryId(customId)).toEqual(sent);
    }),
  );
});

it('parses nothing else', () => {
  for (const text of [
    '',
    'memory.agree.1300000000000000101',
    'memory.used.1300000000000000101.',
    'memory.page.1300000000000000101.-1',
  ])
    expect(parseMemoryId(text)).toBeNull();
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
      const parsed = parseMemoryId(`memory.${text}`);
      expect(parsed === null || formatMemoryId(parsed) === `memory.${text}`).toBe(true);
    }),
  );
});
