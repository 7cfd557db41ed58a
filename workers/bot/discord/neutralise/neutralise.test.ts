import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neutralise } from './neutralise.ts';

describe('neutralise and links', () => {
  it.each([
    ['[https://bank.com](https://evil.com)', '[https://bank.com] (https://evil.com)'],
    [
      'Log in at [bank.com](https://evil.com/bank.com) now',
      'Log in at [bank.com] (https://evil.com/bank.com) now',
    ],
    ['[bank.com](<https://evil.com>)', '[bank.com] (<https://evil.com>)'],
    ['[bank.com]( https://evil.com "bank.com")', '[bank.com] ( https://evil.com "bank.com")'],
    ['[**bank.com**/login](https://evil.com)', '[**bank.com**/login] (https://evil.com)'],
    ['[b`ank.com`](https://evil.com)', '[b`ank.com`] (https://evil.com)'],
    ['[bank__.__com](https://evil.com)', '[bank__.__com] (https://evil.com)'],
    ['[_bank_.com](https://evil.com)', '[_bank_.com] (https://evil.com)'],
    ['[t.me/goodx](https://t.me/good__x)', '[t.me/goodx] (https://t.me/good__x)'],
    ['[a [bank.com] b](https://evil.com)', '[a [bank.com] b] (https://evil.com)'],
    ['[[[bank.com]]](https://evil.com)', '[[[bank.com]]] (https://evil.com)'],
    ['[bank.com] x](https://evil.com)', '[bank.com] x] (https://evil.com)'],
    ['[bank\\.com\\](https://evil.com)', '[bank\\.com\\] (https://evil.com)'],
    ['[ｂａｎｋ．ｃｏｍ](https://evil.com)', '[ｂａｎｋ．ｃｏｍ] (https://evil.com)'],
    ['[bank。com](https://evil.com)', '[bank。com] (https://evil.com)'],
    ['[bаnk.com](https://bank.com)', '[bаnk.com] (https://bank.com)'],
    ['[аррӏе.com](https://xn--80ak6aa92e.com)', '[аррӏе.com] (https://xn--80ak6aa92e.com)'],
    ['[bank\u200b.com](https://evil.com)', '[bank.com] (https://evil.com)'],
    ['[ba\nnk.com see bank.com](https://evil.com)', '[ba\nnk.com see bank.com] (https://evil.com)'],
    ['[x](https://bank.com@evil.com)', '[x](https://bank.com @evil.com)'],
    ['[help@bank.com](mailto:help@evil.com)', '[help@bank.com] (mailto:help@evil.com)'],
    ['[bank.com](https:\\/\\/evil.com)', '[bank.com] (https:\\/\\/evil.com)'],
    ['[bank.com](evil.com)', '[bank.com] (evil.com)'],
    ['[bank.com](//evil.com/)', '[bank.com] (//evil.com/)'],
    ['[여기https://bank.example](https://evil.com)', '[여기https://bank.example] (https://evil.com)'],
    ['[1.1.1.1](https://evil.com)', '[1.1.1.1] (https://evil.com)'],
    ['[github.com/good/x](https://github.com/evil/x)', '[github.com/good/x] (https://github.com/evil/x)'],
    [
      '[![bank.com](https://a.dev/x.png)](https://evil.com)',
      '[![bank.com] (https://a.dev/x.png)] (https://evil.com)',
    ],
    ['[docs](javascript:alert(1))', '[docs] (javascript:alert(1))'],
    ['[docs](discord://-/settings)', '[docs] (discord: //-/settings)'],
    ['[click](https://аррӏе.com/x)', '[click](https://xn--80ak6aa92e.com/x)'],
    ['https://bank.com@evil.com/x', 'https://bank.com @evil.com/x'],
    ['https://bаnk.com/x', 'https://xn--bnk-6cd.com/x'],
    ['https://bank.com∕x.evil.com/y', 'https://bank.xn--comx-id9a.evil.com/y'],
    ['[x](https://bank.com⁄login.evil.com)', '[x](https://bank.xn--comlogin-g03d.evil.com)'],
    ['‘https://bank.com’/https://bank.kr」은', '‘https://bank.com’/https://bank.kr」은'],
    ['<steam://run/1>', '<steam: //run/1>'],
  ])('shows %j as %j', (text, shown) => {
    expect(neutralise(text)).toBe(shown);
  });

  it.each([
    'See [the docs](https://docs.python.org/3/) and [1].',
    '[https://a.dev/x](https://a.dev/x) [a.dev](https://www.a.dev/y) [github.com](https://docs.github.com)',
    '[https://github.com/a/b…](https://github.com/a/bcd)',
    '[Node.js](https://nodejs.org) [Next.js 15](https://nextjs.org) [README.md](https://github.com/a/b/blob/main/README.md)',
    '[__init__.py](https://github.com/a/b/blob/main/__init__.py) [a.dev/__main__.html](https://a.dev/__main__.html)',
    '[a.dev/x_y_](https://a.dev/x_y_) [snake_case.md](https://a.dev/snake_case.md)',
    '[Array.map](https://developer.mozilla.org/x) [v1.2.3](https://github.com/a/b/releases)',
    '[help@bank.com](mailto:help@bank.com) [한국어 문서](https://한국어.com/문서) https://почта.рф',
    '`[bank.com](https://evil.com)`',
    '```md\n[bank.com](https://evil.com) https://bank.com@evil.com\n```',
    'https://medium.com/@user https://user:pass@localhost/ f[x](y) [note](#anchor)',
    '@everyone <@1> <#2> <t:1700000000:R> C:\\x steam engine',
    '[Привет](https://ru.wikipedia.org) [bank.com is safe] (https://evil.com)',
  ])('leaves %j as it is', (text) => {
    expect(neutralise(text)).toBe(text);
  });

  it('finds the ends of a link however far apart they are', () => {
    const long = `[bank.com${' '.repeat(900)}](https://evil.com/${'x'.repeat(900)})`;
    expect(neutralise(long)).toBe(long.replace('](', '] ('));
  });

  it('leaves a link whose target has not come to its end, and parts it then', () => {
    expect(neutralise('[bank.com](https://evil.co', 'growing')).toBe('[bank.com](https://evil.co');
    expect(neutralise('[bank.com](https://evil.com)', 'growing')).toBe('[bank.com] (https://evil.com)');
  });

  it('takes code for code while it grows, and for text once nothing closes it', () => {
    const text = '`[bank.com](https://evil.com) x';
    expect(neutralise(text, 'growing')).toBe(text);
    expect(neutralise(text, 'whole')).toBe('`[bank.com] (https://evil.com) x');
  });
});

describe('neutralise and hidden characters', () => {
  it('names them in code, where they would be copied, and drops them elsewhere', () => {
    expect(neutralise('a\u202eb `c\u202ed`\n```js\nif (x\u2066) {\u200b\n```')).toBe(
      'ab `c⟨U+202E⟩d`\n```js\nif (x⟨U+2066⟩) {⟨U+200B⟩\n```',
    );
  });

  it('keeps what emoji, Persian and Braille need, in code too', () => {
    const text = '👩‍💻 می‌خواهم ⠀⣿ `👩‍💻 می‌خواهم ⠀⣿`';
    expect(neutralise(text)).toBe(text);
  });
});

/** Links as widely as simple-markdown, from which Discord's client comes, reads them. */
const ANY_LINK =
  /\[((?:\[[^\]]*\]|[^[\]]|\](?=[^[]*\]))*)\]\(\s*<?((?:\([^)]*\)|[^\s\\]|\\.)*?)>?(?:\s+['"]([\s\S]*?)['"])?\s*\)/y;

function linksIn(text: string): { label: string; target: string; index: number }[] {
  const links: { label: string; target: string; index: number }[] = [];
  for (let index = text.indexOf('['); index !== -1; index = text.indexOf('[', index + 1)) {
    ANY_LINK.lastIndex = index;
    const [whole, label = '', target = ''] = ANY_LINK.exec(text) ?? [];
    if (whole !== undefined) links.push({ label, target, index });
  }
  return links;
}

const piece = fc.constantFrom(
  ...[
    '[',
    ']',
    '](',
    '(',
    ')',
    '<',
    '>',
    ' ',
    '\n',
    '\\',
    '*',
    '**',
    '_',
    '__',
    '||',
    '"',
    '!',
    '@',
    ':',
    '#',
    '/',
    '>',
  ],
  ...[
    'bank.com',
    'https://bank.com',
    'evil.com',
    'https://evil.com',
    'https://evil.com/x',
    'word',
    '한글',
    'x',
  ],
  ...['[bank.com](https://evil.com)', '[a](https://evil.com)', '\u200b', '\u202e', '👩‍💻', 'discord://'],
);
const withoutCode = fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join(''));
const withCode = fc
  .array(fc.oneof(piece, fc.constantFrom('`', '``', '```', '```js\n', '> ')), { maxLength: 25 })
  .map((pieces) => pieces.join(''));

describe('neutralise on any text', () => {
  it('lets no link through that names another host, however it is written', () => {
    fc.assert(
      fc.property(withoutCode, (text) => {
        for (const { label, target } of linksIn(neutralise(text))) {
          if (!/^https:\/\/evil\.com(?:\/|$)/.test(target)) continue;
          expect(label.replace(/\\/g, '')).not.toMatch(/(?<![\w.-])bank\.com(?![\w.-])/);
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it.each(['growing', 'whole'] as const)('is idempotent on a %s text', (extent) => {
    fc.assert(
      fc.property(fc.oneof(withoutCode, withCode, fc.string({ unit: 'binary' })), (text) => {
        const shown = neutralise(text, extent);
        expect(neutralise(shown, extent)).toBe(shown);
        expect(shown).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b\ufeff]/);
      }),
      { numRuns: 3_000 },
    );
  });

  it('changes no text without such characters and links', () => {
    const innocent = fc
      .array(
        fc.constantFrom(
          'word ',
          '단어 ',
          'שלום ',
          'مرحبا ',
          '**b** ',
          '`c` ',
          '\n',
          '- x\n',
          '```js\nx[0](1)\n```\n',
          '[a](https://b.dev) ',
          '<@1> ',
          '😀 ',
          '👩‍💻',
          'f(x)[1] ',
        ),
        { maxLength: 30 },
      )
      .map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(innocent, (text) => {
        expect(neutralise(text)).toBe(text);
      }),
    );
  });

  it('gives a text that grows the same beginning, up to its last line', () => {
    fc.assert(
      fc.property(withoutCode, withoutCode, (before, after) => {
        const finished = `${before.replaceAll('[', '(')}\n\n`;
        expect(neutralise(finished + after, 'growing').startsWith(neutralise(finished, 'growing'))).toBe(
          true,
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('takes a time linear in the length, also for hostile texts', () => {
    for (const text of [
      '](',
      '[](',
      '[bank.com](https://evil.com) ',
      '[a](',
      '[[',
      '\u202e`',
      'https://a@',
      'https://аррӏе.com ',
    ])
      expect(neutralise(text.repeat(30_000 / text.length)).length).toBeGreaterThan(0);
  });

  it('reads a long word once for each link that it may belong to', { timeout: 40_000 }, () => {
    const text = `[${'a'.repeat(950)}${'](x)'.repeat(225)}`.repeat(200);
    expect(neutralise(text)).toBe(text);
  });
});
