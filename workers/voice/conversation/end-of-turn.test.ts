import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Ending, judgeEnding, LONGEST_PAUSE_MS, PAUSE_MS, pauseFor } from './end-of-turn.ts';

const CASES: Record<Ending, readonly string[]> = {
  whole: [
    '오늘 날씨가 어때요?',
    '오늘 날씨가 어때요.',
    '금요일 회의를 취소해 주세요.',
    '한국의 수도는 어디입니까',
    '저는 서울에 삽니다.',
    '내일 비가 온다',
    '그건 제가 할게요',
    '같이 가죠',
    '지금 몇 시야',
    '음악 틀어 줘',
    '이거 번역해 줘.',
    '그게 더 좋을까',
    '네',
    '아니요.',
    '응',
    '고마워',
    '잘 모르겠는데요',
    '배가 고파서요',
    '거기가 어딘데?',
    '여기서 얼마나 걸려',
    '인터넷이 왜 이렇게 느려',
    '그만',
    '뭐라고',
    '제가 어제 말했잖아요',
    '이제 집에 가',
    '어디로 들어가',
    '그래도 되는가',
    '내가 먹을게',
    '왜 안 돼',
    'What is the capital of Korea?',
    'What time is it in Seoul',
    'Tell me a joke.',
    'I would like to book a table tomorrow.',
    'Yes.',
    'No, thanks',
    'Thank you',
    'Stop',
    'Remind me to call my mother please',
    'Where are you from',
    'What are you looking for',
    'How old is she',
    'The meeting was moved to Friday.',
  ],
  open: [
    '제가 어제 서울에 갔는데',
    '제가 생각해 봤는데요, ',
    '날씨가 좋으면',
    '밥을 먹고',
    '비가 와서',
    '시간이 없으니까',
    '그게 좀 비싼데',
    '오늘은',
    '내일 회의를',
    '서울에서 부산까지',
    '그리고',
    '그래서',
    '음',
    '그 뭐랄까',
    '저는 그러니까',
    '제 전화번호는 공일공 일이삼사',
    '번호는 010',
    '010 1234',
    '가려고',
    '학교에 가다가',
    '제 생각에는',
    '예를 들어.',
    '그런데요',
    '왜냐하면요',
    'I was wondering if',
    'Can you tell me the',
    'I want to',
    'So',
    'Um',
    'I went to Seoul and',
    'My number is five five five',
    'It is because',
    'I mean',
    'Could you',
    'What about',
    'The thing is, ',
    'Well...',
    'I think that',
    'The code is 4 8 1 5',
  ],
  unclear: [
    '서울',
    '내일 저녁',
    '김치찌개',
    '다음 주 금요일',
    // What they say of it is still to come.
    '내일 날씨가',
    '제가',
    '그 나라가',
    '아까',
    '이걸 어떻게',
    '간단하게',
    '그게 아니라',
    '제가 학생이라',
    '제 이름은 John',
    'Seoul tomorrow',
    'Pizza',
    'Next Friday',
    '',
  ],
};

describe.each(Object.entries(CASES) as [Ending, readonly string[]][])('%s', (ending, texts) => {
  it.each(texts)('%s', (text) => expect(judgeEnding(text)).toBe(ending));
});

it('takes a telephone number for whole with its last digit', () => {
  expect(judgeEnding('제 번호는 010-1234-5678')).not.toBe('open');
  expect(judgeEnding('five five five one two three four five six seven')).not.toBe('open');
});

it('always waits between 250 and 900 ms, and longer for somebody who was interrupted', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 0, max: 2_000 }), (text, patienceMs) => {
      const pauseMs = pauseFor(text, patienceMs);
      expect(pauseMs).toBeGreaterThanOrEqual(PAUSE_MS.whole);
      expect(pauseMs).toBeLessThanOrEqual(LONGEST_PAUSE_MS);
      expect(pauseMs).toBeGreaterThanOrEqual(pauseFor(text, 0));
    }),
  );
});
