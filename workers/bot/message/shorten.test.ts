import fc from 'fast-check';
import { expect, it } from 'vitest';
import { leaveRoom } from './shorten.ts';

it('leaves a message alone that has room', () => {
  expect(leaveRoom('x'.repeat(1_900), 100)).toBe('x'.repeat(1_900));
});

it('takes as little as is needed from the end of a full one', () => {
  const shortened = leaveRoom('x'.repeat(2_000), 100);
  expect(shortened).toMatch(/^x+$/);
  expect(shortened.length).toBeGreaterThan(1_850);
  expect(shortened.length).toBeLessThanOrEqual(1_900);
});

it('closes the code block that it cuts through, and opens none', () => {
  expect(leaveRoom(`a\n\`\`\`js\n${'x;\n'.repeat(660)}\`\`\``, 60)).toMatch(/x;\n```$/);
  expect(leaveRoom(`\`\`\`js\nx\n\`\`\`\n${'word '.repeat(398)}`, 60)).toMatch(/\n```\n[word ]+$/);
});

it('cuts no grapheme', () => {
  const family = '👨‍👩‍👧‍👦';
  for (let shift = 0; shift < family.length; shift += 1) {
    const text = 'a'.repeat(shift) + family.repeat(200);
    expect(leaveRoom(text.slice(0, 2_000), 50).slice(shift).replaceAll(family, '')).toBe('');
  }
});

it('always leaves the room', () => {
  const piece = fc.constantFrom('```', '\n', 'word ', '> ', '가나다', '👨‍👩‍👧‍👦', 'x'.repeat(50), '`');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 900 }), fc.integer({ min: 1, max: 200 }), (pieces, room) => {
      const content = pieces.join('').slice(0, 2_000).toWellFormed();
      expect(leaveRoom(content, room).length).toBeLessThanOrEqual(2_000 - room);
    }),
  );
});
