import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText } from './decode-text.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string, isBig: boolean) => {
  const bytes = Buffer.from(text, 'utf16le');
  return isBig ? bytes.swap16() : bytes;
};
/** "안녕하세요, Libra" */
const EUC_KR = Buffer.from('bec8b3e7c7cfbcbcbfe42c204c69627261', 'hex');

describe('the text of a file', () => {
  it.each([
    ['UTF-8', utf8('이름,값\n가,1\n'), '이름,값\n가,1\n'],
    ['UTF-8 with a byte order mark', utf8('\ufeff이름'), '이름'],
    ['UTF-16 LE with a byte order mark', utf16('\ufeff이름', false), '이름'],
    ['UTF-16 BE with a byte order mark', utf16('\ufeff이름', true), '이름'],
    ['UTF-16 LE without one', utf16('name\n이름', false), 'name\n이름'],
    ['UTF-16 BE without one', utf16('name\n이름', true), 'name\n이름'],
    ...[false, true].map((isBig): [string, Uint8Array, string] => {
      const text = '가족 관계를 글로 적었다. 대가는 없다.\n';
      return [
        `UTF-16 ${isBig ? 'BE' : 'LE'} without one, with syllables that have a zero byte`,
        utf16(text, isBig),
        text,
      ];
    }),
    ['EUC-KR', EUC_KR, '안녕하세요, Libra'],
    ['a log with colours', utf8('\u001b[31merror\u001b[0m\n'), '\u001b[31merror\u001b[0m\n'],
  ])('is read from %s', (_, bytes, text) => {
    expect(decodeText(bytes)).toBe(text);
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['white space', utf8(' \n\t')],
    ['a PNG', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['zeros', new Uint8Array(64)],
    ['a ZIP', Buffer.from('504b0304140000000800b1a2c3d4', 'hex')],
    ['text with a NUL', utf8('a\0b')],
    ['Latin-1', Buffer.from('caf\xe9 na\xefve', 'latin1')],
    ['Shift_JIS', Buffer.from('93fa967b8cea82cc8365834c8358836782c582b7', 'hex')],
    [
      'GBK',
      Buffer.from(
        'd6d0bbaac8cbc3f1b9b2bacdb9facfdcb7a8b9e6b6a8b9abc3f1b5c4bbf9b1bec8a8c0fbbacdd2e5cef1a1a3b9fabcd2d7f0d6d8bacdb1a3d5cfc8cbc8a8a1a3',
        'hex',
      ),
    ],
    ['Big5', Buffer.from('a4a4b5d8a5c1b0eabecbaa6bb357a977a448a5c1a4a7c576a751b871b0c8', 'hex')],
    [
      'Windows-1251',
      Buffer.from('cff0e8e2e5f22c20fdf2ee20eee1fbf7edfbe920f0f3f1f1eae8e920f2e5eaf1f22e', 'hex'),
    ],
    ['numbers of 16 bits', Buffer.from(Array.from({ length: 64 }, (_, at) => (at % 2 === 0 ? at : 0xe0)))],
    ['UTF-8 that is cut', utf8('이름').subarray(0, 4)],
  ])('is not there in %s', (_, bytes) => {
    expect(decodeText(bytes)).toBeNull();
  });

  it('is what was written, for any printable text in UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        if (text.trim() !== '' && !text.startsWith('\ufeff')) expect(decodeText(utf8(text))).toBe(text);
      }),
    );
  });

  it('never throws and has no control characters, for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(decodeText(bytes) ?? '').not.toMatch(/\0/);
      }),
    );
  });
});
