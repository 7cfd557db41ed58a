import { expect, it } from 'vitest';
import type { LogEntry } from '../../../shared/contract/logs.ts';
import { barsOf } from './waterfall.ts';

const START = Date.parse('2026-11-29T12:00:00.000Z');
const line = (worker: string, event: string, afterMs: number, fields: LogEntry['fields']): LogEntry => ({
  ...{ worker, event, level: 'info', traceId: null, fields },
  time: new Date(START + afterMs).toISOString(),
});

it('lays the stages of all Workers beside each other, by their beginnings', () => {
  const bars = barsOf([
    line('bff', 'chat.started', 1, { stream: true }),
    line('llm', 'provider.finished', 900, { target: 'a/m', durationMs: 870, firstTokenMs: 400 }),
    line('bff', 'chat.finished', 915, {
      durationMs: 905,
      spans: `${START + 10} history:0+12 guard:1+9 call:14+20`,
    }),
    line('bot', 'delivery.finished', 1_000, { task: 'answer', durationMs: 1_000 }),
  ]);
  expect(
    bars.map(({ worker, stage, startMs, durationMs }) => [worker, stage, startMs - START, durationMs]),
  ).toEqual([
    ['bot', 'delivery', 0, 1_000],
    ['bff', 'chat', 10, 905],
    ['bff', 'history', 10, 12],
    ['bff', 'guard', 11, 9],
    ['bff', 'call', 24, 20],
    ['llm', 'provider', 30, 870],
  ]);
  expect(bars.find(({ stage }) => stage === 'provider')).toMatchObject({ of: 'a/m', firstTextMs: 400 });
});

it('takes nothing for a duration that is none', () => {
  expect(
    barsOf([
      line('bff', 'x.y', 0, { durationMs: 'long', spans: '<b>' }),
      line('bff', 'x.y', 0, { durationMs: -1 }),
    ]),
  ).toEqual([]);
});
