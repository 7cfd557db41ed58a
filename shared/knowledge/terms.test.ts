import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countTerms, TERM_SPACE, termsOf } from './terms.ts';

const terms = (text: string) => [...termsOf(text)];

describe('termsOf', () => {
  it('gives the syllables of a Korean word and its pairs, never a pair over two words', () => {
    expect(terms('연차 휴가')).toEqual(['연', '차', '연차', '휴', '가', '휴가']);
  });

  it.each([
    ['Policies', 'policy'],
    ['boxes', 'box'],
    ['refunds', 'refund'],
    ['status class bus', 'status class bus'],
    ['Café', 'cafe'],
    ['1,200', '1 200'],
    ['Ｌｉｂｒａ', 'libra'],
  ])('folds %s to %s', (text, folded) => {
    expect(terms(text).join(' ')).toBe(folded);
  });

  it('parts letters of different scripts within a word', () => {
    expect(terms('API키')).toEqual(['api', '키']);
  });

  it('finds a Korean word that was written in single letters', () => {
    expect(terms('휴가'.normalize('NFD'))).toEqual(terms('휴가'));
  });

  it('gives nothing for a text without a word', () => {
    expect(terms(' — … ?! \n')).toEqual([]);
  });
});

it('counts each term at an index of the sparse vector', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      const counts = countTerms(text);
      const sum = [...counts.values()].reduce((all, count) => all + count, 0);
      expect(sum).toBe(terms(text).length);
      for (const index of counts.keys()) {
        expect(Number.isInteger(index) && index >= 1 && index <= TERM_SPACE).toBe(true);
      }
    }),
  );
});

it('rarely gives two terms one index', () => {
  const syllables = Array.from({ length: 11_172 }, (_, index) => String.fromCharCode(0xac00 + index));
  const indices = new Set(syllables.flatMap((syllable) => [...countTerms(syllable).keys()]));
  // By chance about 59 of them meet another.
  expect(indices.size).toBeGreaterThan(11_172 - 120);
});
