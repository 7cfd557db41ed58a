import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scan } from './scan.ts';

/** Kind, state and content of all that stretches over something. */
function spansOf(text: string, extent: 'whole' | 'growing' = 'whole'): string[] {
  return scan(text, extent).spans.map(
    ({ kind, state, contentStart, contentEnd }) => `${state} ${kind} ${text.slice(contentStart, contentEnd)}`,
  );
}

describe('scan', () => {
  it.each<[string, string[]]>([
    ['a ```js\nx()``` b', ['closed fence x()']],
    ['````x````', ['closed fence `x', 'dropped code ']],
    ['> ```\n> x\ny ```', ['dropped fence > x', 'dropped fence ']],
    ['||a `b|| c`', ['closed spoiler a `b', 'dropped code b', 'dropped code ']],
    ['`||` ||a||', ['closed code ||', 'closed spoiler a']],
    ['> ||a\nb||', ['dropped spoiler a', 'dropped spoiler ']],
    ['**a\n\nb**', ['dropped strong a\n']],
    ['**a ||b** c|| d**', ['closed strong a ||b** c|| d', 'closed spoiler b** c']],
    ['[**a](https://b.dev)**', ['closed link **a', 'dropped strong a']],
  ])('reads %j', (text, expected) => {
    expect(spansOf(text)).toEqual(expected);
  });

  it('takes what is not closed for open only while the text may grow', () => {
    for (const text of ['a ||b', 'a `b', 'a ```b']) {
      expect(spansOf(text, 'growing')[0]).toMatch(/^open/);
      expect(spansOf(text, 'whole')[0] ?? 'dropped').toMatch(/^dropped/);
    }
  });

  it.each(['**', '*', '_', '||', '`'])('decides nothing about %s at the end of a growing text', (mark) => {
    const text = `${mark}a b${mark.slice(0, -1)}`;
    expect(spansOf(text, 'growing')[0]).toMatch(/^open/);
  });

  it('reads an address, a mention and an escaped character in one piece', () => {
    const text = '<https://a.dev/_x_> <@1> \\*a\\* https://b.dev/_c_ **https://d.dev**';
    expect(scan(text, 'whole').atoms.map(({ start, end }) => text.slice(start, end))).toEqual([
      '<https://a.dev/_x_>',
      '<@1>',
      '\\*',
      '\\*',
      'https://b.dev/_c',
      'https://d.dev',
    ]);
  });

  it('gives spans that stand in each other, inside the text, by their start', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '**',
        '*',
        '_',
        '__',
        '~~',
        '||',
        '`',
        '``',
        '```',
        '\n',
        '> ',
        '>>> ',
        '- ',
        '# ',
        '[a](',
        ')',
        '\\',
        'https://a.b',
        ' ',
        'x',
      ),
      fc.string({ maxLength: 4 }),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 40 }),
        fc.constantFrom('whole', 'growing'),
        (pieces, extent) => {
          const text = pieces.join('');
          const { spans, lines } = scan(text, extent);
          expect(lines[0]?.start).toBe(0);
          expect(lines.at(-1)?.end).toBe(text.length);
          const closed = spans.filter(({ state }) => state === 'closed');
          closed.forEach((span, index) => {
            expect(span.start < span.contentStart && span.contentStart < span.contentEnd).toBe(true);
            expect(span.contentEnd < span.end && span.end <= text.length).toBe(true);
            const next = closed[index + 1];
            if (next !== undefined) {
              expect(
                next.start >= span.end || (next.start >= span.contentStart && next.end <= span.contentEnd),
              ).toBe(true);
            }
          });
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
