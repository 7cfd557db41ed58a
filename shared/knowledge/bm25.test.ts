import fc from 'fast-check';
import { expect, it } from 'vitest';
import { documentVector, queryVector, rarityOf, score, toSparsevec } from './bm25.ts';
import { countTerms } from './terms.ts';

const TEXTS = [
  '연차 휴가는 1년에 15일이다.',
  '출장비는 영수증을 낸 뒤 2주 안에 지급한다.',
  '사무실은 오전 9시에 열고 오후 7시에 닫는다.',
];

it('ranks the text that answers first', () => {
  const counted = TEXTS.map(countTerms);
  const containing = (term: number) => counted.filter((counts) => counts.has(term)).length;
  const best = (question: string) => {
    const query = queryVector(countTerms(question), TEXTS.length, containing);
    const scores = counted.map((counts) => score(documentVector(counts, 20), query));
    return scores.indexOf(Math.max(...scores));
  };
  expect(best('휴가가 며칠이에요?')).toBe(0);
  expect(best('출장비 언제 받나요')).toBe(1);
  expect(best('사무실 여는 시간')).toBe(2);
});

it('scores a term higher the rarer it is and the oftener the text has it, never below nothing', () => {
  fc.assert(
    fc.property(fc.nat(10_000), fc.nat(10_000), (texts, containing) => {
      expect(rarityOf(texts, containing)).toBeGreaterThan(0);
      expect(rarityOf(texts, containing)).toBeGreaterThanOrEqual(rarityOf(texts, containing + 1));
    }),
  );
  const weight = (count: number) => documentVector(new Map([[7, count]]), 100).get(7) ?? 0;
  expect(weight(2)).toBeGreaterThan(weight(1));
});

it('writes a sparse vector as pgvector reads it', () => {
  const vector = new Map([
    [1_048_576, 1.234567],
    [3, 0.5],
    [9, 0.0000001],
  ]);
  expect(toSparsevec(vector)).toBe('{3:0.5,1048576:1.23457}/1048576');
  expect(toSparsevec(new Map())).toBe('{}/1048576');
});

it('keeps the heaviest entries of a vector that pgvector would refuse', () => {
  const many = new Map(Array.from({ length: 16_500 }, (_, index) => [index + 1, index + 1]));
  const written = toSparsevec(many);
  expect(written.split(',')).toHaveLength(16_000);
  expect(written.startsWith('{501:501,')).toBe(true);
});
