import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATEGORIES } from '../../../shared/moderation/categories.ts';
import { IMPLIED } from './categories.ts';
import { judgeText } from './judge.ts';
import { FLAGGED, HARMLESS } from './judge-cases.ts';
import { readingsOf } from './normalise.ts';

describe('judgeText', () => {
  it('has enough of both kinds in both languages', () => {
    const bad = FLAGGED.flatMap(([, texts]) => texts);
    const korean = (texts: readonly string[]) => texts.filter((text) => /[가-힣ㄱ-ㅎ]/.test(text)).length;
    for (const texts of [bad, HARMLESS]) {
      expect(korean(texts)).toBeGreaterThanOrEqual(60);
      expect(texts.length - korean(texts)).toBeGreaterThanOrEqual(60);
    }
  });

  it.each(FLAGGED.flatMap(([name, texts]) => texts.map((text) => [name, text] as const)))(
    'flags for %s: %s',
    (name, text) => {
      const { flagged, categories, scores } = judgeText(text);
      expect(flagged).toBe(true);
      expect(categories[name]).toBe(true);
      expect(scores[name]).toBeGreaterThan(0.9);
      for (const wider of IMPLIED[name] ?? []) expect(categories[wider]).toBe(true);
    },
  );

  it.each(HARMLESS)('does not flag: %s', (text) => {
    const { categories } = judgeText(text);
    expect(CATEGORIES.filter((name) => categories[name])).toEqual([]);
  });

  it('still judges what stands around a harmless phrase', () => {
    expect(judgeText('kill the process, or I will kill you').flagged).toBe(true);
    expect(judgeText('시발점이 어디야 시발').flagged).toBe(true);
  });

  it('gives a score between 0 and 1 for each category, and is flagged by the scores', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom('', '시발', 'fuck you'), (before, bad) => {
        const { flagged, categories, scores } = judgeText(`${before} ${bad}`);
        expect(Object.keys(scores)).toEqual([...CATEGORIES]);
        for (const name of CATEGORIES) expect(scores[name] > 0 && scores[name] < 1).toBe(true);
        expect(flagged).toBe(CATEGORIES.some((name) => categories[name]));
      }),
    );
  });

  it('stays linear on texts that are made to be slow', () => {
    for (const piece of ['a ', '가 ', 'kill ', 'kill the ', '죽 ', 'i ', '1a', '시1', 'all the ']) {
      expect(judgeText(piece.repeat(20_000)).scores.hate).toBeLessThan(0.5);
    }
  });
});

describe('readingsOf', () => {
  it('joins spaced letters, undoes digits for letters and shortens drawn-out letters', () => {
    expect(readingsOf('F.U.C.K')).toContain('fuck');
    expect(readingsOf('k1ll')).toContain('kill');
    expect(readingsOf('fuuuuck')).toContain('fuck');
    expect(readingsOf('시\u200b발')).toContain('시발');
    expect(readingsOf('시.발')).toContain('시발');
  });

  it('does not join the ends of two words', () => {
    expect(readingsOf('다시 발견')).toEqual(['다시 발견']);
    expect(readingsOf('a cat')).toEqual(['a cat']);
  });
});
