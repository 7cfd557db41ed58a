import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createClauseSplitter, MAX_CLAUSE_CHARS } from './clauses.ts';

function split(...pieces: string[]): string[] {
  const splitter = createClauseSplitter();
  return [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.end()];
}

describe('createClauseSplitter', () => {
  it('gives a sentence as soon as what follows it has begun', () => {
    const splitter = createClauseSplitter();
    expect(splitter.push('Seoul is the capital.')).toEqual([]);
    expect(splitter.push(' It lies')).toEqual(['Seoul is the capital.']);
    expect(splitter.end()).toEqual(['It lies']);
  });

  it.each([
    ['안녕하세요. 오늘은 맑고 따뜻한 하루예요.', ['안녕하세요.', '오늘은 맑고 따뜻한 하루예요.']],
    [
      '서울은 한국의 수도입니다 그리고 아주 큰 도시예요',
      ['서울은 한국의 수도입니다', '그리고 아주 큰 도시예요'],
    ],
    ['오늘은 비가 와요 우산을 꼭 챙기세요', ['오늘은 비가 와요', '우산을 꼭 챙기세요']],
    ['네, 알겠어요. 바로 찾아볼게요.', ['네, 알겠어요.', '바로 찾아볼게요.']],
    ['It costs 3.14 dollars. That is cheap enough.', ['It costs 3.14 dollars.', 'That is cheap enough.']],
    ['Ask Dr. Kim about this one. He knows it well.', ['Ask Dr. Kim about this one.', 'He knows it well.']],
    ['Really? Yes! It is true, as far as I know.', ['Really?', 'Yes! It is true, as far as I know.']],
    ['Sure, I will look it up for you now.', ['Sure,', 'I will look it up for you now.']],
    ['I looked it up, and there are three of them.', ['I looked it up,', 'and there are three of them.']],
    ['그건 별로 필요 없어요 괜찮아요', ['그건 별로 필요 없어요', '괜찮아요']],
    ['제가 그거 아까 말했죠 기억나세요', ['제가 그거 아까 말했죠', '기억나세요']],
    ['한국의 주요 도시는 서울과 부산이에요.', ['한국의 주요 도시는 서울과 부산이에요.']],
    [
      'The U.S. economy grew. It is 5 p.m. in Washington, D.C. today.',
      ['The U.S. economy grew.', 'It is 5 p.m. in Washington, D.C. today.'],
    ],
    ['Meet me on Jan. 5 in Seoul, please.', ['Meet me on Jan. 5 in Seoul,', 'please.']],
    ['내일 비가 온다 [1, 3]. 모레도 온다고 한다.', ['내일 비가 온다 [1, 3].', '모레도 온다고 한다.']],
    ['It will rain [1, 3]. Tomorrow, too.', ['It will rain [1, 3].', 'Tomorrow, too.']],
    ['**물을 많이 드세요.** 하루에 여덟 잔쯤요.', ['**물을 많이 드세요.**', '하루에 여덟 잔쯤요.']],
    ['첫째\n둘째는 조금 더 긴 줄이에요', ['첫째\n둘째는 조금 더 긴 줄이에요']],
    ['오늘은 2026. 11. 30. 월요일이에요.', ['오늘은 2026. 11. 30. 월요일이에요.']],
    ['It began in 2026. Nobody had expected that.', ['It began in 2026.', 'Nobody had expected that.']],
    ['   ', []],
  ])('%s', (text, clauses) => expect(split(text)).toEqual(clauses));

  it('takes nothing but full stops at once, looking no further than a clause may go', () => {
    const text = '!'.repeat(20_000);
    expect(split(text).join('')).toBe(text);
  });

  it('cuts what has no end at white space, and never within a character', () => {
    expect(split('word '.repeat(100)).every(({ length }) => length <= MAX_CLAUSE_CHARS)).toBe(true);
    for (const clause of split('🦊'.repeat(300))) expect(clause.isWellFormed()).toBe(true);
  });

  const text = fc.string({ unit: fc.constantFrom(...'가나다요죠까니다. ,!?\nab1…🦊"'), maxLength: 600 });

  it('loses nothing, makes no empty or overlong clause, and does not depend on how the text comes', () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat(20), { maxLength: 60 }), (whole, sizes) => {
        const pieces: string[] = [];
        let at = 0;
        for (const size of sizes) {
          pieces.push(whole.slice(at, at + size));
          at += size;
        }
        pieces.push(whole.slice(at));
        const clauses = split(...pieces);
        expect(clauses.join('').replace(/\s/gu, '')).toBe(whole.replace(/\s/gu, ''));
        for (const clause of clauses) {
          expect(clause.trim()).toBe(clause);
          expect(clause).not.toBe('');
          expect(clause.length).toBeLessThanOrEqual(MAX_CLAUSE_CHARS);
        }
      }),
    );
  });
});
