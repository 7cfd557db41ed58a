import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scan } from '../discord/markdown/scan.ts';
import { neutralise } from '../discord/neutralise/neutralise.ts';
import { withHead } from './draft.ts';
import { MAX_QUOTED_CHARS, quoteQuestion } from './question.ts';

describe('a quoted question', () => {
  it.each([
    ['What is a monad?', '> What is a monad?'],
    ['  first\n\n second\r\nthird ', '> first second third'],
    ['# big', '> \\# big'],
    ['-# small', '> \\-# small'],
    ['>>> all', '> \\>>> all'],
    [
      '**bold** _it_ ~~no~~ ||x|| `code`',
      '> \\*\\*bold\\*\\* \\_it\\_ \\~\\~no\\~\\~ \\|\\|x\\|\\| \\`code\\`',
    ],
    ['```js\nx()\n```', '> \\`\\`\\`js x() \\`\\`\\`'],
    ['back\\slash', '> back\\\\slash'],
    ['[here](https://evil.com)', '> \\[here\\]\\(https://evil.com)'],
    ['read https://a.example/x_y_z please', '> read https://a.example/x_y_z please'],
    [
      'hi @everyone <@123456789012345678> <:a_b:123456789012345678>',
      '> hi @everyone <@123456789012345678> <:a_b:123456789012345678>',
    ],
    ['https://a.example/_ and https://b.example/_', '> https://a.example/%5F and https://b.example/%5F'],
    ['https://a.example/_) and https://b.example/_.', '> https://a.example/%5F) and https://b.example/%5F.'],
    ['see https://a.example/**x** then', '> see https://a.example/%2A%2Ax%2A%2A then'],
    ['a\u202eb\u200b\u{e0041}c', '> abc'],
    ['리브라야, 안녕?', '> 리브라야, 안녕?'],
  ])('shows %j as %j', (question, quote) => {
    expect(quoteQuestion(question)).toBe(quote);
  });

  it.each(['', ' \n ', '\u200b\u2060'])('is none when nothing can be seen: %j', (question) => {
    expect(quoteQuestion(question)).toBe('');
  });

  it('is cut between graphemes', () => {
    const family = '👩‍👩‍👧‍👦';
    const quote = quoteQuestion(family.repeat(100));
    expect(quote).toMatch(/…$/);
    expect(quote.slice(2, -1).replaceAll(family, '')).toBe('');
    expect(quote.length).toBeLessThanOrEqual(2 + MAX_QUOTED_CHARS + 1);
  });

  it('is one line without any mark, and changes nothing of the answer below it', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '*',
        '_',
        '~~',
        '||',
        '`',
        '```',
        '\\',
        '[',
        '](',
        ')',
        '<',
        '>',
        '\n',
        '# ',
        '- ',
        '>>> ',
      ),
      fc.constantFrom(
        'https://a.example/',
        '<https://b.example>',
        '<@123456789012345678>',
        '\u202e',
        '가',
        'x ',
      ),
      fc.string({ unit: 'grapheme', maxLength: 5 }),
    );
    const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, text, (question, answer) => {
        const head = quoteQuestion(question);
        expect(head).not.toContain('\n');
        expect(head.length).toBeLessThanOrEqual(2 * MAX_QUOTED_CHARS + 200);
        expect(neutralise(head)).toBe(head);
        if (head === '') return;
        const { spans, lines } = scan(head, 'whole');
        expect(spans.filter(({ state }) => state !== 'dropped')).toEqual([]);
        expect(lines).toMatchObject([{ quote: '>', level: 0 }]);
        const below = neutralise(answer.trim());
        if (below === '') return;
        expect(neutralise(withHead(head, below))).toBe(withHead(head, below));
        const alone = scan(below, 'whole').spans.map(({ kind, start, end }) => [kind, start, end]);
        const shift = withHead(head, below).length - below.length;
        const under = scan(withHead(head, below), 'whole').spans.map(({ kind, start, end }) => [
          kind,
          start - shift,
          end - shift,
        ]);
        expect(under).toEqual(alone);
      }),
      { numRuns: 1_000 },
    );
  });
});
