import { describe, expect, it } from 'vitest';
import { chooseVoice, isKorean, VOICE_NAMES } from './voices.ts';

describe('chooseVoice', () => {
  it('tells the voices apart', () => {
    const chosen = VOICE_NAMES.map((name) => JSON.stringify(chooseVoice('hi', name, 1)));
    expect(new Set(chosen).size).toBe(VOICE_NAMES.length);
  });

  it('speaks Korean text in Korean', () => {
    expect(chooseVoice('안녕하세요, Libra입니다', 'alloy', 1).voice).toBe('ko');
    expect(isKorean('The word 안녕 means hello')).toBe(false);
  });

  it('stays within what espeak can do', () => {
    expect(chooseVoice('hi', 'alloy', 4).wordsPerMinute).toBe(450);
    expect(chooseVoice('hi', 'alloy', 0.25).wordsPerMinute).toBe(80);
  });
});
