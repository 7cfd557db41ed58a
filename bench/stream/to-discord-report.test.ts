import { expect, it } from 'vitest';
import type { Answer } from './answerers.ts';
import type { Answered, Run } from './to-discord.ts';
import { reportAnswers } from './to-discord-report.ts';

const names = { libra: 'libra', delivered: 'delivered', floor: 'floor' };
const script = { deltas: 400, gapMs: 25 };
const whole: Answer = { whole: true, wholeMs: 10_000, requests: 0 };

function run(cpuMsPerAnswer: number, answer: Answer = whole): Run {
  return { cpuMsPerAnswer, answers: [answer] };
}

function answered(name: string, atOnce: (Run | null)[]): Answered {
  const answerer = { name, label: name, pid: 0, answer: async () => whole };
  return { answerer, atOnce, alone: [run(100)] };
}

const report = (...measured: Answered[]) => reportAnswers(measured, { answers: 40, script }, names);

it('takes the ratio to the floor round by round, before the median', () => {
  // The medians alone would say 20 ÷ 20; what slowed one round down slowed both.
  const { goals, tables } = report(
    answered('libra', [run(15), run(20), run(150)]),
    answered('floor', [run(10), run(20), run(100)]),
  );
  expect(tables[0]?.rows[0]?.[2]).toMatch(/^1\.50 /);
  expect(goals[0]?.met).toBe(true);
});

it('misses the goal when the ratio is above it or cannot be measured', () => {
  const floor = answered('floor', [run(10)]);
  expect(report(answered('libra', [run(17.1)]), floor).goals[0]?.met).toBe(false);
  expect(report(answered('libra', [run(Number.NaN)]), floor).goals[0]?.met).toBe(false);
});

it('misses the goal when an answer is broken, however little it cost', () => {
  const refused = run(1, { ...whole, whole: false });
  expect(report(answered('libra', [refused]), answered('floor', [run(10)])).goals[0]?.met).toBe(false);
});

it('leaves out rounds in which a contestant sat out, and counts broken answers', () => {
  const { tables } = report(
    answered('libra', [run(10), run(10), run(10)]),
    answered('floor', [run(10), run(20), run(10)]),
    answered('peer', [run(30), null, run(30, { ...whole, whole: false })]),
  );
  const [, cpu, toFloor, , , broken, rounds] = tables[0]?.rows[2] ?? [];
  expect([cpu, toFloor, broken, rounds]).toEqual(['30.0 (30.0–30.0)', '3.00 (3.00–3.00)', '1', '2']);
});
