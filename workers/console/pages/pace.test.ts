import { describe, expect, it } from 'vitest';
import { paceOf } from './pace.ts';

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
