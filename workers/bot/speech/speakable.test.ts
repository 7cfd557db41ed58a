import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SpeakableNotes, toSpeakable } from './speakable.ts';

const en: SpeakableNotes = {
  code: 'There is code here.',
  table: 'There is a table here.',
  formula: 'There is a formula here.',
  cut: 'The rest is in the text.',
};
const ko: SpeakableNotes = {
  code: '여기에는 코드가 있어요.',
  table: '여기에는 표가 있어요.',
  formula: '여기에는 수식이 있어요.',
  cut: '나머지는 글로 보세요.',
};
const spoken = (text: string, notes = en) => toSpeakable(text, notes, 4_096).text;

describe('an answer that is spoken', () => {
  it.each([
    [
      'marks',
      '**Bold**, *thin*, __under__, ~~gone~~ and ||hidden|| `code`',
      'Bold, thin, under, gone and hidden code.',
    ],
    ['a heading', '## Weather\nIt rains.', 'Weather. It rains.'],
    ['a list', '- one\n- two\n* three', 'one. two. three.'],
    ['a numbered list', '1. Wash\n2. Dry', '1. Wash. 2. Dry.'],
    ['a link', 'See [the docs](https://example.com/a_b?c=d) now.', 'See the docs now.'],
    ['a bare address', 'It is at https://example.com/x and <https://example.org>.', 'It is at and.'],
    ['a block of code', 'Run:\n```js\nx = 1\n```\nDone.', 'Run: There is code here. Done.'],
    ['code in tildes', 'Run:\n~~~js\nx = 1\n~~~\nDone.', 'Run: There is code here. Done.'],
    ['code in code', 'Run:\n````md\n```\nx\n```\n````\nDone.', 'Run: There is code here. Done.'],
    ['code that does not end', 'Run:\n```\nrm', 'Run: There is code here.'],
    [
      'a table',
      'Look:\n| a | b |\n|---|---|\n| 1 | 2 |\n\nThat is all.',
      'Look: There is a table here. That is all.',
    ],
    ['a formula', 'So\n$$x^2$$\nholds.', 'So. There is a formula here. holds.'],
    ['sources', 'It rains [1][2]. Often[3]. Here [1, 3] 【2†source】.', 'It rains. Often. Here.'],
    ['emoji', '🎉 Done! 👩‍👩‍👧 :tada: <:libra:123456789012345678>', 'Done!'],
    ['mentions', 'Ask <@123456789012345678> or <#123456789012345678>.', 'Ask or.'],
    ['a quote', '> To be\n>>> or not', 'To be. or not.'],
    ['a line across', 'a\n---\nb', 'a. b.'],
    ['thousands', 'It has 1,234,567 parts, 3.5 each.', 'It has 1234567 parts, 3.5 each.'],
    ['a range', 'Take 3–5 of them.', 'Take 3 to 5 of them.'],
    [
      'a range of units',
      'From 5%–10% and $5–$10 to 20°C~25°C.',
      'From 5% to 10% and $5 to $10 to 20 degrees Celsius to 25 degrees Celsius.',
    ],
    ['a dash between numbers', 'It takes 5 minutes—3 of them wait.', 'It takes 5 minutes—3 of them wait.'],
    ['degrees', 'It is 20°C.', 'It is 20 degrees Celsius.'],
    ['names with underscores', 'Call read_file twice.', 'Call read_file twice.'],
  ])('has no %s for the eye', (_name, written, heard) => {
    expect(spoken(written)).toBe(heard);
  });

  it('keeps the minutes of a time, which stand between colons as an emoji does', () => {
    expect(spoken('It took 1:10:30, until 10:30:45 :tada:')).toBe('It took 1:10:30, until 10:30:45.');
  });

  it('keeps what multiplies apart from what marks', () => {
    expect(spoken('2**3 is 8, 5*3 is 5 * 3, and **5** of *ten* is **2**배')).toBe(
      '2**3 is 8, 5*3 is 5 * 3, and 5 of ten is 2배.',
    );
  });

  it.each([
    ['**안녕하세요.** 오늘은 20~25°C예요.', '안녕하세요. 오늘은 20에서 25도예요.'],
    ['3시~5시에 10명~20명이 와요~ 5만~10만 원', '3시에서 5시에 10명에서 20명이 와요~ 5만에서 10만 원.'],
    ['홈페이지(https://example.com/ko/)를 보세요.', '홈페이지를 보세요.'],
    ['오전 9시~오후 6시에 열어요.', '오전 9시에서 오후 6시에 열어요.'],
    ['### 준비물\n- 우산\n- 지도', '준비물. 우산. 지도.'],
    ['```py\nprint(1)\n```', '여기에는 코드가 있어요.'],
    ['인구는 9,411,000명이에요[1].', '인구는 9411000명이에요.'],
  ])('is readable in Korean: %s', (written, heard) => {
    expect(spoken(written, ko)).toBe(heard);
  });

  it.each(['', '🎉', '---', 'https://example.com', '<@123456789012345678>'])(
    'is nothing for %j',
    (written) => {
      expect(spoken(written)).toBe('');
    },
  );

  it('ends at a sentence where it is too long, and says so', () => {
    const { text, isCut } = toSpeakable('One sentence here. '.repeat(20), en, 100);
    expect(isCut).toBe(true);
    expect(text).toMatch(/One sentence here\. The rest is in the text\.$/);
    expect([...text].length).toBeLessThanOrEqual(100);
    expect(toSpeakable('끝이 없는문장'.repeat(90), ko, 80).text).toMatch(/나머지는 글로 보세요\.$/);
  });

  it('is never longer than may be, and always text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 300 }),
        fc.integer({ min: 40, max: 200 }),
        (text, most) => {
          const made = toSpeakable(text, en, most);
          expect([...made.text].length).toBeLessThanOrEqual(most);
          expect(made.text.isWellFormed()).toBe(true);
          expect(made.text).not.toMatch(/```|https?:\/\//);
        },
      ),
    );
  });

  it('reads what nothing closes once', () => {
    for (const piece of [
      ' ',
      '\t',
      '[',
      '![',
      '\\[',
      '$$',
      '(',
      '<a',
      '|',
      '| ',
      '- ',
      '> ',
      '*',
      '_',
      ':a',
      '[a](b "',
      '[](',
      '`',
    ]) {
      for (const [before, after] of [
        ['', ''],
        ['a | b\n', '|'],
        ['a', '\nx'],
      ] as const) {
        const written = before + piece.repeat(50_000) + after;
        expect([...toSpeakable(written, en, 400).text].length).toBeLessThanOrEqual(400);
      }
    }
  });
});
