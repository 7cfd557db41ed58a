import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinParts, type MessagePart, render, splitMessage } from './split.ts';

describe('splitMessage', () => {
  it('leaves a text that fits as it is', () => {
    expect(splitMessage('안녕하세요!')).toEqual([{ prefix: '', body: '안녕하세요!', suffix: '', gap: '' }]);
    expect(splitMessage('x'.repeat(2_000))).toHaveLength(1);
    expect(splitMessage('x'.repeat(2_001))).toHaveLength(2);
  });

  it('makes no part of nothing, because Discord refuses a blank message', () => {
    expect(splitMessage('')).toEqual([]);
    expect(splitMessage(' \n\t\u3000 ')).toEqual([]);
  });

  it('does not count white space at the end, which Discord removes', () => {
    const text = `${'x'.repeat(2_000)}${' \n'.repeat(3_000)}`;
    expect(rendered(text)).toEqual(['x'.repeat(2_000)]);
  });

  it('refuses a limit that leaves no room for fences', () => {
    expect(() => splitMessage('x', 99)).toThrow(RangeError);
    expect(() => splitMessage('x', Number.NaN)).toThrow(RangeError);
  });
});

describe('splitMessage chooses', () => {
  const words = (count: number, word = 'word') => Array.from({ length: count }, () => word).join(' ');

  it('a paragraph before a later line, sentence or word', () => {
    const first = words(12);
    const text = `${first}\n\n${words(3)}. ${words(2)}\n${words(9)}`;
    expect(rendered(text, 100)[0]).toBe(first);
  });

  it('a line before a later sentence or word', () => {
    const first = words(12);
    expect(rendered(`${first}\n${words(3)}. ${words(20)}`, 100)[0]).toBe(first);
  });

  it('the end of a sentence before a later word', () => {
    const first = `${words(12)}.`;
    expect(rendered(`${first} ${words(20)}`, 100)[0]).toBe(first);
    const korean = `${words(20, '단어')}입니다.`;
    expect(rendered(`${korean} ${words(40, '단어')}`, 100)[0]).toBe(korean);
  });

  it('the end of a sentence in a script without spaces', () => {
    const sentence = `${'漢'.repeat(30)}。`;
    expect(rendered(sentence.repeat(10), 100)[0]).toBe(sentence.repeat(3));
  });

  it('a space before the middle of a word', () => {
    for (const part of rendered(words(500), 100)) expect(part).toMatch(/^(word )*word$/);
  });

  it('the number of a list item never as the end of a sentence', () => {
    const text = `${words(14)} ${words(2)}\n10. ${'x'.repeat(80)}`;
    expect(rendered(text, 100)[1]).toMatch(/^10\. x/);
  });

  it('a full message before a nearly empty one', () => {
    const text = `Yes.\n\n${words(400)}`;
    expect(rendered(text)[0]?.length).toBeGreaterThan(1_000);
  });

  it('a place before a list item rather than inside it', () => {
    const item = `- ${words(4)}\n  - ${words(3)}\n  - ${words(3)}\n`;
    for (const part of rendered(item.repeat(20), 150)) expect(part.startsWith('- ')).toBe(true);
  });

  it('never the place between a heading and its text', () => {
    const text = `${words(15)}\n\n## Heading\n\n${words(30)}`;
    expect(rendered(text, 100)[1]?.startsWith('## Heading')).toBe(true);
  });

  it('whole rows of a table, and never the place under its head', () => {
    const table = `| a | b |\n|---|---|\n${'| one | two |\n'.repeat(40)}`;
    const parts = rendered(`${words(12)}\n${table}`, 100);
    expect(parts[0]).toBe(words(12));
    expect(parts[1]?.startsWith('| a | b |\n|---|---|\n| one | two |')).toBe(true);
    for (const part of parts.slice(1)) expect(part).toMatch(/^(\|.*\|\n)*\|.*\|$/);
  });
});

describe('splitMessage never cuts', () => {
  const graphemes = ['👩🏽‍🚀', '🇰🇷', '👨‍👩‍👧‍👦', 'é', '각', '한', '1️⃣', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '\r\n'.trim() || 'क्षि'];

  it.each(graphemes)('into %s', (grapheme) => {
    // Every remainder of the limit by the grapheme's length.
    for (let shift = 0; shift < grapheme.length; shift++) {
      const text = 'x'.repeat(shift) + grapheme.repeat(300);
      const parts = splitMessage(text, 100);
      expect(joinParts(parts)).toBe(text);
      for (const { body } of parts) expect(body.replaceAll(grapheme, '')).toMatch(/^x*$/);
    }
  });

  it('between a space and the mark that stands on it', () => {
    for (let shift = 90; shift < 102; shift++) {
      const text = `${'x'.repeat(shift)} \u0301${'y'.repeat(50)}`;
      expectEdges(text, splitMessage(text, 100));
    }
  });

  it('into a surrogate pair, even where one grapheme is longer than a message', () => {
    const zalgo = `z${'\u{1D165}'.repeat(500)}`;
    const parts = splitMessage(zalgo, 100);
    expect(joinParts(parts)).toBe(zalgo);
    for (const part of parts) {
      expect(render(part).length).toBeLessThanOrEqual(100);
      expect(part.body.isWellFormed()).toBe(true);
    }
  });

  it('into a word of a script without spaces, where a dictionary knows it', () => {
    const text = '東京都渋谷区'.repeat(60);
    for (const part of rendered(text, 100)) expect(part.startsWith('京')).toBe(false);
  });
});

describe('splitMessage and code blocks', () => {
  const code = (lines: number) =>
    Array.from({ length: lines }, (_, line) => `    let x${line} = ${line};`).join('\n');

  it('closes a block at the cut and reopens it with its language', () => {
    const text = `Look:\n\n\`\`\`rust\n${code(300)}\n\`\`\`\nThat is all.`;
    const parts = rendered(text);
    expect(parts.length).toBeGreaterThan(2);
    for (const part of parts.slice(1)) expect(part.startsWith('```rust\n    let')).toBe(true);
    for (const part of parts.slice(0, -1)) expect(part.endsWith(';\n```')).toBe(true);
    expect(parts.at(-1)?.endsWith('\n```\nThat is all.')).toBe(true);
    expect(parts.flatMap(codeLines)).toEqual(code(300).split('\n'));
  });

  it('cuts before a definition rather than inside it', () => {
    const definitions = Array.from(
      { length: 60 },
      (_, n) => `def step_${n}(value):\n    return value * ${n}\n`,
    );
    const parts = rendered(`\`\`\`python\n${definitions.join('\n')}\`\`\``, 500);
    expect(parts.length).toBeGreaterThan(3);
    for (const part of parts) expect(part).toMatch(/^```python\ndef [\s\S]*\n {4}return value \* \d+\n```$/);
  });

  it('keeps a block whole when it fits into the next message', () => {
    const block = `\`\`\`js\n${code(30)}\n\`\`\``;
    const intro = 'word '.repeat(300).trim();
    expect(rendered(`${intro}\n${block}`)).toEqual([intro, block]);
  });

  it('does not let the last part begin with the closing fence', () => {
    for (let length = 60; length < 100; length++) {
      const text = `\`\`\`js\nfirst();\n${'x'.repeat(length - 17)}\n\`\`\`\nafter ${'y '.repeat(30)}`;
      for (const part of rendered(text, 100)) {
        expect(part).not.toMatch(/```js\n```/);
        expect(fenceCount(part) % 2).toBe(0);
      }
    }
  });

  it('never ends a part with an empty block', () => {
    for (let length = 20; length < 110; length++) {
      const text = `${'x'.repeat(length)}\n\`\`\`python\n${'y'.repeat(150)}\n\`\`\``;
      for (const part of rendered(text, 100)) expect(part).not.toMatch(/```python\n+```/);
    }
  });

  it('cuts a line of code that is longer than a message', () => {
    const text = `\`\`\`\n${'x'.repeat(5_000)}\n\`\`\``;
    const parts = rendered(text);
    expect(parts.flatMap(codeLines).join('')).toBe('x'.repeat(5_000));
  });

  it('keeps indentation, and loses only blank lines at a cut', () => {
    const body = Array.from({ length: 40 }, (_, line) => `${' '.repeat(line % 7)}line${line}`).join('\n\n');
    const parts = rendered(`\`\`\`\n${body}\n\`\`\``, 100);
    expect(parts.flatMap(codeLines).filter((line) => line !== '')).toEqual(body.split('\n\n'));
  });

  it('closes a block that the answer left open', () => {
    expect(rendered('```js\nlet x')).toEqual(['```js\nlet x\n```']);
    expect(rendered('```js\nlet x\n``')).toEqual(['```js\nlet x\n```']);
    expect(rendered('```js\nlet x\n```')).toEqual(['```js\nlet x\n```']);
    expect(rendered('```js\nlet x\n``\n')).toEqual(['```js\nlet x\n``\n```']);
    expect(rendered('```js\n')).toEqual(['```js']);
    expect(rendered('```js')).toEqual(['```js']);
  });

  it('reopens only with a language that Discord would understand', () => {
    const reopened = (info: string) => rendered(`\`\`\`${info}\n${code(30)}\n\`\`\``, 200)[1]?.split('\n')[0];
    expect(reopened('c++')).toBe('```c++');
    expect(reopened('objective-c')).toBe('```objective-c');
    // An info string of several words is code to Discord.
    expect(reopened('ts title="a.ts"')).toBe('```');
    expect(reopened('한국어')).toBe('```');
    expect(reopened('')).toBe('```');
  });

  it('ends no part in an empty block behind a line that begins with more blanks than a fence may', () => {
    const text = `${' '.repeat(61)}${'x'.repeat(106)}\n\`\`\`code();\ncode();\n`;
    for (const part of rendered(text, 120)) {
      expect(part.length).toBeLessThanOrEqual(120);
      expect(part).not.toMatch(/```code\(\);\s*```/);
    }
  });

  it('knows a block by its fence, and takes what is said after it for code', () => {
    const info = 'ts title="src/app/components/conversation/Message.test.tsx" {1-20} showLineNumbers';
    for (const part of rendered(`\`\`\`${info}\n${code(300)}\n\`\`\`\nThat is all.`).slice(0, -1)) {
      expect(part).toMatch(/^```(?:ts title=.*)?\n/);
      expect(part).toMatch(/;\n```$/);
    }
  });

  it('closes and reopens a block in a quote inside the quote', () => {
    const quoted = code(40)
      .split('\n')
      .map((line) => `> ${line}`)
      .join('\n');
    const parts = rendered(`> \`\`\`js\n${quoted}\n> \`\`\`\nThat is all.`, 200);
    for (const part of parts.slice(0, -1)) expect(part).toMatch(/^> ```js\n(> {5}let[^`]*;\n)+> ```$/);
    expect(parts.at(-1)).toMatch(/;\n> ```\nThat is all\.$/);
    const long = rendered(`> \`\`\`\n> ${'x'.repeat(300)}\n> \`\`\``, 100);
    for (const part of long) expect(part).toMatch(/^> ```\n> x+\n> ```$/);
  });

  it('takes the end of a quote for the end of the block in it', () => {
    const text = `> \`\`\`js\n> let x;\n${'word '.repeat(60)}`;
    for (const part of rendered(text, 100).slice(1)) expect(part).not.toContain('`');
    expect(rendered('> ```js\n> let x')).toEqual(['> ```js\n> let x\n> ```']);
    expect(rendered('> ```js\n> let x\nafter')).toEqual(['> ```js\n> let x\nafter']);
  });

  it('takes three backticks in a line for a block that is closed there', () => {
    const text = `\`\`\`not a block\`\`\` ${'word '.repeat(50)}`;
    for (const part of rendered(text, 100).slice(1)) expect(part).not.toContain('`');
  });

  it('closes a block at the first three backticks, however many opened it', () => {
    const text = `\`\`\`\`md\ncode();\n\`\`\`\n${'word '.repeat(60)}`;
    for (const part of rendered(text, 100).slice(1)) expect(part).not.toContain('`');
  });

  it('moves an opening fence behind which nothing fits to the next message', () => {
    const before = `word ${'code();\n'.repeat(5)}`;
    for (const gap of ['', '\n', '  \n  ']) {
      const text = `${before}${' '.repeat(47)}\`\`\`js\n${gap}!`;
      expect(rendered(text, 100)).toEqual([before.trim(), `\`\`\`js\n${gap}!\n\`\`\``]);
    }
    const unclosed = `${'code();\n'.repeat(6)}${' '.repeat(46)}\`\`\`\n\`\``;
    for (const part of rendered(unclosed, 100)) expect(part.length).toBeLessThanOrEqual(100);
  });

  it('does not cut a lone character of code in two before its closing fence', () => {
    const text = `   \`\`\`\n👋🏽${' '.repeat(85)}\n\`\`\``;
    expect(rendered(text, 100).join('')).toContain('👋🏽');
  });

  it('knows a block inside a list', () => {
    const parts = rendered(`1. Run:\n   \`\`\`bash\n${'   echo hello\n'.repeat(30)}   \`\`\`\n2. Done.`, 120);
    for (const part of parts.slice(1, -1)) expect(part).toMatch(/^```bash\n {3}echo[^`]*\n```$/);
  });
});

describe('splitMessage on any text', () => {
  it('gives parts that join to the text, none blank, none too long', () => {
    fc.assert(
      fc.property(markdown, limits, (text, limit) => {
        const parts = splitMessage(text, limit);
        expect(joinParts(parts)).toBe(text.trim() === '' ? '' : text);
        for (const part of parts) {
          expect(render(part).length).toBeLessThanOrEqual(limit);
          expect(render(part).trim()).not.toBe('');
        }
      }),
      { numRuns: 500 },
    );
  });

  it('cuts only at the edges of graphemes', () => {
    fc.assert(
      fc.property(markdown, limits, (text, limit) => expectEdges(text, splitMessage(text, limit))),
      { numRuns: 300 },
    );
  });

  it('shows all that is visible: only white space at the cuts and added fences differ', () => {
    fc.assert(
      fc.property(markdown, limits, (text, limit) => {
        const shown = splitMessage(text, limit)
          .map((part) => render(part).slice(part.prefix.length, render(part).length - part.suffix.length))
          .join('');
        expect(shown.replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      }),
      { numRuns: 300 },
    );
  });

  it('leaves every code block closed in every part', () => {
    const line = fc.constantFrom(
      'plain text',
      'code();',
      '',
      '  indented',
      '# heading',
      '- item',
      'x'.repeat(120),
    );
    const block = fc
      .tuple(fc.constantFrom('', 'js', 'python'), fc.array(line, { minLength: 1, maxLength: 12 }))
      // Discord knows no empty block: the fence that should close it would be its content.
      .filter(([, lines]) => lines.some((one) => one !== ''))
      .map(([language, lines]) => `\`\`\`${language}\n${lines.join('\n')}\n\`\`\``);
    const document = fc.array(fc.oneof(line, block), { maxLength: 12 }).map((all) => all.join('\n'));
    fc.assert(
      fc.property(document, limits, (text, limit) => {
        for (const part of rendered(text, limit)) expect(fenceCount(part) % 2).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  it('never changes a part that is followed by another, however the text grows', () => {
    fc.assert(
      fc.property(
        markdown,
        limits,
        fc.array(fc.nat(), { minLength: 1, maxLength: 20 }),
        (text, limit, cuts) => {
          const whole = splitMessage(text, limit);
          for (const cut of cuts) {
            const settled = splitMessage(text.slice(0, cut % (text.length + 1)), limit).slice(0, -1);
            expect(settled).toEqual(whole.slice(0, settled.length));
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    '```js\ncode();\n```\n',
    '```js `span`',
    '```',
    '``x',
    '# heading\n',
    '| a | b |\n|---|---|\n',
    '|---|',
    '- item\n',
    'Sentence. Next',
    '東京都渋谷区',
    '👋🏽👋🏽',
    '\r\n\r\nword',
  ])('never changes a settled part when the limit falls into %j', (piece) => {
    for (let length = 40; length < 100; length++) {
      for (const before of ['', '```\n']) {
        const text = `${before}${'x'.repeat(length)}\n${piece}${'word '.repeat(20)}`;
        const whole = splitMessage(text, 100);
        for (let end = 90; end < text.length; end++) {
          const settled = splitMessage(text.slice(0, end), 100).slice(0, -1);
          expect(settled).toEqual(whole.slice(0, settled.length));
        }
      }
    }
  });

  it('never changes a settled part of a long answer that grows unit by unit', () => {
    const text = LONG_ANSWER.repeat(7);
    let settled: MessagePart[] = [];
    for (let length = 1; length <= text.length; length++) {
      const parts = splitMessage(text.slice(0, length), 200);
      expect(parts.slice(0, settled.length)).toEqual(settled);
      settled = parts.slice(0, -1);
    }
    expect(settled.length).toBeGreaterThan(10);
  });

  it('takes a time linear in the length, also for hostile texts', () => {
    const hostile = [
      LONG_ANSWER.repeat(100),
      'x'.repeat(50_000),
      ' '.repeat(50_000).concat('x'),
      `x${' '.repeat(25_000)}x${'\n'.repeat(25_000)}x`,
      '\n'.repeat(50_000).concat('x'),
      '```\n'.repeat(12_500),
      '`'.repeat(50_000),
      '```js\n\n'.repeat(7_500),
      '- '.repeat(25_000),
      '| a | b |\n'.repeat(5_000),
      '# a\n'.repeat(12_500),
      'a. '.repeat(17_500),
      'a)))) '.repeat(10_000),
      '👩🏽‍🚀'.repeat(7_500),
      `a${'\u0301'.repeat(50_000)}`,
      '\uD800'.repeat(25_000),
    ];
    for (const text of hostile) {
      const parts = splitMessage(text);
      expect(joinParts(parts)).toBe(text);
      expect(Math.max(...parts.map((part) => render(part).length))).toBeLessThanOrEqual(2_000);
    }
  });
});

const LONG_ANSWER = `# 제목 Title

안녕하세요! 이것은 긴 대답입니다. 여러 문장이 있어요. 👩🏽‍🚀 And some English, e.g. this one.

1. 첫째 항목은 \`inline code\`를 씁니다.
   - nested **bold** item
2. 둘째:
   \`\`\`ts title="a.ts"
   export const x: number = 1;

   const emoji = '🇰🇷';
   \`\`\`

| a | b |
|---|---|
| 1 | 2 |

\`\`\`
plain \`\` block
\`\`\`
`;

const limits = fc.constantFrom(100, 101, 137, 200);

/** Texts made of what is hard to split. */
const markdown = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          'word ',
          '단어 ',
          '문장입니다. ',
          'A sentence. ',
          '。',
          '\n',
          '\n\n',
          '\r\n',
          '    ',
          '\t',
          '- item\n',
          '1. item\n',
          '# h\n',
        ],
        ...[
          '```\n',
          '```js\n',
          '\n```',
          '```',
          '``',
          '`',
          '````md\n',
          '   ```\n',
          '- ```py\n',
          '> ```js\n',
          '> code();\n',
          '> ',
          '```a b`c\n',
          '| a | b |\n',
          '|---|---|\n',
        ],
        ...[
          '||',
          '**',
          '*',
          '_',
          '__',
          '~~',
          '>>> ',
          '  - nested\n',
          '[label](https://a.dev/b_c)',
          '<@1234>',
          '\\',
        ],
        ...[
          '👩🏽‍🚀',
          '🇰🇷🇯🇵',
          'é',
          '한',
          '각',
          '\u200D',
          '\u0301',
          '\uD83D',
          '\uDE00',
          '東京都',
          'ก็',
          '\u00A0',
        ],
      ),
      fc.integer({ min: 1, max: 260 }).map((length) => 'x'.repeat(length)),
      fc.integer({ min: 1, max: 260 }).map((length) => ' '.repeat(length)),
      fc.integer({ min: 1, max: 30 }).map((count) => 'word '.repeat(count)),
      fc.integer({ min: 1, max: 30 }).map((count) => 'code();\n'.repeat(count)),
      fc.integer({ min: 1, max: 30 }).map((count) => '👋🏽'.repeat(count)),
      fc.string({ unit: 'grapheme', maxLength: 40 }),
    ),
    { maxLength: 25 },
  )
  .map((pieces) => pieces.join(''));

function rendered(text: string, limit?: number): string[] {
  return splitMessage(text, limit).map(render);
}

function expectEdges(text: string, parts: readonly MessagePart[]): void {
  const edges = new Set(Array.from(new Intl.Segmenter().segment(text), ({ index }) => index)).add(
    text.length,
  );
  let end = 0;
  for (const { body, gap } of parts) {
    end += body.length + gap.length;
    expect(edges.has(end), `cut at ${end}`).toBe(true);
  }
}

function fenceCount(text: string): number {
  return text.match(/^\s*```/gm)?.length ?? 0;
}

function codeLines(text: string): string[] {
  const lines: string[] = [];
  let inside = false;
  for (const line of text.split('\n')) {
    if (line.trimStart().startsWith('```')) inside = !inside;
    else if (inside) lines.push(line);
  }
  return lines;
}
