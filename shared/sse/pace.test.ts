import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPace, MAX_MIN_BYTES, type Pace } from './pace.ts';

const FRAME_BYTES = 200;

/** A sender of one frame every `gapMs`, read as the pace says; gives the time of each read and how long each frame waited. */
function play(pace: Pace, clock: { ms: number }, sendAtMs: readonly number[]) {
  const reads: { atMs: number; frames: number }[] = [];
  const delaysMs: number[] = [];
  let next = 0;
  while (next < sendAtMs.length) {
    const min = pace.nextMinBytes();
    const frames = Math.min(Math.ceil(min / FRAME_BYTES), sendAtMs.length - next);
    const last = sendAtMs[next + frames - 1] as number;
    clock.ms = Math.max(clock.ms, last);
    for (let index = next; index < next + frames; index += 1) {
      delaysMs.push(clock.ms - (sendAtMs[index] as number));
    }
    next += frames;
    pace.observe(frames * FRAME_BYTES);
    reads.push({ atMs: clock.ms, frames });
  }
  return { reads, delaysMs };
}

function evenly(count: number, gapMs: number, fromMs = 0): number[] {
  return Array.from({ length: count }, (_, index) => fromMs + index * gapMs);
}

function setUp(windowMs: number) {
  const clock = { ms: 0 };
  return {
    clock,
    pace: createPace(
      () => windowMs,
      () => clock.ms,
    ),
  };
}

describe('the pace of reads', () => {
  it('takes each chunk as it comes without a window', () => {
    const { clock, pace } = setUp(0);
    expect(play(pace, clock, evenly(100, 20)).reads).toHaveLength(100);
  });

  it('holds nothing back during the first 100 ms', () => {
    const { clock, pace } = setUp(100);
    const { delaysMs } = play(pace, clock, evenly(6, 20));
    expect(delaysMs).toEqual(Array(6).fill(0));
  });

  it.each([
    [100, 20],
    [250, 25],
    [250, 5],
  ])(
    'reads once a window of %i ms from frames %i ms apart, and holds no frame much longer',
    (windowMs, gapMs) => {
      const { clock, pace } = setUp(windowMs);
      const { reads, delaysMs } = play(pace, clock, evenly(4_000 / gapMs, gapMs));
      const steady = reads.filter(({ atMs }) => atMs > 2_000);
      const spacingMs = 2_000 / steady.length;
      expect(spacingMs).toBeGreaterThan(windowMs * 0.7);
      expect(spacingMs).toBeLessThanOrEqual(windowMs + gapMs);
      expect(Math.max(...delaysMs)).toBeLessThanOrEqual(windowMs * 1.2);
    },
  );

  it('takes each frame as it comes from a sender that is slower than the window', () => {
    const { clock, pace } = setUp(100);
    expect(Math.max(...play(pace, clock, evenly(50, 300)).delaysMs)).toBe(0);
  });

  it('waits for less after a pause', () => {
    const { clock, pace } = setUp(100);
    const before = evenly(100, 10);
    const after = evenly(5, 300, 10_000);
    const { delaysMs } = play(pace, clock, [...before, ...after]);
    // The window under way when the sender paused is held back; what comes later is not.
    expect(delaysMs.slice(-2)).toEqual([0, 0]);
  });

  it('follows a sender that becomes slower within a few windows', () => {
    const { clock, pace } = setUp(100);
    const { delaysMs } = play(pace, clock, [...evenly(200, 5), ...evenly(60, 50, 1_000)]);
    expect(Math.max(...delaysMs.slice(-40))).toBeLessThanOrEqual(150);
  });

  it('asks for between 1 byte and the bound, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(3_000), fc.nat(100_000))),
        fc.integer({ min: 0, max: 250 }),
        (steps, windowMs) => {
          const { clock, pace } = setUp(windowMs);
          for (const [waitMs, bytes] of steps) {
            clock.ms += waitMs;
            pace.observe(bytes);
            expect(pace.nextMinBytes()).toBeGreaterThanOrEqual(1);
            expect(pace.nextMinBytes()).toBeLessThanOrEqual(MAX_MIN_BYTES);
          }
        },
      ),
    );
  });
});
