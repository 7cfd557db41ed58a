/**
 * What each message means by itself, as the stand-in's page reads it, against what the whole text means.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BlockNode, InlineNode } from '../../../dev/discord/page/markdown/nodes.ts';
import { parseMarkdown } from '../../../dev/discord/page/markdown/parse.ts';
import { render, splitMessage } from './split.ts';

const rendered = (text: string, limit?: number) => splitMessage(text, limit, 'whole').map(render);

/** Each letter that is shown, with the marks that it stands in. */
interface Letter {
  letter: string;
  marks: string;
}

const COMPARED = /[A-Z]/;

function lettersOf(source: string): Letter[] {
  const letters: Letter[] = [];
  const add = (text: string, marks: readonly string[]) => {
    for (const letter of text) {
      if (COMPARED.test(letter)) letters.push({ letter, marks: [...new Set(marks)].sort().join(' ') });
    }
  };
  const readInline = (nodes: readonly InlineNode[], marks: readonly string[]): void => {
    for (const node of nodes) {
      if (node.kind === 'text') add(node.text, marks);
      else if (node.kind === 'code') add(node.text, [...marks, 'code']);
      else if ('children' in node) readInline(node.children, [...marks, node.kind]);
    }
  };
  const readBlocks = (blocks: readonly BlockNode[], marks: readonly string[]): void => {
    for (const block of blocks) {
      if (block.kind === 'code-block') add(block.text, [...marks, 'code']);
      else if (block.kind === 'list') for (const item of block.items) readBlocks(item, marks);
      else if (block.kind === 'quote' || block.kind === 'spoiler') {
        readBlocks(block.children, [...marks, block.kind]);
      } else readInline(block.children, marks);
    }
  };
  readBlocks(parseMarkdown(source), []);
  return letters;
}

const isHidden = ({ marks }: Letter) => marks.split(' ').includes('spoiler');

describe('a message by itself', () => {
  it('D1: gets nothing appended behind a block that is closed behind code', () => {
    expect(rendered('```js\nconsole.log(1)```\nDone.')).toEqual(['```js\nconsole.log(1)```\nDone.']);
    const prose = 'This is prose. '.repeat(200);
    const parts = rendered(`\`\`\`js\nconsole.log(1)\`\`\`\n${prose}`);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.join('').match(/```/g)).toHaveLength(2);
    expect(parts[1]).toMatch(/^This is prose\./);
  });

  it('D2: hides its piece of a spoiler that goes over the boundary', () => {
    const parts = rendered(`||${'Secret '.repeat(360).trim()}||`);
    expect(parts).toHaveLength(2);
    for (const part of parts) {
      expect(part.length).toBeLessThanOrEqual(2_000);
      expect(lettersOf(part).every(isHidden)).toBe(true);
      expect(part).toMatch(/^\|\|Secret.*Secret\|\|$/s);
    }
  });

  it.each([
    '[label](https://example.org)',
    '[a label](<https://example.org/a_b>)',
    '[a label](https://example.org/a_(b_c)_d)',
    '[a label](<https://example.org/a b>)',
    '[a label](https://example.org "A title")',
    '<https://example.org/path>',
    'https://example.org/a?b=c&d',
    '<:name:123456789>',
    '<a:name:123456789>',
    '<@123456789>',
    '<t:1700000000:R>',
    '`inline code`',
    '``two ` ticks``',
  ])('D3: holds all of %s wherever the boundary falls', (piece) => {
    for (let before = 60; before < 104; before++) {
      const text = `${'x'.repeat(before)}${/^\w/.test(piece) ? ' ' : ''}${piece} ${'word '.repeat(30)}`;
      expect(rendered(text, 100).filter((part) => part.includes(piece))).toHaveLength(1);
    }
  });

  it.each(['> 5', '>>> 5', '# five', '-# five', '- five', '* five', '2024. A year'])(
    'makes no quote, heading or list of %j in the middle of a line',
    (piece) => {
      for (let before = 60; before < 104; before++) {
        const text = `${'x'.repeat(before)} ${piece} ${'word '.repeat(30)}`;
        for (const part of rendered(text, 100)) expect(part.startsWith(piece)).toBe(false);
      }
    },
  );

  it('D4: repeats the parents of a nested list', () => {
    const item = (name: string) =>
      `- ${name}\n${`  - inner of ${name}\n    - deeper in ${name}\n`.repeat(12)}`;
    const parts = rendered(`${item('one')}${item('**two**')}`, 200);
    expect(parts.length).toBeGreaterThan(4);
    for (const part of parts) expect(part).toMatch(/^- /);
    for (const part of parts.slice(1)) expect(part).toMatch(/^- (one|\*\*two\*\*)\n {2}- inner/);
    const long = rendered(`3. ${'long parent '.repeat(9)}\n${'   - inner item of it\n'.repeat(20)}`, 200);
    expect(long[1]).toMatch(/^3\. …\n {3}- inner/);
  });

  it('closes and reopens emphasis in the right order', () => {
    const parts = rendered(`**bold _${'both '.repeat(40)}end_ bold** plain`, 100);
    expect(parts[0]).toMatch(/^\*\*bold _both .*_\*\*$/);
    expect(parts[1]).toMatch(/^\*\*_both .*_\*\*$/);
    expect(parts.at(-1)).toMatch(/^\*\*_(both )+end_ bold\*\* plain$/);
  });

  it('goes on with a quote in its own marks', () => {
    const line = rendered(`> ${'word '.repeat(60)}\nafter`, 100);
    for (const part of line.slice(0, -1)) expect(part).toMatch(/^> word/);
    const all = rendered(`>>> ${'word '.repeat(30)}\n\n${'word '.repeat(30)}`, 100);
    for (const part of all) expect(part).toMatch(/^>>> word/);
    const items = rendered(`>>> ${'word '.repeat(15)}\n\n${`- ${'word '.repeat(15)}\n`.repeat(3)}`, 100);
    for (const part of items.slice(1)) expect(part).toMatch(/^>>> - word/);
    const hidden = rendered(`> ||${'Word Word\n> '.repeat(30)}end||`, 100);
    for (const part of hidden) expect(part).toMatch(/^> \|\|(Word|end)[^|]*\|\|$/);
  });

  it('hides a quote in a spoiler around it, and goes on with both', () => {
    const text = `||\n> *${'Word '.repeat(30)}end*\n> ${'Word '.repeat(20)}\n\nAfter ${'Word '.repeat(20)}||`;
    const parts = rendered(text, 120);
    expect(parts.length).toBeGreaterThan(2);
    for (const part of parts) expect(lettersOf(part).every(isHidden)).toBe(true);
    expect(parts[0]).toMatch(/^\|\|\n> \*Word.*\*\n\|\|$/);
    expect(parts[1]).toMatch(/^\|\|\n> \*Word/);
  });

  it('keeps a heading in a spoiler a heading', () => {
    const parts = rendered(`||${'Word '.repeat(15)}\n# Title\n${'Word '.repeat(15)}||`, 100);
    expect(parts[1]).toMatch(/^\|\|\n# Title\nWord/);
  });

  it('shows nothing of a spoiler, a block or inline code that is still growing', () => {
    const shown = (text: string) => splitMessage(text).map(render);
    expect(shown('a ||sec')).toEqual(['a ||sec||']);
    expect(shown('a ||sec|')).toEqual(['a ||sec||']);
    expect(shown('a ||sec||')).toEqual(['a ||sec||']);
    // Nothing is hidden yet, and four bars would hide nothing.
    expect(shown('a ||')).toEqual(['a ||']);
    expect(shown('a `co')).toEqual(['a `co`']);
    expect(shown('a ``co`')).toEqual(['a ``co``']);
    expect(shown('||a `co')).toEqual(['||a `co`||']);
    expect(shown('||\n```js\nco')).toEqual(['||\n```js\nco\n```||']);
    expect(shown('Example: ```js\nx()')).toEqual(['Example: ```js\nx()\n```']);
    expect(shown('Example: ```js\nx()`')).toEqual(['Example: ```js\nx()`\n```']);
    expect(shown('Example: ```js\nx()\n`')).toEqual(['Example: ```js\nx()\n```']);
  });

  it('leaves a lone marker of a whole text as it is', () => {
    expect(rendered('a || b')).toEqual(['a || b']);
    expect(rendered('the ` character')).toEqual(['the ` character']);
  });
});

const word = fc.constantFrom('ABC ', 'D ', 'EFGH. ', 'I', '한글 J', 'K, ', '“L” ', '👋🏽M ');
const words = fc.array(word, { minLength: 1, maxLength: 14 }).map((all) => all.join('').trim());
const label = fc.array(word, { minLength: 1, maxLength: 3 }).map((all) => all.join('').trim());
const MARKS = ['**', '*', '__', '_', '~~'];
/** No mark stands inside itself, and no more than two in each other: a message of 100 characters holds no more. */
function runs(marks: readonly string[], depth = 2): fc.Arbitrary<string> {
  const plain = fc.oneof(
    words,
    label.map((text) => `\`${text}\``),
    label.map((text) => `[${text}](https://a.dev/b_c)`),
  );
  const inner = depth === 0 ? [] : marks;
  const nested = inner.map((mark, index) =>
    runs(marks.slice(index + 1), depth - 1).map((text) => `${mark}${text}${mark}`),
  );
  return fc.array(fc.oneof(plain, ...nested), { minLength: 1, maxLength: 3 }).map((all) => all.join(' '));
}
const inline = runs(MARKS);
/** Spoilers do not nest. */
const line = fc
  .array(
    fc.oneof(
      inline,
      inline.map((text) => `||${text}||`),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((all) => all.join(' '));
const block = fc.oneof(
  { weight: 4, arbitrary: line },
  { weight: 1, arbitrary: line.map((text) => `# ${text}`) },
  {
    weight: 2,
    arbitrary: fc.array(line, { minLength: 1, maxLength: 4 }).map((all) => `> ${all.join('\n> ')}`),
  },
  {
    weight: 2,
    arbitrary: fc.array(line, { minLength: 1, maxLength: 4 }).map((all) => `- ${all.join('\n- ')}`),
  },
  {
    weight: 2,
    arbitrary: fc
      .array(words, { minLength: 1, maxLength: 9 })
      .map((all) => `\`\`\`js\n${all.join('\n')}\n\`\`\``),
  },
  { weight: 1, arbitrary: fc.tuple(words, words).map(([one, other]) => `||${one}\n\n${other}||`) },
);
const wellFormed = fc.array(block, { minLength: 1, maxLength: 8 }).map((blocks) => blocks.join('\n\n'));
const limits = fc.constantFrom(137, 200, 300);

/** Marks that close nothing, or at the wrong place. Code is always whole: what is open hides what stands in it. */
const broken = fc
  .array(
    fc.oneof(
      words,
      inline,
      fc.constantFrom(
        '||',
        '|',
        '||',
        '**',
        '*',
        '_',
        '__',
        '\n',
        '\n\n',
        '> ',
        '\n> ',
        '\n>>> ',
        '- ',
        '# ',
        ' ',
        '\\',
        '~~',
        '[',
        '](https://a.b)',
      ),
    ),
    { maxLength: 20 },
  )
  .map((all) => all.join(''));

describe('messages together', () => {
  it('mean what the whole text means: hidden, code, bold and the rest, letter by letter', () => {
    fc.assert(
      fc.property(wellFormed, limits, (text, limit) => {
        expect(rendered(text, limit).flatMap(lettersOf)).toEqual(lettersOf(text));
      }),
      { numRuns: 500 },
    );
  });

  it('uncover nothing that the whole text hides, however broken its marks are', () => {
    fc.assert(
      fc.property(broken, limits, (text, limit) => {
        const shown = rendered(text, limit).flatMap(lettersOf);
        const whole = lettersOf(text);
        expect(shown.map(({ letter }) => letter)).toEqual(whole.map(({ letter }) => letter));
        whole.forEach((letter, index) => {
          if (isHidden(letter)) expect(isHidden(shown[index] as Letter)).toBe(true);
        });
      }),
      { numRuns: 500 },
    );
  });

  it('uncover nothing while the text grows', () => {
    fc.assert(
      fc.property(wellFormed, limits, fc.nat(), (text, limit, seed) => {
        const whole = lettersOf(text);
        const end = seed % (text.length + 1);
        const shown = splitMessage(text.slice(0, end), limit).map(render).flatMap(lettersOf);
        shown.forEach((letter, index) => {
          const final = whole[index] as Letter;
          expect(letter.letter).toBe(final.letter);
          if (isHidden(final)) expect(isHidden(letter)).toBe(true);
        });
      }),
      { numRuns: 500 },
    );
  });
});
