import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RememberedMessage, selectWindow } from './window.ts';

const said = (role: 'user' | 'assistant', content: string, tokens: number): RememberedMessage => ({
  role,
  content,
  tokens,
});
/** Newest first. */
const talk = [
  said('assistant', 'a2', 10),
  said('user', 'q2', 5),
  said('assistant', 'a1', 20),
  said('user', 'q1', 5),
];

describe('the window', () => {
  it('is the whole conversation, oldest first, when it fits', () => {
    expect(selectWindow(talk, 40).map(({ content }) => content)).toEqual(['q1', 'a1', 'q2', 'a2']);
  });

  it('never begins with an answer whose question is gone', () => {
    expect(selectWindow(talk, 39).map(({ content }) => content)).toEqual(['q2', 'a2']);
    expect(selectWindow(talk, 9)).toEqual([]);
  });

  it('keeps the end of an answer that is too long by itself, so that it can be continued', () => {
    const answer = said('assistant', `${'가나다라 '.repeat(200)}여기까지`, 600);
    const [question, rest] = selectWindow([answer, said('user', 'q', 20), ...talk], 100);
    expect(question?.content).toBe('q');
    expect(rest).toMatchObject({ role: 'assistant', tokens: 80 });
    expect(rest?.content).toMatch(/^….*여기까지$/);
    expect(rest?.content.length).toBeLessThan(answer.content.length / 6);
  });

  it('cuts no character in two', () => {
    for (let length = 100; length < 104; length += 1) {
      const answer = said('assistant', '👋'.repeat(length), 3 * length);
      const [, rest] = selectWindow([answer, said('user', 'q', 1)], 60);
      expect(rest?.content).toMatch(/^…(👋)+$/u);
    }
  });

  it('holds an unbroken run of the newest messages within the budget, whatever they are', () => {
    const message = fc.record({
      role: fc.constantFrom('user' as const, 'assistant' as const),
      content: fc.string(),
      tokens: fc.nat(100),
    });
    fc.assert(
      fc.property(fc.array(message), fc.nat(500), (newestFirst, budget) => {
        const window = selectWindow(newestFirst, budget);
        expect(window.reduce((sum, { tokens }) => sum + tokens, 0)).toBeLessThanOrEqual(budget);
        const isCut = window.at(-1)?.content.startsWith('…') === true;
        const newest = newestFirst.slice(0, window.length).reverse();
        expect(isCut ? window.slice(0, 1) : window).toEqual(isCut ? newest.slice(0, 1) : newest);
        expect(window[0]?.role ?? 'user').toBe('user');
      }),
    );
  });
});
