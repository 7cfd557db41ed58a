import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChatChunk } from '../../../shared/chat/chunk.ts';
import { createAnswerBounds, findPeriod } from './answer-bounds.ts';

const chunk = (text: string, index = 0): ChatChunk => ({
  choices: [{ index, text, refusal: '', reasoning: '', toolCalls: [] }],
});

/** How many of the chunks are passed on, and why no more. */
function pass(texts: readonly string[], maxTokens?: number): [number, string] {
  const bounds = createAnswerBounds(maxTokens);
  for (const [index, text] of texts.entries()) {
    const verdict = bounds.take(chunk(text));
    if (verdict !== 'within') return [index, verdict];
  }
  return [texts.length, 'within'];
}

describe('the bounds of an answer', () => {
  it('end at a small bound exactly', () => {
    expect(pass(Array(20).fill('word '), 7)).toEqual([7, 'full']);
  });

  it('end near a large bound', () => {
    const [passed, verdict] = pass(
      Array.from({ length: 3_000 }, (_, index) => `w${index} `),
      1_000,
    );
    expect(verdict).toBe('full');
    expect(passed).toBeGreaterThanOrEqual(800);
    expect(passed).toBeLessThanOrEqual(1_200);
  });

  it('do not take characters for tokens', () => {
    const letters = Array.from({ length: 3_000 }, (_, index) => String.fromCharCode(97 + ((index * 7) % 26)));
    expect(pass(letters, 1_000)).toEqual([3_000, 'within']);
  });

  it('leave an answer alone that keeps within its bound, or has none', () => {
    expect(pass(Array(7).fill('word '), 7)).toEqual([7, 'within']);
    expect(pass(Array.from({ length: 2_000 }, (_, index) => `${index} `))).toEqual([2_000, 'within']);
  });

  it('end a loop', () => {
    const [passed, verdict] = pass(Array(2_000).fill('I will now say hello to you. '));
    expect(verdict).toBe('repetitive');
    expect(passed * 29).toBeLessThan(6_000);
  });

  it('do not take a list, a table or a short refrain for a loop', () => {
    const rows = Array.from({ length: 500 }, (_, index) => `| row ${index} | value | value |\n`);
    expect(pass(rows)).toEqual([500, 'within']);
    expect(pass(Array(60).fill('hello hello hello '))).toEqual([60, 'within']);
  });

  it('hold for what a model thinks, too', () => {
    const bounds = createAnswerBounds(3);
    const thought = () => {
      const [choice] = chunk('').choices;
      return bounds.take({ choices: choice === undefined ? [] : [{ ...choice, reasoning: 'hm ' }] });
    };
    expect([thought(), thought(), thought(), thought()]).toEqual(['within', 'within', 'within', 'full']);
  });

  it('look at neither several choices nor empty chunks', () => {
    const bounds = createAnswerBounds(1);
    for (let index = 0; index < 5; index += 1) expect(bounds.take(chunk('a', 1))).toBe('within');
    for (let index = 0; index < 5; index += 1) expect(bounds.take(chunk(''))).toBe('within');
    expect(bounds.take({ choices: [] })).toBe('within');
  });
});

describe('the period of a text', () => {
  it('is that of its shortest repeated piece', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 20 }),
        fc.integer({ min: 2, max: 9 }),
        (piece, times) => {
          expect(findPeriod(piece.repeat(times))).toBeLessThanOrEqual(piece.length);
          const period = findPeriod(piece.repeat(times));
          expect(piece.repeat(times)).toBe(
            piece
              .repeat(times)
              .slice(0, period)
              .repeat(times * 20)
              .slice(0, piece.length * times),
          );
        },
      ),
    );
  });

  it('is the whole of a text that repeats nothing', () => {
    expect(findPeriod('abcdefg')).toBe(7);
  });
});
