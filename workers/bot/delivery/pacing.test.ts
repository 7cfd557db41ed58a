import { describe, expect, it } from 'vitest';
import {
  FINAL_RESERVE,
  limitBackoffMs,
  MAX_ATTEMPTS,
  MAX_REQUESTS,
  nextIntervalMs,
  pauseBefore,
} from './pacing.ts';

const MINUTE_MS = 60_000;
const sum = (count: number, of: (index: number) => number) =>
  Array.from({ length: count }, (_, index) => of(index + 1)).reduce((one, other) => one + other, 0);

describe('the pace of an answer', () => {
  it('lets one of two minutes grow to its end within its edits, once a second at first', () => {
    const grownMs = sum(MAX_REQUESTS - FINAL_RESERVE, nextIntervalMs);
    expect(nextIntervalMs(1)).toBe(1_000);
    expect(grownMs).toBeGreaterThan(2 * MINUTE_MS);
    expect(grownMs).toBeLessThan(3 * MINUTE_MS);
    expect(nextIntervalMs(1_000)).toBe(20_000);
  });

  it('leaves two of the 50 requests of the free plan to the model call', () => {
    expect(MAX_REQUESTS).toBeLessThan(MAX_ATTEMPTS);
    expect(MAX_ATTEMPTS).toBeLessThanOrEqual(48);
  });
});

describe('a limit', () => {
  it.each([null, 100])(
    'that goes on for a quarter of an hour is outlived, with a Retry-After of %s',
    (told) => {
      const waitedMs = sum(45, (failures) => limitBackoffMs(failures, told));
      expect(waitedMs).toBeGreaterThan(12 * MINUTE_MS);
      expect(waitedMs).toBeLessThan(15 * MINUTE_MS);
    },
  );

  it('is waited for as long as Discord says, however often it has said so', () => {
    for (const failures of [1, 3, 4, 10]) expect(limitBackoffMs(failures, MINUTE_MS)).toBe(MINUTE_MS);
  });
});

it('sends again what may have been carried out only where twice does no more than once', () => {
  const lost = { kind: 'unavailable', maybeDone: true };
  expect(pauseBefore(lost, 1, { isIdempotent: false })).toBeNull();
  expect(pauseBefore(lost, 1, { isIdempotent: true })).toBe(500);
  expect(pauseBefore({ kind: 'refused' }, 1, { isIdempotent: true })).toBeNull();
});
