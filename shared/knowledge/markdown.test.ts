import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readMarkdown } from './markdown.ts';

it('puts each part under the headings that it stands under', () => {
  const text = 'before\n# A\none\n## B **b**\ntwo\n### C\nthree\n# D\nfour';
  expect(readMarkdown(text)).toEqual([
    { text: 'before' },
    { text: 'one', heading: 'A' },
    { text: 'two', heading: 'A › B b' },
    { text: 'three', heading: 'A › B b › C' },
    { text: 'four', heading: 'D' },
  ]);
});

it('takes no line of code for a heading', () => {
  expect(readMarkdown('# A\n```sh\n# not one\n```\nend')).toEqual([
    { text: '```sh\n# not one\n```\nend', heading: 'A' },
  ]);
});

it('loses no text but headings', () => {
  const line = fc.constantFrom('# H', '### deep', 'text', '```', '~~~', '', '  # in', '#no');
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
      const kept = readMarkdown(lines.join('\n'))
        .map(({ text }) => text)
        .join('\n');
      for (const word of ['text', '#no']) {
        const count = (all: string) => all.split(word).length;
        expect(count(kept)).toBe(count(lines.join('\n')));
      }
    }),
  );
});
