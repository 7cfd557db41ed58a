import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSpans, parseSpans } from './spans.ts';

function clockAt(startMs: number) {
  let nowMs = startMs;
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { now: () => nowMs, pass };
}

describe('the stages of a request', () => {
  it('are told with their start and their duration, also of one that fails', async () => {
    const clock = clockAt(1_764_444_000_000);
    const spans = createSpans(clock.now);
    const history = spans.run('history', async () => clock.pass(12));
    await history;
    const failed = spans.run('guard', async () => {
      clock.pass(5);
      throw new Error('away');
    });
    await expect(failed).rejects.toThrow('away');
    expect(parseSpans(spans.text())).toEqual([
      { name: 'history', startMs: 1_764_444_000_000, durationMs: 12 },
      { name: 'guard', startMs: 1_764_444_000_012, durationMs: 5 },
    ]);
  });

  it('are told to the platform by their names', async () => {
    const entered: string[] = [];
    const spans = createSpans(
      () => 0,
      (name, work) => {
        entered.push(name);
        return work();
      },
    );
    expect(await spans.run('guard', async () => 7)).toBe(7);
    expect(entered).toEqual(['guard']);
  });

  it('fit into a field of the log, and are nothing where nothing was timed', async () => {
    const spans = createSpans(() => 1_764_444_000_000);
    expect(spans.text()).toBeUndefined();
    for (let count = 0; count < 100; count += 1) await spans.run('stage', async () => undefined);
    expect(spans.text()?.length).toBeLessThanOrEqual(200);
    expect(parseSpans(spans.text()).length).toBeGreaterThan(10);
  });

  it('are read from nothing but such a field', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer(), fc.constant(null)), (text) => {
        for (const { name } of parseSpans(text)) expect(name).toMatch(/^[a-z]+$/);
      }),
    );
  });
});
