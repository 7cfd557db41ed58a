import { describe, expect, it } from 'vitest';
import { reach } from './match.ts';
import { createTemplateReader, type Language, reverse } from './template.ts';

function matches(template: string, language: Language, text: string): boolean {
  const { before } = createTemplateReader({ thing: '(chat|chat history)' })(template);
  return reach(before, `${text} `, 0, language).includes(text.length + 1);
}

describe('a template', () => {
  it('matches the whole message or nothing', () => {
    expect(matches('reset [the|our] {thing}', 'en', 'reset our chat history')).toBe(true);
    expect(matches('reset [the|our] {thing}', 'en', 'reset chat')).toBe(true);
    expect(matches('reset [the|our] {thing}', 'en', 'reset our chat history now')).toBe(false);
    expect(matches('reset [the|our] {thing}', 'en', 'please reset our chat')).toBe(false);
    expect(matches('reset', 'en', 'resets')).toBe(false);
  });

  it('requires spaces in English and allows them in Korean', () => {
    expect(matches('reset (it)', 'en', 'resetit')).toBe(false);
    for (const text of ['새 대화 시작해 줘', '새대화시작해줘', '새 대화시작 해줘']) {
      expect(matches('(새 대화) 시작 (해 줘)', 'ko', text)).toBe(true);
    }
    expect(matches('(초기화) (해 줘)', 'ko', '초 기화해줘')).toBe(false);
  });

  it('tries every way to read a text, whichever word comes first', () => {
    expect(matches('[음|음소] (소거|음소거) (해|해 줘)', 'ko', '음소거해줘')).toBe(true);
    expect(matches('[음|음소] (소거|음소거) (해|해 줘)', 'ko', '음 음소거해')).toBe(true);
  });

  it('reads what stands behind a slot from the end of the text', () => {
    const { before, slot, behind } = createTemplateReader({})('[for] <duration> (quiet|be quiet) [now]');
    expect(slot).toBe('duration');
    expect(reach(before, 'for 5 minutes be quiet now ', 0, 'en')).toEqual([4, 0]);
    expect(reach(behind, `${reverse('for 5 minutes be quiet now')} `, 0, 'en')).toEqual([
      'be quiet now '.length,
      'quiet now '.length,
    ]);
  });

  it('prefers the longest word, so that none is cut in two', () => {
    const { before } = createTemplateReader({})('[리브라|리브라야] <duration> (쉿)');
    expect(reach(before, '리브라야 5분 쉿 ', 0, 'ko')[0]).toBe('리브라야 '.length);
  });

  it('takes punctuation literally', () => {
    expect(matches('why [?]', 'en', 'why ?')).toBe(true);
    expect(matches('a.b', 'en', 'axb')).toBe(false);
  });

  it('fails at once when it is wrong', () => {
    expect(() => createTemplateReader({})('{missing}')).toThrow('missing');
    expect(() => createTemplateReader({})('<duration> <amount>')).toThrow('Two slots');
  });
});
