import { describe, expect, it } from 'vitest';
import { createPressureWatch } from './pressure.ts';

describe('refusals of a budget', () => {
  const told = (watch: ReturnType<typeof createPressureWatch>, owner: string, times: number) =>
    Array.from({ length: times }, () => watch.note(owner)).filter((count) => count !== null);

  it('are told from the 21st within ten minutes on, then when they have doubled', () => {
    const watch = createPressureWatch(() => 0);
    expect(told(watch, 'a', 20)).toEqual([]);
    expect(told(watch, 'b', 20)).toEqual([]);
    expect(told(watch, 'a', 100)).toEqual([21, 42, 84]);
  });

  it('begin anew after ten minutes', () => {
    let nowMs = 0;
    const watch = createPressureWatch(() => nowMs);
    told(watch, 'a', 20);
    nowMs = 10 * 60_000;
    expect(told(watch, 'a', 20)).toEqual([]);
    expect(told(watch, 'a', 1)).toEqual([21]);
  });

  it('are remembered of a bounded number of people', () => {
    const watch = createPressureWatch(() => 0, 2);
    told(watch, 'a', 20);
    watch.note('b');
    watch.note('c');
    expect(told(watch, 'a', 20)).toEqual([]);
  });
});
