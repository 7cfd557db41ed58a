import { expect, it } from 'vitest';
import { TOKEN_LIFE_MS } from '../discord/token-life.ts';
import { afterSuccess, beginErasure, type DueErasure, nextAttemptMs } from './due-erasure.ts';

const event = { userId: '200000000000000001', eventAtMs: 1_000, traceparent: '' };
const due: DueErasure = { state: 'due', ...event, attempts: 2 };

it('accepts an event once, and goes on with the erasure that is due', () => {
  expect(beginErasure(undefined, event, 5_000)).toEqual({
    verdict: 'accepted',
    record: { ...due, attempts: 0 },
  });
  expect(beginErasure(due, event, 5_000)).toEqual({ verdict: 'again', record: due });
});

it('recognises a copy of a finished event for longer than its signature lives, and a later event as new', () => {
  const done = afterSuccess(due, due, 5_000);
  expect(JSON.stringify(done)).not.toContain(event.userId);
  const copied = beginErasure(done, event, 600_000);
  expect(copied.verdict).toBe('again');
  expect(copied.record).toMatchObject({ state: 'done', eventAtMs: 1_000 });
  expect(copied.record).toHaveProperty('expiresAtMs', 600_000 + TOKEN_LIFE_MS + 60_000);
  expect(beginErasure(done, { ...event, eventAtMs: 1_001 }, 6_000)).toMatchObject({
    verdict: 'accepted',
    record: { state: 'due', attempts: 0 },
  });
});

it('keeps an event that came while an earlier one was carried out', () => {
  const later: DueErasure = { ...due, eventAtMs: 2_000, attempts: 0 };
  expect(afterSuccess(due, later, 5_000)).toBe(later);
});

it('waits longer after each attempt, an hour at most', () => {
  const pauses = [1, 2, 3, 4, 5, 6, 7, 100].map((attempts) => nextAttemptMs({ attempts }) / 1000);
  expect(pauses).toEqual([5, 20, 80, 320, 1_280, 3_600, 3_600, 3_600]);
});
