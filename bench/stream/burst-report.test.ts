import { expect, it } from 'vitest';
import type { Burst, BurstRound } from './burst.ts';
import { reportBursts } from './burst-report.ts';

const names = { libra: 'libra', floor: 'floor' };

function round(wholeMs: number, fields: Partial<BurstRound> = {}): BurstRound {
  return { wholeMs: [wholeMs], cpuMsPerAnswer: 10, broken: 0, ...fields };
}

const report = (rounds: Record<string, Burst['rounds']>) =>
  reportBursts(
    Object.entries(rounds).map(([name, taken]) => ({ name, rounds: taken })),
    { deltas: 4_096 },
    names,
  );

const isMet = (libra: Burst['rounds'], floor: Burst['rounds']) => report({ libra, floor }).goals[0]?.met;

it('meets the goal at its bound, and misses it above', () => {
  expect(isMet([round(13)], [round(10)])).toBe(true);
  expect(isMet([round(13.1)], [round(10)])).toBe(false);
});

it('takes the ratios to the floor round by round, before the median', () => {
  // The medians alone would say 20 ÷ 20; what slowed one round down slowed both.
  const { tables, goals } = report({
    libra: [round(15), round(20), round(150)],
    floor: [round(10), round(20), round(100)],
  });
  expect(tables[0]?.rows[0]?.[2]).toMatch(/^1\.50 /);
  expect(goals[0]?.met).toBe(false);
});

it('misses the goal when an answer is broken, or none is whole', () => {
  expect(isMet([round(10, { broken: 1 })], [round(10)])).toBe(false);
  expect(isMet([{ wholeMs: [], cpuMsPerAnswer: 1, broken: 5 }], [round(10)])).toBe(false);
});

it('leaves out the rounds in which a contestant sat out, and shows a dash for CPU that nobody uses', () => {
  const { tables } = report({
    direct: [round(5, { cpuMsPerAnswer: Number.NaN }), round(5, { cpuMsPerAnswer: Number.NaN })],
    floor: [round(10), round(20)],
    peer: [round(30, { cpuMsPerAnswer: 40 }), null],
  });
  const [direct, , peer] = tables[0]?.rows ?? [];
  expect(direct?.slice(3)).toEqual(['–', '–', '0', '2']);
  expect(peer?.slice(1)).toEqual([
    '30.0 (30.0–30.0)',
    '3.00 (3.00–3.00)',
    '40.0 (40.0–40.0)',
    '4.00 (4.00–4.00)',
    '0',
    '1',
  ]);
});
