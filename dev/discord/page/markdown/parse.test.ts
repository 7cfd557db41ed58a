import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BlockNode, InlineNode } from './nodes.ts';
import { parseMarkdown } from './parse.ts';

function inline(source: string): InlineNode[] {
  const [block] = parseMarkdown(source);
  return block !== undefined && 'children' in block && block.kind !== 'quote' && block.kind !== 'spoiler'
    ? block.children
    : [];
}

const text = (value: string): InlineNode => ({ kind: 'text', text: value });

function everyInline(blocks: BlockNode[]): InlineNode[] {
  const within = (nodes: InlineNode[]): InlineNode[] =>
    nodes.flatMap((node) => ['children' in node ? within(node.children) : [], node].flat());
  return blocks.flatMap((block) => {
    if (block.kind === 'list') return block.items.flatMap(everyInline);
    if (block.kind === 'quote' || block.kind === 'spoiler') return everyInline(block.children);
    return block.kind === 'code-block' ? [] : within(block.children);
  });
}

const visibleText = (blocks: BlockNode[]): string =>
  everyInline(blocks)
    .map((node) => ('text' in node ? node.text : ''))
    .join('');

describe("Discord's inline marks", () => {
  it.each<[string, InlineNode[]]>([
    ['**굵게**', [{ kind: 'strong', children: [text('굵게')] }]],
    ['*기울임*', [{ kind: 'emphasis', children: [text('기울임')] }]],
    ['_기울임_', [{ kind: 'emphasis', children: [text('기울임')] }]],
    ['__밑줄__', [{ kind: 'underline', children: [text('밑줄')] }]],
    ['~~취소~~', [{ kind: 'strike', children: [text('취소')] }]],
    ['||비밀||', [{ kind: 'spoiler', children: [text('비밀')] }]],
    [
      'a ||**b** c|| d',
      [
        text('a '),
        { kind: 'spoiler', children: [{ kind: 'strong', children: [text('b')] }, text(' c')] },
        text(' d'),
      ],
    ],
    ['a || b', [text('a || b')]],
    ['***a** b*', [{ kind: 'emphasis', children: [{ kind: 'strong', children: [text('a')] }, text(' b')] }]],
    ['***a* b**', [{ kind: 'strong', children: [{ kind: 'emphasis', children: [text('a')] }, text(' b')] }]],
    ['a `` b ` c ``', [text('a '), { kind: 'code', text: 'b ` c' }]],
    ['||a `b|| c`', [{ kind: 'spoiler', children: [text('a `b')] }, text(' c`')]],
    ['||||', [text('||||')]],
    ['`a ||b|| **c**`', [{ kind: 'code', text: 'a ||b|| **c**' }]],
    ['snake_case_name', [text('snake_case_name')]],
    ['2 * 3 * 4', [text('2 * 3 * 4')]],
    ['\\*별\\*', [text('*별*')]],
    ['한 줄\n두 줄', [text('한 줄'), { kind: 'break' }, text('두 줄')]],
    ['&amp; &lt;', [text('&amp; &lt;')]],
  ])('reads %j', (source, expected) => {
    expect(inline(source)).toEqual(expected);
  });

  it('closes emphasis before a Korean particle, which CommonMark would not', () => {
    expect(inline('**"중요한 말"**은 이것')).toEqual([
      { kind: 'strong', children: [text('"중요한 말"')] },
      text('은 이것'),
    ]);
    expect(inline('이것은**(강조)**입니다')).toEqual([
      text('이것은'),
      { kind: 'strong', children: [text('(강조)')] },
      text('입니다'),
    ]);
  });

  it.each<[string, InlineNode]>([
    ['<t:1700000000:R>', { kind: 'timestamp', unixSec: 1_700_000_000, style: 'R' }],
    ['<t:1700000000>', { kind: 'timestamp', unixSec: 1_700_000_000, style: 'f' }],
    ['<@123>', { kind: 'mention', target: 'user', id: '123' }],
    ['<@!123>', { kind: 'mention', target: 'user', id: '123' }],
    ['<@&9>', { kind: 'mention', target: 'role', id: '9' }],
    ['<#77>', { kind: 'mention', target: 'channel', id: '77' }],
    ['</help:5>', { kind: 'command-mention', name: 'help' }],
    ['<:wave:5>', { kind: 'text', text: ':wave:' }],
    ['<t:1700000000:Q>', { kind: 'text', text: '<t:1700000000:Q>' }],
    ['@everyone', { kind: 'text', text: '@everyone' }],
  ])('reads the reference %s', (source, expected) => {
    expect(inline(source)).toEqual([expected]);
  });
});

describe("Discord's blocks", () => {
  it('knows three headings and leaves the fourth as text', () => {
    expect(parseMarkdown('# 하나\n## 둘\n### 셋\n#### 넷').map((block) => block.kind)).toEqual([
      'heading',
      'heading',
      'heading',
      'paragraph',
    ]);
  });

  it('reads small text, also right below a paragraph', () => {
    expect(parseMarkdown('본문\n-# 작은 글씨')).toEqual([
      { kind: 'paragraph', children: [text('본문')] },
      { kind: 'subtext', children: [text('작은 글씨')] },
    ]);
  });

  it('ends a quote with its line', () => {
    expect(parseMarkdown('> 인용\n> 둘째\n아님')).toEqual([
      {
        kind: 'quote',
        children: [{ kind: 'paragraph', children: [text('인용'), { kind: 'break' }, text('둘째')] }],
      },
      { kind: 'paragraph', children: [text('아님')] },
    ]);
    expect(parseMarkdown('>>> 모두\n\n여기도').map((block) => block.kind)).toEqual(['quote']);
  });

  it('reads lists within lists, with the number they start at', () => {
    expect(parseMarkdown('3. 셋\n4. 넷\n   - 안')).toEqual([
      {
        kind: 'list',
        ordered: true,
        start: 3,
        items: [
          [{ kind: 'paragraph', children: [text('셋')] }],
          [
            { kind: 'paragraph', children: [text('넷')] },
            {
              kind: 'list',
              ordered: false,
              start: 1,
              items: [[{ kind: 'paragraph', children: [text('안')] }]],
            },
          ],
        ],
      },
    ]);
  });

  it('keeps the language and the exact text of a closed fence', () => {
    const expected = [{ kind: 'code-block', language: 'ts', text: 'const a = 1 < 2;\n  <b>' }];
    expect(parseMarkdown('```ts\nconst a = 1 < 2;\n  <b>\n```')).toEqual(expected);
    expect(parseMarkdown('```ts\nconst a = 1 < 2;\n  <b>')[0]?.kind).toBe('paragraph');
  });

  const code = (value: string, language = ''): BlockNode => ({ kind: 'code-block', language, text: value });
  const paragraph = (value: string): BlockNode => ({ kind: 'paragraph', children: [text(value)] });

  it.each<[string, BlockNode[]]>([
    ['Example: ```js\nx()```\nDone.', [paragraph('Example: '), code('x()', 'js'), paragraph('Done.')]],
    ['```js x()```', [code('js x()')]],
    ['```js title="a"\nx()\n```', [code('js title="a"\nx()')]],
    ['````md\nx\n````', [code('`md\nx'), paragraph('`')]],
    ['``````', [paragraph('``````')]],
    ['a ```b', [paragraph('a ```b')]],
    ['> ```js\n> x()\n> ```\nafter', [{ kind: 'quote', children: [code('x()', 'js')] }, paragraph('after')]],
    ['> ```js\n> x()\n```', [{ kind: 'quote', children: expect.any(Array) as never }, paragraph('```')]],
  ])('reads the three backticks of %j wherever they stand', (source, expected) => {
    expect(parseMarkdown(source)).toEqual(expected);
  });

  it('hides all that stands in a spoiler: paragraphs, items, code blocks', () => {
    expect(parseMarkdown('||a\n\nb\n- c\n```d```e||f')).toEqual([
      { kind: 'paragraph', children: [{ kind: 'spoiler', children: [text('a')] }] },
      { kind: 'paragraph', children: [{ kind: 'spoiler', children: [text('b')] }] },
      {
        kind: 'list',
        ordered: false,
        start: 1,
        items: [[{ kind: 'paragraph', children: [{ kind: 'spoiler', children: [text('c')] }] }]],
      },
      { kind: 'spoiler', children: [code('d')] },
      { kind: 'paragraph', children: [{ kind: 'spoiler', children: [text('e')] }, text('f')] },
    ]);
  });

  it('has no tables, rules, images or indented code', () => {
    const kinds = parseMarkdown('a\n\n---\n\n    code\n\n|a|b|\n|-|-|\n\n![x](https://x.dev/a.png)').map(
      (b) => b.kind,
    );
    expect(new Set(kinds)).toEqual(new Set(['paragraph']));
  });
});

describe('hostile text', () => {
  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<a href="javascript:alert(1)">x</a>',
    '<iframe srcdoc="<script>1</script>">',
    '<svg/onload=alert(1)>',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
    '"><b onmouseover=alert(1)>x',
    '<!-- <b> -->',
    '<style>*{display:none}</style>',
  ])('stays text, character by character: %s', (source) => {
    expect(visibleText(parseMarkdown(source))).toBe(source);
  });

  it.each([
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](java\nscript:alert(1))',
    '[x](&#106;avascript:alert(1))',
    '[x](vbscript:msgbox(1))',
    '[x](data:text/html;base64,PHNjcmlwdD4=)',
    '[x](data:image/png;base64,AAAA)',
    '[x](file:///etc/passwd)',
    '[x](//evil.dev)',
    '[x](/dev/reset)',
    '[x](ftp://evil.dev/)',
    '<javascript:alert(1)>',
    '<data:text/html,x>',
    'ftp://evil.dev/x',
    '//evil.dev/x',
    '[x][1]\n\n[1]: javascript:alert(1)',
  ])('makes no link of %j', (source) => {
    expect(everyInline(parseMarkdown(source)).filter((node) => node.kind === 'link')).toEqual([]);
  });

  it.each<[string, string]>([
    ['https://libra.dev/a?b=c', 'https://libra.dev/a?b=c'],
    ['<https://libra.dev>', 'https://libra.dev'],
    ['<https://x.dev/"onclick=alert(1)>', 'https://x.dev/%22onclick=alert(1)'],
    ['[문서](https://libra.dev/%EA%B0%80)', 'https://libra.dev/%EA%B0%80'],
    ['[편지](mailto:a@b.dev)', 'mailto:a@b.dev'],
    ['http://libra.dev/가', 'http://libra.dev/%EA%B0%80'],
  ])('makes a link of %s', (source, href) => {
    expect(everyInline(parseMarkdown(source)).filter((node) => node.kind === 'link')).toMatchObject([
      { href },
    ]);
  });

  it('reads anything at all without throwing, and links only where it is safe', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom(
        '**',
        '__',
        '||',
        '~~',
        '`',
        '```',
        '\n',
        '> ',
        '>>> ',
        '- ',
        '1. ',
        '-# ',
        '[a](',
        ')',
        '<t:',
        '<@',
        '>',
        '# ',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        for (const node of everyInline(parseMarkdown(pieces.join('')))) {
          if (node.kind === 'link') expect(node.href).toMatch(/^(https?:\/\/|mailto:)/i);
        }
      }),
    );
  });

  it('is quick with deep nesting', () => {
    for (const source of [
      '> '.repeat(1_000),
      '||'.repeat(1_000),
      '**'.repeat(1_000),
      '['.repeat(2_000),
      '- '.repeat(1_000),
    ]) {
      expect(() => parseMarkdown(`${source}x`)).not.toThrow();
    }
  });
});
