import { describe, expect, it } from 'vitest';
import { weighAsked } from './asked-terms.ts';
import { countTerms, hashTerm } from './terms.ts';

const weightOf = (question: string, term: string) => weighAsked(question).get(hashTerm(term)) ?? 0;

describe('the terms of a question', () => {
  it.each([
    ['연차는 언제까지 써야 하나요?', '언제'],
    ['연차는 언제까지 써야 하나요?', '차는'],
    ['What is the refund policy?', 'the'],
    ['쌍둥이를 낳으면 휴가가 며칠이야?', '으면'],
  ])('of %j have no %j', (question, term) => {
    expect(weightOf(question, term)).toBe(0);
  });

  it.each([
    ['연차는 언제까지 써야 하나요?', '연차'],
    ['What is the refund policy?', 'refund'],
    ['What are the policies?', 'policy'],
    ['면', '면'],
  ])('of %j have %j', (question, term) => {
    expect(weightOf(question, term)).toBeGreaterThan(0);
  });

  it('are none where only asking is done', () => {
    expect(weighAsked('이게 뭐야? 어떻게 해요?').has(hashTerm('해'))).toBe(false);
    expect(weighAsked('what is it?').size).toBe(0);
  });

  it.each(['뭐야', '뭐예요', '누구야', '누구예요', '어디인가요', '언제죠', '며칠이야', '얼마에요'])(
    'count no %j behind what is asked for',
    (asking) => {
      expect(weighAsked(`환불 기한은 ${asking}?`)).toEqual(weighAsked('환불 기한은'));
    },
  );

  it.each([
    ["What's the refund policy?", 'What is the refund policy?'],
    ['Where’s parking? I don’t drive', 'Where is parking? I do not drive'],
    ["We're sick, can't we leave?", 'We are sick, can we leave?'],
  ])('of %j are those of %j', (short, whole) => {
    expect(weighAsked(short)).toEqual(weighAsked(whole));
  });

  it.each([
    '안녕하세요!',
    '고마워요 ㅋㅋㅋ',
    'ㅠㅠ',
    'Hello there, how are you?',
    'ok thanks 👍',
    '네, 감사합니다.',
  ])('are none in %j, which asks for nothing', (said) => {
    expect(weighAsked(said).size).toBe(0);
  });

  it('are there as soon as something is asked for besides', () => {
    expect(weighAsked('안녕! 연차는 며칠이야?').size).toBeGreaterThan(0);
  });

  it('count a syllable half of a pair, and stand in a text as they are', () => {
    expect(weightOf('휴가', '휴가')).toBe(1);
    expect(weightOf('휴가', '휴')).toBe(0.5);
    const text = countTerms('연차 휴가는 한 해에 열다섯 날이다.');
    for (const term of weighAsked('휴가').keys()) expect(text.has(term)).toBe(true);
  });
});
