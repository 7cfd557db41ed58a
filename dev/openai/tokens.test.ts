import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countPromptTokens, splitIntoTokens } from './tokens.ts';

describe('splitIntoTokens', () => {
  it('loses nothing, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(splitIntoTokens(text).join('')).toBe(text);
      }),
    );
  });

  it('cuts words, syllables and graphemes, but no code point', () => {
    expect(splitIntoTokens('Hello there, 안녕하세요!\n\n👨‍👩‍👧 🇰🇷 12345')).toEqual([
      'Hello',
      ' there',
      ',',
      ' ',
      '안녕',
      '하세',
      '요',
      '!',
      '\n\n',
      '👨',
      '\u200d',
      '👩',
      '\u200d',
      '👧',
      ' ',
      '🇰',
      '🇷',
      ' 123',
      '45',
    ]);
  });
});

describe('countPromptTokens', () => {
  it('counts what surrounds each message too', () => {
    expect(countPromptTokens([])).toBe(3);
    expect(countPromptTokens([{ role: 'user', text: 'hi' }])).toBe(8);
  });
});
