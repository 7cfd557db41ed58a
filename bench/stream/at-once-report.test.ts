import { expect, it } from 'vitest';
import type { Level } from './at-once.ts';
import { reportLevels } from './at-once-report.ts';
import { DIRECT, LIBRA, PORTKEY } from './contestants.ts';

function level(name: string, streams: number, fields: Partial<Level> = {}): Level {
  return {
    name,
    streams,
    rounds: 3,
    firstTokenMs: [1],
    delaysMs: [1],
    wholeMs: [3_000],
    lostFrames: 0,
    disordered: 0,
    brokenStreams: 0,
    cpuMs: 10,
    residentBytes: 1e8,
    cpuMsPer1000Frames: 60,
    cpuToPortkey: 1,
    wholeToDirect: 1,
    ...fields,
  };
}

function goalsOf(libra: Partial<Level>): Record<string, boolean> {
  const levels = [1, 200].flatMap((streams) => [
    level(DIRECT, streams),
    level(LIBRA, streams, streams === 200 ? libra : {}),
    level(PORTKEY, streams),
  ]);
  return Object.fromEntries(reportLevels(levels, [200]).goals.map(({ what, met }) => [what, met]));
}

it('meets every goal at its bound', () => {
  expect(Object.values(goalsOf({ cpuToPortkey: 1, wholeToDirect: 1.1 }))).toEqual([true, true, true, true]);
});

it.each<[string, Partial<Level>]>([
  ['200 streams at once: CPU per 1,000 frames', { cpuToPortkey: 1.01 }],
  ['200 streams at once: CPU per 1,000 frames', { cpuToPortkey: Number.NaN }],
  ['200 streams at once: a whole answer', { wholeToDirect: 1.11 }],
  ['200 streams at once: a whole answer', { wholeToDirect: Number.NaN }],
  ['200 streams at once with nothing lost', { lostFrames: 1 }],
  ['200 streams at once with nothing lost', { brokenStreams: 1 }],
])('misses the goal "%s" at %j, and no other', (what, libra) => {
  const missed = Object.entries(goalsOf(libra)).flatMap(([name, met]) => (met ? [] : [name]));
  expect(missed).toEqual([expect.stringContaining(what)]);
});

it('draws a contestant only where it took part', () => {
  const levels = [...[1, 200].map((streams) => level(PORTKEY, streams)), level('peer', 1)];
  const [drawn] = reportLevels(levels, []).plots;
  const series = drawn?.plot.kind === 'lines' ? drawn.plot.series : [];
  expect(series.map(({ name, points }) => [name, points.map(({ x }) => x)])).toEqual([
    [PORTKEY, [1, 200]],
    ['peer', [1]],
  ]);
});
