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
    '잘 듣고 기억해 줘',
    '기억에 남는 영화 추천해 줘',
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
