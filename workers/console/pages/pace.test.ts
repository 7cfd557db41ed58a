import { describe, expect, it } from 'vitest';
import { firstToEnd, paceOf } from './pace.ts';

const NOON = Date.UTC(2026, 10, 29, 12);
const HOUR_MS = 3_600_000;

describe('the pace of a budget', () => {
  it('tells when it is used up, where that is today', () => {
    expect(paceOf({ spent: 75, limit: 100, nowMs: NOON })).toBe(NOON + 4 * HOUR_MS);
  });

  it('lasts for the day when half is left at noon, and when nothing is spent', () => {
    expect(paceOf({ spent: 50, limit: 100, nowMs: NOON })).toBeNull();
    expect(paceOf({ spent: 0, limit: 100, nowMs: NOON })).toBeNull();
  });

  it('is used up now when all is spent, at midnight too', () => {
    expect(paceOf({ spent: 100, limit: 100, nowMs: NOON })).toBe(NOON);
    expect(paceOf({ spent: 1, limit: 100, nowMs: Date.UTC(2026, 10, 29) })).toBeNull();
  });
});

describe('a budget of money and tokens', () => {
  const budget = { micro_usd_spent: 60, micro_usd_limit: 100, tokens_spent: 90, tokens_limit: 100 };

  it('ends with the one that ends first', () => {
    expect(firstToEnd(budget, NOON)).toEqual({
      share: 0.9,
      endsAtMs: paceOf({ spent: 90, limit: 100, nowMs: NOON }),
    });
    expect(firstToEnd({ ...budget, tokens_limit: 0 }, NOON)?.share).toBe(0.6);
  });

  it('that lasts is told by the one that is used the most', () => {
    expect(firstToEnd({ ...budget, micro_usd_spent: 10, tokens_spent: 20 }, NOON)).toEqual({
      share: 0.2,
      endsAtMs: null,
    });
  });

  it('is none where neither is bound', () => {
    expect(firstToEnd({ ...budget, micro_usd_limit: 0, tokens_limit: 0 }, NOON)).toBeNull();
  });
});
