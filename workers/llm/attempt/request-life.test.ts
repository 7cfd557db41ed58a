import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../shared/time/clock.ts';
import { sleep, within } from '../../../shared/time/wait.ts';
import { decideTimeoutMs, startRequestLife } from './request-life.ts';
import { stopCauseOf } from './stop.ts';

function createTimers() {
  const timers: { callback: () => void; ms: number; cancelled: boolean }[] = [];
  const clock: Clock = {
    now: () => 1_000,
    setTimer(callback, ms) {
      const timer = { callback, ms, cancelled: false };
      timers.push(timer);
      return () => {
        timer.cancelled = true;
      };
    },
  };
  return { clock, timers };
}

describe('the time of a request', () => {
  it('ends a little before its caller’s, so that he hears why', () => {
    expect(decideTimeoutMs(10_000)).toBe(9_750);
    expect(decideTimeoutMs(300)).toBe(150);
    expect(decideTimeoutMs(1)).toBe(1);
  });

  it('is the longest answer’s when none is stated or more than that', () => {
    expect(decideTimeoutMs(undefined)).toBe(119_750);
    expect(decideTimeoutMs(10 ** 9)).toBe(119_750);
  });
});

describe('the life of a request', () => {
  it('ends at its deadline', () => {
    const { clock, timers } = createTimers();
    const life = startRequestLife(clock, 500, new AbortController().signal);
    expect(life.remainingMs()).toBe(500);
    timers[0]?.callback();
    expect(stopCauseOf(life.signal)).toBe('deadline');
  });

  it('ends when its client leaves, before or after it began', () => {
    const { clock, timers } = createTimers();
    const client = new AbortController();
    const life = startRequestLife(clock, 500, client.signal);
    expect(stopCauseOf(life.signal)).toBeUndefined();
    client.abort();
    expect(stopCauseOf(life.signal)).toBe('client_gone');
    expect(timers[0]?.cancelled).toBe(true);
    expect(stopCauseOf(startRequestLife(clock, 500, client.signal).signal)).toBe('client_gone');
  });

  it('ends quietly with its answer: what comes later aborts nothing', () => {
    const { clock, timers } = createTimers();
    const client = new AbortController();
    const life = startRequestLife(clock, 500, client.signal);
    life.end();
    client.abort();
    expect(timers[0]?.cancelled).toBe(true);
    expect(life.signal.aborted).toBe(false);
  });
});

describe('waiting', () => {
  it('for a while ends early with the life it belongs to', async () => {
    const { clock, timers } = createTimers();
    const controller = new AbortController();
    const waiting = sleep(5_000, controller.signal, clock);
    controller.abort();
    await waiting;
    expect(timers[0]?.cancelled).toBe(true);
  });

  it('for work gives its value, its error, or nothing in time', async () => {
    const { clock, timers } = createTimers();
    expect(await within(100, Promise.resolve('done'), clock)).toBe('done');
    await expect(within(100, Promise.reject(new Error('no')), clock)).rejects.toThrow('no');
    const late = within(100, new Promise(() => {}), clock);
    timers.at(-1)?.callback();
    expect(await late).toBeUndefined();
    expect(timers[0]?.cancelled).toBe(true);
  });

  it('calls back when the client leaves, also afterwards, but not for the deadline', () => {
    const { clock, timers } = createTimers();
    const client = new AbortController();
    const left = startRequestLife(clock, 1_000, client.signal);
    const seen: unknown[] = [];
    left.onAbandon((reason) => seen.push(reason));
    client.abort();
    left.onAbandon((reason) => seen.push(reason));
    expect(seen).toEqual([left.signal.reason, left.signal.reason]);

    const late = startRequestLife(clock, 1_000, new AbortController().signal);
    late.onAbandon((reason) => seen.push(reason));
    timers.at(-1)?.callback();
    expect(stopCauseOf(late.signal)).toBe('deadline');
    expect(seen).toHaveLength(2);
  });
});
