import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { highlight } from './highlight.ts';

const tinted = (code: string, language: string) =>
  highlight(code, language).flatMap(({ text, tint }) => (tint === null ? [] : [`${tint}:${text}`]));

describe('highlight', () => {
  it.each([
    ['ts', 'const a = 42; // 답', ['keyword:const', 'number:42', 'comment:// 답']],
    [
      'python',
      'def f():\n    """두 줄\n글"""\n    return None  # 끝',
      ['keyword:def', 'string:"""두 줄\n글"""', 'keyword:return', 'keyword:None', 'comment:# 끝'],
    ],
    ['bash', 'echo "$#" a#b # end', ['string:"$#"', 'comment:# end']],
    ['sql', 'SELECT 1 -- one', ['keyword:SELECT', 'number:1', 'comment:-- one']],
    [
      'json',
      '{"url": "http://x", "n": [1, true]}',
      ['string:"url"', 'string:"http://x"', 'string:"n"', 'number:1', 'keyword:true'],
    ],
  ])('tells what stands out in %s', (language, code, expected) => {
    expect(tinted(code, language)).toEqual(expected);
  });

  it('leaves a name alone that holds a keyword, and a comment’s mark inside a string', () => {
    expect(tinted('returned(format("a // b"))', 'js')).toEqual(['string:"a // b"']);
  });

  it.each(['', 'text', '한국어'])('leaves the language %j plain', (language) => {
    expect(highlight('const a = 1', language)).toEqual([{ text: 'const a = 1', tint: null }]);
  });

  it('loses nothing, whatever is written and however far it has got', () => {
    const language = fc.constantFrom('ts', 'py', 'sql', 'json', 'css');
    fc.assert(
      fc.property(language, fc.string({ unit: 'grapheme' }), (name, code) => {
        expect(
          highlight(code, name)
            .map(({ text }) => text)
            .join(''),
        ).toBe(code);
      }),
    );
  });
});
