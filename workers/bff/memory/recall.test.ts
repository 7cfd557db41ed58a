import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FactCandidate, MAX_RECALLED, recallFacts } from './recall.ts';
import { isStanding, slotOf } from './slot.ts';
import { hashedTerms, tellingTerms } from './terms.ts';

const TEXTS = [
  '내 강아지 이름은 보리야',
  '나는 부산에 살아',
  '저는 주말마다 등산을 다녀요',
  '내 차는 아반떼야',
  'I play the cello in an orchestra',
  'My favourite colour is teal',
];

function factsOf(texts: readonly string[], more: Partial<FactCandidate> = {}): FactCandidate[] {
  return texts.map((text, index) => ({
    id: String(index + 1),
    text,
    space: '7',
    slot: slotOf(text),
    standing: isStanding(text),
    valid_from: `2026-11-0${(index % 9) + 1}T00:00:00Z`,
    ...more,
  }));
}

const recall = (question: string, facts = factsOf(TEXTS)) =>
  recallFacts({ candidates: facts, question, total: facts.length }, []).map(({ text }) => text);

describe('recallFacts', () => {
  it.each([
    ['우리 강아지 이름이 뭐였지?', '내 강아지 이름은 보리야'],
    ['부산 맛집 알려줘', '나는 부산에 살아'],
    ['등산 갈 때 뭘 챙겨야 해?', '저는 주말마다 등산을 다녀요'],
    ['내 차 뭐였지', '내 차는 아반떼야'],
    ['Which string should I buy for my cello?', 'I play the cello in an orchestra'],
    ['what colours go with my favourite one?', 'My favourite colour is teal'],
  ])('finds for %s what it is about', (question, fact) => {
    expect(recall(question)[0]).toBe(fact);
  });

  it.each(['오늘 날씨 어때?', 'What is the capital of France?', '파이썬 반복문 알려줘', 'tell me a joke'])(
    'finds nothing for %s',
    (question) => {
      expect(recall(question)).toEqual([]);
    },
  );

  it('brings what concerns every answer along, the newest first', () => {
    const facts = factsOf(['나는 채식주의자야', 'Call me Bo', '내 차는 아반떼야']);
    expect(recall('저녁 메뉴 추천해줘', facts)).toEqual(['Call me Bo', '나는 채식주의자야']);
  });

  it('prefers what was said here to what holds everywhere', () => {
    const facts = [
      ...factsOf(['나는 서울에 살아'], { space: '*' }),
      ...factsOf(['나는 부산에 살아']).map((fact) => ({ ...fact, id: '9' })),
    ];
    expect(recall('내가 어디에 살아?', facts)).toEqual(['나는 부산에 살아']);
  });

  it('brings what is near in meaning, before what only shares a word', () => {
    const facts = factsOf(['나는 마라톤을 준비하고 있어', '이번 주 수요일이 내 생일이야']);
    const [marathon] = facts;
    const question = '이번 주 달리기 계획 세워줘';
    const words = { candidates: facts, question, total: facts.length };
    expect(recallFacts(words, []).map(({ text }) => text)).toEqual(['이번 주 수요일이 내 생일이야']);
    expect(
      recallFacts({ ...words, candidates: facts.slice(1) }, marathon === undefined ? [] : [marathon])[0]
        ?.text,
    ).toBe('나는 마라톤을 준비하고 있어');
  });

  it('prefers what was said here, also of what is near in meaning', () => {
    const near = [
      ...factsOf(['나는 서울에 살아'], { space: '*' }),
      ...factsOf(['나는 부산에 살아']).map((fact) => ({ ...fact, id: '9' })),
    ];
    const found = recallFacts({ candidates: [], question: '우리 동네 맛집', total: 2 }, near);
    expect(found.map(({ text }) => text)).toEqual(['나는 부산에 살아']);
  });

  it('gives each fact once, and no more than one row of buttons holds', () => {
    const text = fc.constantFrom(...TEXTS, 'Call me Bo', '짧게 답해 줘');
    fc.assert(
      fc.property(fc.array(text, { maxLength: 40 }), fc.string({ unit: 'grapheme' }), (texts, question) => {
        const found = recallFacts({ candidates: factsOf(texts), question, total: texts.length }, []).map(
          ({ id }) => id,
        );
        expect(found.length).toBeLessThanOrEqual(MAX_RECALLED);
        expect(new Set(found).size).toBe(found.length);
      }),
    );
  });
});

describe('slotOf', () => {
  it.each([
    ['I live in Busan', 'I moved to Jeju'],
    ['나는 서울에 살아', '나 부산으로 이사했어'],
    ['my dog is called Bori', 'My dog is Choco'],
    ['내 강아지 이름은 보리야', '내 강아지 이름은 초코야'],
    ['내 차는 아반떼', '내 차는 이제 소나타로 바꿨어'],
    ['내 생일이 5월 3일', '제 생일은 5월 4일이에요'],
    ['내 강아지는 두 살이야', '내 강아지는 이제 3살이에요'],
    ['My favourite colour is teal', 'my favourite colour is red now'],
    ['Call me Bo', 'My name is Bora'],
    ['저는 카카오에서 일해요', '저는 이제 네이버에서 근무해요'],
    ['저는 카카오 회사에 다녀요', '네이버로 이직했어'],
    ["I'm 34", 'I am now 35 years old.'],
    ['나를 민수라고 불러 줘', '앞으로는 보라라고 불러'],
    ['Reply in English', 'please answer in Korean'],
    ['영어로 답해 줘', '한국어로 대답해 줘'],
    ['내가 좋아하는 색은 파랑이야', '제가 좋아하는 색은 이제 밝은 초록이에요'],
    ['제일 좋아하는 음식은 김치야', '내가 제일 좋아하는 음식은 라면이야'],
    ['제가 쓰는 에디터는 vim이에요', '내가 쓰는 에디터는 emacs야'],
    ['나는 30살이야', '나 이제 31살이야'],
    ['저는 서른 살이에요', '저 올해 서른한 살 됐어요'],
  ])('is one for %s and %s', (one, other) => {
    expect(slotOf(one)).not.toBeNull();
    expect(slotOf(other)).toBe(slotOf(one));
  });

  it.each([
    ['my dog is called Bori', 'my cat is called Nabi'],
    ['내 강아지 이름은 보리야', '내 고양이 이름은 나비야'],
    ['나는 부산에 살아', '나는 부산에서 일해'],
    ['내 강아지 이름은 보리야', '내 강아지가 참치를 좋아해'],
    ['내 강아지 이름은 보리야', '내 강아지는 참치를 좋아한다'],
    ['내 강아지 이름은 보리야', '내 강아지는 세 살이야'],
    ['my dog is called Bori', 'my dog is 3 years old'],
    ['내 차는 아반떼야', '내 차가 고장 났어요'],
    ['나는 네이버에서 일해', '나는 매주 헬스장에 다녀'],
    ['나는 지금 서울에 살아', '예전에는 부산에 살았어'],
    ['나는 서울에 살아', '부산에 사는 친구가 있어'],
    ['나는 서울에 살아', '나중에 제주에서 살고 싶어'],
    ['나는 서울에 살아', '제주로 이사 가고 싶어'],
    ['나는 네이버에서 일해', '언젠가 구글에서 일하고 싶어'],
    ['나는 네이버에서 일해', '구글로 이직하고 싶어'],
    ["I'm 34", "I'm 180 cm tall"],
    ["I'm 34 years old", 'I am 10 minutes from the office'],
    ['민수라고 불러 줘', '우리 강아지를 초코라고 불러'],
    ['Call me Bo', "Don't call me before nine"],
    ['Answer in Korean', 'Answer in bullet points'],
    ['Answer in Korean', 'I write in the mornings'],
    ['한국어로 답해 줘', '반말로 답해 줘'],
    ['나는 서울에 살아', '옷은 인터넷에서 산다'],
    ['내가 좋아하는 색은 파랑이야', '내가 좋아하는 음식은 김치야'],
    ['좋아하는 색은 파랑이야', '좋아하는 음식은 김치야'],
    ['요즘 배우는 언어는 스페인어야', '요즘 배우는 악기는 기타야'],
    ['우리 강아지는 푸들이야', '우리 강아지가 좋아하는 간식은 고구마야'],
    ['우리 강아지가 좋아하는 장난감은 공이야', '우리 강아지가 좋아하는 간식은 고구마야'],
    ['나는 30살이야', '나는 3살 때 이사했어'],
    ['나는 30살이야', '나는 두 살 어린 동생이 있어'],
    ['나는 서울에 살아', '파리에서 살아본 적 있어'],
    ['나는 서울에 살아', '예전에 부산에 살고 있었어'],
    ['나는 네이버에서 일해', '구글에서 일해 본 적 있어'],
    ['나는 네이버에서 일해', '구글에서 일하고 있었어'],
  ])('differs for %s and %s', (one, other) => {
    expect(slotOf(one)).not.toBe(slotOf(other));
  });

  it.each([
    'I like jazz',
    '나는 선생님이야',
    'I have two bikes',
    '저는 왼손잡이예요',
    '나는 커피를 좋아하는 사람이야',
  ])('is none for %s, which does not rule out another', (text) => {
    expect(slotOf(text)).toBeNull();
  });
});

it('finds a word of one syllable without its particle, and no particle alone', () => {
  expect(tellingTerms('내 차는 뭐야')).toEqual(new Set(['차', '차는']));
  expect(hashedTerms('')).toBe('{}');
  expect(hashedTerms('차')).toMatch(/^\{\d+\}$/);
});
