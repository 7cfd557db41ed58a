import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dropHidden, escapeHidden, nameHidden, replaceHidden } from './hidden.ts';

describe('dropHidden', () => {
  it.each([
    ['한국어, 日本語, English 1.5 €\t|\r\nnext', 'plain text'],
    ['👨‍👩‍👧 🏳️‍🌈 ❤️‍🔥 👩🏽‍💻 1️⃣ ☺︎ ©️ 🇰🇷', 'emoji sequences'],
    ['🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}', 'a flag of tags'],
    ['می‌خواهم', 'Persian with a non-joiner'],
    ['क्‍ष और क्‌ष', 'Devanagari with joiners'],
    ['שלום C++\u200e (גרסה 20)', 'a mark of direction in Hebrew'],
    ['اللغة العربية 2026', 'Arabic'],
    ['\u1112\u1161\u11ab \u115f\u1161 \u1112\u1160\u11ab ㅋㅋㅋ', 'Hangul letters'],
    ['e\u0301 ก็ நி ñ', 'combining marks'],
    ['葛\u{e0100}城', 'a variant of a Han character'],
    ['⠀⠀⣴⣿⣦⠀⠀', 'a picture of Braille'],
    ['\x1b[31mred\x1b[0m', 'colours of an ansi block'],
  ])('leaves %j: %s', (text) => {
    expect(dropHidden(text)).toBe(text);
  });

  it.each([
    ['a\u202eb\u2066c\u2069\u202cd', 'abcd'],
    ['pay\u200bpal\u2060 \ufeffx\u00ady', 'paypal xy'],
    ['hi\u{e0069}\u{e0067}\u{e006e}\u{e006f}\u{e0072}\u{e0065}', 'hi'],
    ['🏴\u{e0067}\u{e0062}\u{e0068}\u{e0069}\u{e007f}', '🏴'],
    ['😀\ufe0f\u{e0101}\u{e0102}\ufe00\ufe0f', '😀\ufe0f'],
    ['a\ufe0fb\u{e0100}', 'ab'],
    ['a\u200db\u200cc', 'abc'],
    ['ب\u200c\u200d\u200c\u200bب', 'بب'],
    ['\u3164\uffa0\u115f\u1160x', 'x'],
    ['\u2800\u2800x', ' x'],
    ['a\u200fb', 'ab'],
    ['a\0\x07\x1bb\x7f\x9b', 'ab'],
    ['a\u2028b\u2029c\u0085d', 'a\nb\nc\nd'],
    ['\u{e0001}\u206a\ufff9\u17b4\u034f\u180e', ''],
  ])('makes of %j %j', (text, shown) => {
    expect(dropHidden(text)).toBe(shown);
  });

  it('is idempotent, and lets no two hidden characters through in a row but in emoji and pictures', () => {
    fc.assert(
      fc.property(awkward, (text) => {
        const shown = dropHidden(text);
        expect(dropHidden(shown)).toBe(shown);
        expect(shown).not.toMatch(/[\u202a-\u202e\u2060-\u2069\u200b\ufeff\u00ad\u3164\u{e0001}]/u);
        const rows = shown.replaceAll('🏴󠁧󠁢󠁳󠁣󠁴󠁿', '').replaceAll('\ufe0f\u200d', '');
        expect(rows).not.toMatch(/\p{DI}{2}/u);
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes a time linear in the length', () => {
    for (const piece of [
      '\u200b',
      'ب\u200c',
      'a\u200f',
      '😀\ufe0f',
      '\u2800',
      '\u200f',
      'ب\u0301\u0301\u200d',
    ]) {
      expect(dropHidden(piece.repeat(200_000 / piece.length))).not.toContain('\u200b');
    }
  });
});

it('names what is hidden, a row by its first character', () => {
  const named = (text: string) => replaceHidden(text, nameHidden);
  expect(named('if (a\u202e) {\u200b')).toBe('if (a⟨U+202E⟩) {⟨U+200B⟩');
  expect(named('x\u{e0041}\u{e0042}\u{e0043}')).toBe('x⟨U+E0041 ×3⟩');
});

it('escapes what is hidden in JSON and loses nothing', () => {
  fc.assert(
    fc.property(fc.array(awkward), (texts) => {
      const json = escapeHidden(JSON.stringify(texts));
      expect(JSON.parse(json)).toEqual(texts.map((text) => text.toWellFormed()));
      expect(json).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u2028\u200b]/);
    }),
  );
});

const awkward = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...'\u200b\u200c\u200d\u200e\u200f\u202e\u2066\u2069\u2060\ufeff\u00ad\u034f\u115f\u1160\u3164\u2800\u180b\ufe00\ufe0f\u061c\u2028\x1b\x07',
        ...[
          '\u{e0001}',
          '\u{e0041}',
          '\u{e0100}',
          '🏴',
          '\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
        ],
        ...[
          'a',
          'ب',
          'ש',
          'क',
          '्',
          '葛',
          'ᄒ',
          'ᅡ',
          '⣿',
          '😀',
          '👩🏽',
          '1',
          '\u20e3',
          '\u0301',
          '\n',
          ' ',
          '[3m',
        ],
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 30 },
  )
  .map((pieces) => pieces.join('').toWellFormed());
