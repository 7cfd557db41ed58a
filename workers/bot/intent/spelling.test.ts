import { describe, expect, it } from 'vitest';
import { respell } from './spelling.ts';

describe('respell', () => {
  it.each([
    ['reset the conversaton ', 'reset the conversation '],
    ['wht can u do ', 'what can you do '],
    ['show me teh commadns ', 'show me the commands '],
    ['이제 말 해도 돼 ', '이제 말해도 돼 '],
    ['네 기억 좀 초기화해줘 ', '네 기억 초기화해줘 '],
  ])('reads %j as %j', (typed, read) => {
    expect(respell(typed)).toBe(read);
  });

  it.each([
    // Neighbours of words that the tables hold.
    'clear the contest ',
    'pirate answer ',
    'forgot everything ',
    'conservation ',
    // One word and a filler may mean something else than the word.
    'just help ',
    // A different word when it is joined.
    '초기 화해줘 ',
  ])('leaves %j as it is', (typed) => {
    expect(respell(typed)).toBe(typed);
  });
});
