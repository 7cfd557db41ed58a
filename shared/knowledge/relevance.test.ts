import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backgroundOf, isRelevant, relevanceOf } from './relevance.ts';

describe('what a passage says to a question', () => {
  const background = backgroundOf([0.8, 0.82, 0.84]);

  it('is something where it lies nearer than everyday subjects do, or has much of the words', () => {
    // A spread is .016 here.
    expect(isRelevant({ similarity: 0.85, everyday: null, coverage: 0 }, background)).toBe(true);
    expect(isRelevant({ similarity: 0.84, everyday: null, coverage: 0.2 }, background)).toBe(true);
    expect(isRelevant({ similarity: 0.82, everyday: null, coverage: 0.6 }, background)).toBe(true);
  });

  it('is nothing where it lies no nearer and shares little, or shares words and lies far', () => {
    expect(isRelevant({ similarity: 0.841, everyday: null, coverage: 0.02 }, background)).toBe(false);
    expect(isRelevant({ similarity: 0.82, everyday: null, coverage: 0.3 }, background)).toBe(false);
    expect(isRelevant({ similarity: 0.7, everyday: null, coverage: 0.6 }, background)).toBe(false);
  });

  it('is nothing where the passage lies as near to questions about anything', () => {
    const near = { similarity: 0.855, coverage: 0 };
    expect(isRelevant({ ...near, everyday: 0.82 }, background)).toBe(true);
    expect(isRelevant({ ...near, everyday: 0.856 }, background)).toBe(false);
    expect(isRelevant({ ...near, everyday: 0.856, coverage: 0.3 }, background)).toBe(true);
  });

  it('is judged by its words alone without vectors', () => {
    expect(isRelevant({ similarity: null, everyday: null, coverage: 0.2 }, null)).toBe(true);
    expect(isRelevant({ similarity: null, everyday: null, coverage: 0.05 }, null)).toBe(false);
    expect(relevanceOf({ similarity: null, coverage: 0.2 }, null)).toBe(0.2);
    expect(isRelevant({ similarity: null, everyday: null, coverage: 0.2 }, background)).toBe(true);
  });

  it('does not depend on the scale of a model', () => {
    const number = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(number, { minLength: 3, maxLength: 9 }), number, (texts, one) => {
        const before = backgroundOf(texts);
        const after = backgroundOf(texts.map((each) => 0.8 + each / 10));
        fc.pre(before !== null && before.spread > 0.01 && after !== null);
        const of = (similarity: number, among: typeof before) =>
          relevanceOf({ similarity, coverage: 0.3 }, among);
        expect(of(0.8 + one / 10, after)).toBeCloseTo(of(one, before), 6);
      }),
    );
  });

  it('has no unit among texts that are all equally near', () => {
    expect(backgroundOf([0.5, 0.5])).toBeNull();
    expect(backgroundOf([])).toBeNull();
  });
});
