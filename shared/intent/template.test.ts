import { describe, expect, it } from 'vitest';
import { compilePhrase } from './template.ts';

function matches(template: string, language: 'en' | 'ko', text: string): boolean {
  return compilePhrase(template, language, { thing: '(chat|chat history)' }).pattern.test(`${text} `);
}

describe('compilePhrase', () => {
  it('matches the whole message or nothing', () => {
    expect(matches('reset [the|our] {thing}', 'en', 'reset our chat history')).toBe(true);
    expect(matches('reset [the|our] {thing}', 'en', 'reset chat')).toBe(true);
    expect(matches('reset [the|our] {thing}', 'en', 'reset our chat history now')).toBe(false);
    expect(matches('reset [the|our] {thing}', 'en', 'please reset our chat')).toBe(false);
    expect(matches('reset', 'en', 'resets')).toBe(false);
  });

  it('wants spaces in English and only allows them in Korean', () => {
    expect(matches('reset (it)', 'en', 'resetit')).toBe(false);
    for (const text of ['새 대화 시작해 줘', '새대화시작해줘', '새 대화시작 해줘']) {
      expect(matches('(새 대화) 시작 (해 줘)', 'ko', text)).toBe(true);
    }
    expect(matches('(초기화) (해 줘)', 'ko', '초 기화해줘')).toBe(false);
  });

  it('captures what stands in the slot', () => {
    const { pattern, slot } = compilePhrase('[for] <duration> (quiet)', 'en', {});
    expect(slot).toBe('duration');
    expect(pattern.exec('for 5 minutes quiet ')?.[1]).toBe('5 minutes');
  });

  it('prefers the longest alternative, so that no word is cut in two', () => {
    const { pattern } = compilePhrase('[리브라|리브라야] <duration> (쉿)', 'ko', {});
    expect(pattern.exec('리브라야 5분 쉿 ')?.[1]).toBe('5분');
  });

  it('takes punctuation in a template literally', () => {
    expect(matches('why [?]', 'en', 'why ?')).toBe(true);
    expect(matches('a.b', 'en', 'axb')).toBe(false);
  });

  it('fails at once on a template that is wrong', () => {
    expect(() => compilePhrase('{missing}', 'en', {})).toThrow('missing');
    expect(() => compilePhrase('<duration> <amount>', 'en', {})).toThrow('Two slots');
  });
});
