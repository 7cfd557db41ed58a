import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRemember } from './remember.ts';
import { routeIntent } from './route.ts';

describe('a wish to remember', () => {
  it.each([
    ['remember that I prefer short answers', 'I prefer short answers'],
    ['Remember this: my dog is called Bori', 'my dog is called Bori'],
    ['libra, please remember that I live in Busan.', 'I live in Busan.'],
    ['Remember: I work at a bakery', 'I work at a bakery'],
    ['기억해 줘: 내 강아지 이름은 보리야', '내 강아지 이름은 보리야'],
    ['리브라야, 이거 기억해줘: 나는 채식주의자야', '나는 채식주의자야'],
    ['기억해 주세요, 저는 부산에 살아요', '저는 부산에 살아요'],
    ['내가 부산에 산다는 거 기억해 줘', '내가 부산에 산다'],
    ['내 이름은 보라라고 기억해 줘', '내 이름은 보라'],
    ['기억해: 나는 채식주의자야', '나는 채식주의자야'],
    ['내 생일은 5월 3일이야 기억해 줘', '내 생일은 5월 3일이야'],
    ['나는 채식주의자야, 꼭 기억해줘!', '나는 채식주의자야'],
    ['제 이름은 민수예요. 기억해 주세요', '제 이름은 민수예요'],
    ['리브라야 난 매운 걸 못 먹어 기억해둬', '난 매운 걸 못 먹어'],
    ['내가 채식주의자인 거 기억해 줘', '내가 채식주의자'],
    ['Keep in mind that I am a beginner', 'I am a beginner'],
    ['Remember that my doctor is Dr. Kim, please', 'my doctor is Dr. Kim, please'],
    ['remember that I get up at 5 a.m. on weekdays', 'I get up at 5 a.m. on weekdays'],
    ['remember that version 2.5 is what we use', 'version 2.5 is what we use'],
    ['생일에 선물을 줘야 한다고 기억해줘', '생일에 선물을 줘야 한다'],
    ['remember that I live in Busan, where it rains a lot', 'I live in Busan, where it rains a lot'],
    ['remember that I cook and write poems', 'I cook and write poems'],
    ['기억해줘: 항상 짧게 답해줘', '항상 짧게 답해줘'],
    ['기억해줘: 사과, 배, 감을 좋아해', '사과, 배, 감을 좋아해'],
    ['내가 채식주의자가 아니라는 거 기억해줘', '내가 채식주의자가 아니다'],
    ['나 이제 학생 아니라고 기억해 줘', '나 이제 학생 아니다'],
    ['난 매운 거 못 먹어ㅠㅠ 기억해줘', '난 매운 거 못 먹어'],
    ['나 비건이야~ 기억해둬', '나 비건이야'],
    ['나 다음 달에 결혼해 기억해줘ㅋㅋ', '나 다음 달에 결혼해'],
    ['저는 부산에 살아요. 기억해 주세요 🥰', '저는 부산에 살아요'],
    ['remember that I moved to Busan 🎉', 'I moved to Busan'],
    ['나는 왼손잡이라고 기억해 줄래?', '나는 왼손잡이다'],
    ['우리 집은 3층이라는 거 기억해놔', '우리 집은 3층이다'],
    ['remember that: "I live in Seoul"', 'I live in Seoul'],
    ['remember that my motto is "never give up"', 'my motto is "never give up"'],
  ])('is read in %s', (text, fact) => {
    expect(routeIntent(text)).toEqual({ kind: 'remember', fact });
  });

  it.each([
    'Do you remember that I live in Busan?',
    'Remember that time we talked about jazz',
    'How do people remember that many names',
    'I cannot remember that word',
    'remember',
    '기억해 줘',
    '내 이름 기억해?',
    '내가 뭐라고 했는지 기억나?',
    '이 대화 내용이라고 기억해 줘',
    '기억해',
    '기억해, 내가 어제 한 말',
    '내가 한 말 기억해 줘',
    '내가 좋아하는 거 기억해 줘',
    '나는 초보야. 재귀를 설명해 줘. 기억해 줘',
    '이거 중요해 기억해 줘',
    '나라마다 달라요 기억해 줘',
    '잘 듣고 기억해 줘',
    '기억에 남는 영화 추천해 줘',
    // Something is asked behind it, or before it.
    "Note that I can't use loops. Write a function that reverses a list.",
    "Keep in mind that I'm a beginner. Explain recursion.",
    'Please remember that we need JSON. Now convert the table above',
    'Remember that I am vegan. What should I eat tonight? Thanks',
    'Remember that I use tabs\nreview: function f() {}',
    'remember that I am new here, then explain monads',
    "remember that I'm vegan, what should I cook",
    'remember that I have two kids, can you suggest a game',
    "remember that I'm vegan and suggest dinner",
    'please remember that I live in Seoul and tell me the weather',
    '기억해 줘, 그리고 오늘 날씨 알려줘',
    '기억해줘: 나는 채식주의자야, 뭐 먹을까',
    '기억해줘: 나는 채식주의자야 저녁 메뉴 추천해줘',
    '기억해줘. 나는 채식주의자야. 저녁 메뉴 추천해줘',
    '기억해줘: 나는 채식주의자야, 그리고 저녁 메뉴 추천 부탁해',
    'remember that my code is in Python — now fix the bug',
    '기억해 줘: 나는 채식주의자야\n저녁 메뉴 추천해 줘',
    '다음 문장을 영작해줘: 내가 널 사랑했다고 기억해줘',
    '가사 알려줘 나를 사랑했다고 기억해줘',
    // About what is being written, not about the person.
    'note: rewrite this in a formal tone',
    'Note that the code must run on Python 3',
    'keep in mind that the essay is for high schoolers',
    // A story.
    'remember that episode where Ross says we were on a break',
    'remember that joke you told me',
    'remember that girl I told you about',
    'remember that restaurant we went to',
    // Other words that begin so.
    "remember that's my name",
    'remember thatcher and reagan',
  ])('is not seen in %s', (text) => {
    expect(routeIntent(text).kind).not.toBe('remember');
  });

  it('never throws, and gives a part of the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const fact = readRemember(`remember that ${text}`);
        expect(fact === null || text.includes(fact)).toBe(true);
      }),
    );
  });
});
