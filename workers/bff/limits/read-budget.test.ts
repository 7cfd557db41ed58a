import { describe, expect, it } from 'vitest';
import { usedOf } from './read-budget.ts';

describe('what is used of a budget', () => {
  const hash = ['tokens', '100', 'micro_usd', '7', 'held_tokens', '90', 'held_micro_usd', '9', 'oldest', '5'];

  it('is what is charged and what living calls hold', () => {
    const living = ['a', '50 5 10 1 2000', 'b', '30 3 0 0 1001'];
    expect(usedOf([...hash, ...living], 1_000)).toEqual({ tokens: 180, microUsd: 15 });
  });

  it('is not what a lost call has left behind', () => {
    expect(usedOf([...hash, 'dead', '50 5 10 1 1000'], 1_000)).toEqual({ tokens: 100, microUsd: 7 });
  });

  it('is nothing where there is no budget yet', () => {
    expect(usedOf([], 1_000)).toEqual({ tokens: 0, microUsd: 0 });
  });
});
