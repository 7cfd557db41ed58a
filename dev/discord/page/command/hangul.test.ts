import { describe, expect, it } from 'vitest';
import { startsWithTyped } from './hangul.ts';

describe('matching Korean while it is typed', () => {
  it.each(['', 'ㄷ', '도', '동', '도우', '도움', '도움ㅁ', '도움마', '도움말'])(
    'keeps 도움말 at every keystroke: %j',
    (query) => {
      expect(startsWithTyped('도움말', query)).toBe(true);
    },
  );
  it.each(['ㄷ', '대', '댛', '대호', '대화'])('keeps 대화 at every keystroke: %s', (query) => {
    expect(startsWithTyped('대화', query)).toBe(true);
  });
  it('finds a word by its initials', () => {
    expect(startsWithTyped('도움말', 'ㄷㅇㅁ')).toBe(true);
    expect(startsWithTyped('도움말', 'ㄷㅎ')).toBe(false);
  });
  it('compares decomposed with composed text', () => {
    expect(startsWithTyped('대화', '대화'.normalize('NFD'))).toBe(true);
  });
  it('is a plain prefix elsewhere, without regard to case', () => {
    expect(startsWithTyped('Chat', 'ch')).toBe(true);
    expect(startsWithTyped('chat', 'hat')).toBe(false);
    expect(startsWithTyped('대화', '대화방')).toBe(false);
  });
});
