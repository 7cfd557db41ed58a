import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adaptForDiscord } from './adapt.ts';
import { widthOf } from './table.ts';

describe('adaptForDiscord and tables', () => {
  it('D5: aligns a table of Korean and English cells in a code block, wide characters as two', () => {
    const table =
      '| 이름 | Name | Qty |\n|:--|:-:|--:|\n| 사과 | **Apple** | 3 |\n| 바나나🍌 | `Banana` \\| x | 12 |';
    const lines = adaptForDiscord(`Look:\n${table}\nafter`).split('\n');
    expect(lines).toEqual([
      'Look:',
      '```',
      '이름         Name     Qty',
      '────────  ──────────  ───',
      '사과        Apple       3',
      '바나나🍌  Banana | x   12',
      '```',
      'after',
    ]);
    expect(new Set(lines.slice(2, 6).map(widthOf))).toEqual(new Set([25]));
  });

  it('makes a list of a table that is wider than a code block shows', () => {
    const wide = 'a long text that fills a line';
    expect(
      adaptForDiscord(`| Name | What | Who |\n|---|---|---|\n| **x** | ${wide} | ${wide} |\n| y | z | |`),
    ).toBe(`- **Name:** **x** · **What:** ${wide} · **Who:** ${wide}\n- **Name:** y · **What:** z`);
  });

  it('keeps a table in its quote, and pads rows that are too short', () => {
    expect(adaptForDiscord('> | a | b |\n> |---|---|\n> | 1 |\n> x')).toBe(
      '> ```\n> a  b\n> ─  ─\n> 1\n> ```\n> x',
    );
  });

  it('loses nothing of a row: a bar in code parts no cells, and what is too much goes with the last', () => {
    const table = '| Operator | Means |\n|---|---|\n| `a || b` | or |\n| `a | b` | bits |\n| x | y | z |';
    expect(adaptForDiscord(table).split('\n').slice(3, 6)).toEqual([
      'a || b    or',
      'a | b     bits',
      'x         y | z',
    ]);
    // A mark of code alone holds nothing together.
    expect(adaptForDiscord('| a | b |\n|---|---|\n| `x | y |').split('\n')[3]).toBe('`x  y');
  });

  it('keeps the address of a link, behind its text where it cannot be pressed', () => {
    const table = '| Site | Of |\n|---|---|\n| [one](https://a.dev) | <https://b.dev> |';
    expect(adaptForDiscord(table).split('\n').slice(1, 4)).toEqual([
      'Site                 Of',
      '───────────────────  ─────────────',
      'one (https://a.dev)  https://b.dev',
    ]);
    const long = `https://a.dev/${'path/'.repeat(12)}`;
    expect(adaptForDiscord(`| Site | Of |\n|---|---|\n| [one](${long}) | x |`)).toBe(
      `- **Site:** [one](${long}) · **Of:** x`,
    );
  });

  it('stays one when a cell holds a code block', () => {
    expect(adaptForDiscord('| a | b |\n|---|---|\n| ```x``` | y |\n| z | w |')).toBe(
      '```\na  b\n─  ─\nx  y\nz  w\n```',
    );
    // A spoiler is no row.
    expect(adaptForDiscord('||```$x$```||\n')).toBe('||```$x$```||\n');
  });

  it('takes no rule or column of another number for a table', () => {
    for (const text of ['a | b\n:-:', '| a | b |\n|---|', 'a || b\nc'])
      expect(adaptForDiscord(text)).toBe(text);
  });
});

describe('adaptForDiscord', () => {
  it.each([
    ['#### Small **bold** one ##', '**Small bold one**'],
    ['> ##### Quoted', '> **Quoted**'],
    ['### Stays', '### Stays'],
    ['---', '────────────'],
    ['* * *', '────────────'],
    ['___', '────────────'],
    ['- [ ] open\n  1. [x] done', '- ☐ open\n  1. ☑ done'],
    ['- [link](https://a.dev)', '- [link](https://a.dev)'],
    ['![a *b*](https://a.dev/x_y.png)', '[a *b*](https://a.dev/x_y.png)'],
    ['![](https://a.dev/x.png)', 'https://a.dev/x.png'],
    ['a<br>b<br/>c', 'a\nb\nc'],
    ['<b>x <i>y</i></b> <U>z</U> <s>w</s>', '**x *y*** __z__ ~~w~~'],
    ['H<sub>2</sub>O, x<sup>2</sup>, <code>y</code>', 'H₂O, x², `y`'],
    ['a < b and <https://a.dev> <@1> <div>', 'a < b and <https://a.dev> <@1> <div>'],
    ['see[^1]\n\n[^1]: note', 'see[^1]\n\n[^1]: note'],
  ])('shows %j as %j', (text, shown) => {
    expect(adaptForDiscord(text)).toBe(shown);
  });

  it.each([
    ['$\\alpha \\le \\beta$', 'α ≤ β'],
    ['Let $x$ be', 'Let x be'],
    ['$E = mc^2$', 'E = mc²'],
    ['$$\\frac{a+b}{2}$$', '(a+b)/2'],
    ['\\(\\sqrt[3]{x}\\)', '³√x'],
    ['\\[\n\\sum_{i=1}^{n} x_i\n\\]', '∑ᵢ₌₁ⁿ xᵢ'],
    ['$a \\to \\infty$', 'a → ∞'],
    ['$x_{Q}$', 'x\\_Q'],
    ['$\\begin{matrix} a \\end{matrix}$', '`\\begin{matrix} a \\end{matrix}`'],
  ])('shows the formula %j as %j', (text, shown) => {
    expect(adaptForDiscord(text)).toBe(shown);
  });

  it.each([
    '$5 and $10',
    'It costs $5, or $7.50 at most.',
    '$HOME/$USER and $PATH',
    'US$5-US$10',
    '\\$5 and \\$6',
    '\\[1\\] and \\(a note\\)',
    '`$x$ <br> | a |`',
    '```\n$x$ <br>\n#### a\n---\n- [ ] b\n| a | b |\n|---|---|\n```',
    'Example: ```$x$ <b>y</b>``` `![a](https://b.dev)`',
    'https://a.dev/$x$/y_z ||spoiler|| **bold** 1. x',
  ])('leaves %j as it is', (text) => {
    expect(adaptForDiscord(text)).toBe(text);
  });
});

const plain = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'word ',
        '단어 ',
        '**b** ',
        '_i_ ',
        '||s|| ',
        '`c` ',
        '\n',
        '\n\n',
        '- x\n',
        '# h\n',
        '> q\n',
        '$5 ',
        '```js\nx\n```\n',
        '[a](https://b.dev) ',
        '<@1> ',
      ),
      fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replace(/[$\\<![\]#|*_`-]/g, '')),
    ),
    { maxLength: 30 },
  )
  .map((pieces) => pieces.join(''))
  // Bars of spoilers above a line of hyphens would be a table.
  .filter((text) => !/\$[^\s]*\$/.test(text));

const rich = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'word ',
        '\n',
        '\n\n',
        '| a | b |\n',
        '|---|---|\n',
        '| 한글 | `x` |\n',
        '#### h\n',
        '---\n',
        '- [ ] t\n',
        '$x^2$ ',
        '$',
        '\\(',
        '\\)',
        '$$',
        '\\[',
        '\\]',
        '![a](https://b.dev) ',
        '<br>',
        '<b>',
        '</b>',
        '`',
        '```',
        '```js\n',
        '> ',
        '||',
        '\\',
        '<sub>2</sub>',
      ),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
    ),
    { maxLength: 30 },
  )
  .map((pieces) => pieces.join(''));

describe('a code block in tildes', () => {
  it.each([
    ['~~~js\na ~~ b * c; // $x$\n~~~\n$y$', '```js\na ~~ b * c; // $x$\n```\ny'],
    ['~~~~md\n~~~\n```js\nx\n```\n~~~~ \n#### z', '```md\n~~~\n~~~js\nx\n~~~\n``` \n**z**'],
    ['- one\n  ~~~\n  | a | b |\n  |---|---|\n  ~~~', '- one\n  ```\n  | a | b |\n  |---|---|\n  ```'],
    ['> ~~~js\n> x\n> ~~~\n> y', '> ```js\n> x\n> ```\n> y'],
    // It has not ended yet.
    ['~~~js\n#### x', '```js\n#### x'],
    ['~~~struck~~~ and a~~~\n~~b~~', '~~~struck~~~ and a~~~\n~~b~~'],
    // A wave, and a line of them, as people write them.
    ['~~~ 라라라\n#### x\n~~~\ny', '~~~ 라라라\n**x**\n~~~\ny'],
    ['One.\n~~~\n#### x', 'One.\n~~~\n**x**'],
    ['````js\n~~~\n````\n#### x', '```js\n~~~\n```\n**x**'],
  ])('is one at Discord, too: %j', (text, shown) => {
    expect(adaptForDiscord(text)).toBe(shown);
  });
});

describe('a code block that holds nothing', () => {
  // Discord would look for its end behind the backticks that end it.
  it.each([
    ['```\n```\n#### x\n```\ny\n```', '```\n \n```\n**x**\n```\ny\n```'],
    ['```js\n\n```\n#### x', '```js\n \n```\n**x**'],
    ['~~~\n~~~\n#### x', '```\n \n```\n**x**'],
    ['````js\n\n````\n#### x', '```js\n \n```\n**x**'],
  ])('ends where its author ended it: %j', (text, shown) => {
    expect(adaptForDiscord(text)).toBe(shown);
  });
});

describe('a code block that holds code blocks', () => {
  it.each([
    [
      'See:\n````md\n# Title\n```js\nx()\n```\n````\n#### after',
      'See:\n```md\n# Title\n~~~js\nx()\n~~~\n```\n**after**',
    ],
    ['`````\n````\na ``` b\n````\n`````', '```\n~~~\na ~~~ b\n~~~\n```'],
    ['1. one\n   ````\n   ```\n   ````\n2. two', '1. one\n   ```\n   ~~~\n   ```\n2. two'],
    // It has not ended yet.
    ['````md\n```js\n#### x', '```md\n~~~js\n#### x'],
    ['a ````x```` b', 'a ````x```` b'],
    ['```md\n````', '```md\n````'],
  ])('is one at Discord, too: %j', (text, shown) => {
    expect(adaptForDiscord(text)).toBe(shown);
  });
});

describe('adaptForDiscord on any text', () => {
  it('leaves a text without such constructs as it is', () => {
    fc.assert(
      fc.property(plain, (text) => {
        expect(adaptForDiscord(text)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it('changes nothing inside code blocks', () => {
    fc.assert(
      fc.property(rich, rich, (before, code) => {
        const block = `\`\`\`\nX${code.replaceAll('`', '')}\n\`\`\``;
        const text = `${before.replaceAll('`', '')}\n\n${block}`;
        expect(adaptForDiscord(text).endsWith(block)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('never changes what it gave for finished blocks, however the text grows', () => {
    fc.assert(
      fc.property(rich, rich, (before, after) => {
        // A block is finished at a blank line outside code.
        const finished = `${before.replaceAll('```', '')}\n\n`;
        const whole = adaptForDiscord(finished + after);
        expect(whole.startsWith(adaptForDiscord(finished).trimEnd())).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps the rows of a long table where they are when a wider row comes', () => {
    const rows = '| one | two |\n'.repeat(12);
    const shown = adaptForDiscord(`| a | b |\n|---|---|\n${rows}`);
    const grown = adaptForDiscord(`| a | b |\n|---|---|\n${rows}| ${'wide '.repeat(20)} | x |\n`);
    expect(grown.startsWith(shown.replace(/\n```\n?$/, ''))).toBe(true);
  });

  it('takes a time linear in the length, also for hostile texts', () => {
    for (const piece of [
      '$',
      '$$',
      '$x',
      '\\(',
      '\\[',
      '<b>',
      '![',
      '| a ',
      '|---',
      '`',
      '```\n',
      '````',
      '````x`',
      '| `a | ``',
      '| ```a``` ',
      '| ```a',
      '~~~',
      '~~~x',
      '~~~\nx',
      '~~~~\nx\n~~~\n',
      '>',
      '#### ',
      '- [ ] ',
      '* ',
      '> ',
      '||',
      '[',
    ]) {
      for (const gap of ['', ' ', '\n', '\n\n']) {
        const text = (piece + gap).repeat(Math.floor(60_000 / (piece + gap).length));
        expect(adaptForDiscord(text).length).toBeGreaterThan(0);
      }
    }
  });

  it.each([
    ['a small heading', '#### a', 'b'],
    ['a quoted one', '> #### a', 'b'],
    ['what may become the rule of a table', 'a | b\n', '|'],
    ['a rule', '---', 'x'],
    ['a task', '- ', '[ ] x'],
  ])('reads a row of spaces once: %s', (_, before, after) => {
    for (const blank of [' ', '\t', '\u3000', ' #']) {
      const text = before + blank.repeat(50_000) + after;
      expect(adaptForDiscord(text).length).toBeGreaterThan(0);
    }
  });
});

it.each([
  '#### A heading\n\n---\n\n- [ ] a task\n',
  '$$\n\\frac{a}{b}\n$$\nend',
  '| a | b |\n|---|---|\n| 1 | 2 |\n\nend',
  '- a\n  - b\n\n`````md\n```js\n1\n```\n`````\nend',
])('shows a text with the line breaks of Windows as one with others: %j', (text) => {
  for (const feed of ['\r\n', '\r'])
    expect(adaptForDiscord(text.replaceAll('\n', feed))).toBe(adaptForDiscord(text));
});
