import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Failure } from '../provider/failure.ts';
import { decideNext, type Situation } from './decide.ts';
import { createRetryBudget } from './retry-budget.ts';

function decideAfter(failure: Failure, more: Partial<Situation> = {}) {
  return decideNext({
    failure,
    attempts: 1,
    previousDelayMs: 0,
    remainingMs: 60_000,
    durationMs: 5,
    takeRetry: () => true,
    random: () => 0.5,
    ...more,
  });
}

describe('after a failure before the first token', () => {
  it.each<Failure>([{ cause: 'unreachable' }, { cause: 'server_error', status: 503 }])(
    'the same model is asked once more: $cause',
    (failure) => {
      expect(decideAfter(failure)).toEqual({ kind: 'retry', delayMs: 200 });
      expect(decideAfter(failure, { attempts: 2 })).toEqual({ kind: 'fallback' });
    },
  );

  it('a short wait that the provider asks for is kept, with some jitter on top', () => {
    expect(decideAfter({ cause: 'rate_limited', retryAfterMs: 1_000 })).toEqual({
      kind: 'retry',
      delayMs: 1_150,
    });
  });

  it('a wait that the provider asks for ends after the pause that the circuit makes of it, never just before', () => {
    expect(decideAfter({ cause: 'rate_limited', retryAfterMs: 1_000 }, { random: () => 0 })).toEqual({
      kind: 'retry',
      delayMs: 1_100,
    });
  });

  it.each<Failure>([
    // Said within a stream: the provider was at work already, and may bill for it.
    { cause: 'server_error' },
    { cause: 'rate_limited' },
    { cause: 'rate_limited', retryAfterMs: 3_001 },
    { cause: 'first_token_timeout' },
    { cause: 'stalled' },
    { cause: 'interrupted' },
    { cause: 'garbled' },
    { cause: 'miswritten' },
    { cause: 'account', status: 401 },
    { cause: 'circuit_open', retryAfterMs: 1 },
  ])('another model is asked at once: $cause $retryAfterMs', (failure) => {
    expect(decideAfter(failure)).toEqual({ kind: 'fallback' });
  });

  it.each<Failure>([
    { cause: 'request_rejected', status: 400 },
    { cause: 'context_too_long' },
    { cause: 'content_filtered' },
    { cause: 'client_gone' },
    { cause: 'deadline' },
  ])('nobody else is asked: $cause', (failure) => {
    expect(decideAfter(failure)).toEqual({ kind: 'give-up' });
  });

  it('a connection that broke after a while is not opened again: the provider may have billed for it', () => {
    expect(decideAfter({ cause: 'unreachable' }, { durationMs: 1_001 })).toEqual({ kind: 'fallback' });
  });

  it('there is no retry without the time or the budget for it', () => {
    expect(decideAfter({ cause: 'unreachable' }, { remainingMs: 200 })).toEqual({ kind: 'fallback' });
    expect(decideAfter({ cause: 'unreachable' }, { takeRetry: () => false })).toEqual({ kind: 'fallback' });
  });

  it('a retry that is not made costs no budget', () => {
    let taken = 0;
    const takeRetry = () => {
      taken += 1;
      return true;
    };
    decideAfter({ cause: 'unreachable' }, { attempts: 2, takeRetry });
    decideAfter({ cause: 'garbled' }, { takeRetry });
    decideAfter({ cause: 'unreachable' }, { remainingMs: 1, takeRetry });
    expect(taken).toBe(0);
  });

  it('delays lie between the base and three times the one before, and under the ceiling', () => {
    fc.assert(
      fc.property(fc.nat(5_000), fc.double({ min: 0, max: 1, noNaN: true }), (previousDelayMs, random) => {
        const step = decideAfter({ cause: 'unreachable' }, { previousDelayMs, random: () => random });
        const delayMs = step.kind === 'retry' ? step.delayMs : Number.NaN;
        expect(delayMs).toBeGreaterThanOrEqual(100);
        expect(delayMs).toBeLessThanOrEqual(Math.min(2_000, Math.max(100, previousDelayMs) * 3));
      }),
    );
  });
});

describe('the budget of retries', () => {
  it('gives one retry for five attempts once its savings are spent', () => {
    const budget = createRetryBudget();
    let taken = 0;
    while (budget.take()) taken += 1;
    expect(taken).toBe(10);
    for (let i = 0; i < 4; i += 1) budget.earn();
    expect(budget.take()).toBe(false);
    budget.earn();
    expect(budget.take()).toBe(true);
    expect(budget.take()).toBe(false);
  });

  it('saves no more than ten', () => {
    const budget = createRetryBudget();
    for (let i = 0; i < 1_000; i += 1) budget.earn();
    let taken = 0;
    while (budget.take()) taken += 1;
    expect(taken).toBe(10);
  });
});
