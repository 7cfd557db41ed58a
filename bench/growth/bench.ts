/** What grows when Libra is used for long, by many, and for long answers: latency and memory against each, one plot each. */
import { randomUUID } from 'node:crypto';
import { neon, neonConfig } from '@neondatabase/serverless';
import { formatNumber } from '../harness/format.ts';
import { readProcessCost } from '../harness/process-cost.ts';
import { endProcess, nextMessage, startProcess, startRemoteStack } from '../harness/remote-stack.ts';
import type { Bench, BenchContext, Report, Table } from '../harness/report.ts';
import { type Summary, summarise } from '../harness/statistics.ts';
import { closeConnections, readStream } from '../stream/client.ts';
import { type Contestant, createLibra } from '../stream/contestants.ts';
import { fillHistory } from './history.ts';

const FORMS = {
  short: { history: [10, 1_000], answer: [16, 256], guilds: [1, 200], streams: [1, 20], samples: 8 },
  full: {
    history: [10, 100, 1_000, 10_000],
    answer: [16, 64, 256, 1_024, 4_096],
    guilds: [1, 10, 100, 1_000, 10_000],
    streams: [1, 10, 50, 100, 200],
    samples: 40,
  },
};

const FILL_AT_ONCE = 8;

interface Measured {
  x: number;
  firstTokenMs: Summary;
  wholeMs: Summary;
  memoryMb: number;
}

interface Growth {
  file: string;
  what: string;
  unit: string;
  points: Measured[];
}

export const growth: Bench = {
  name: 'growth',
  title: 'Cost of growth',
  async run(context) {
    const provider = await startProcess('bench/stream/provider-process.ts');
    const { port } = await nextMessage<{ port: number }>(provider);
    const stack = await startRemoteStack({ providerUrl: `http://127.0.0.1:${port}/v1` });
    try {
      if (stack.database.fetchEndpoint !== undefined) {
        neonConfig.fetchEndpoint = stack.database.fetchEndpoint;
      }
      return toReport(await measureAll(createLibra(stack), neon(stack.database.url), context));
    } finally {
      closeConnections();
      await stack.close();
      await endProcess(provider);
    }
  },
};

async function measureAll(
  libra: Contestant,
  sql: ReturnType<typeof neon>,
  { form, say }: BenchContext,
): Promise<Growth[]> {
  const { history, answer, guilds, streams, samples } = FORMS[form];
  const short = { deltas: 3, gapMs: 0 };
  const times = <Value>(count: number, run: (index: number) => Promise<Value>) =>
    inSequence(Array.from({ length: count }, (_, index) => () => run(index)));
  const ask = (script: { deltas: number; gapMs: number }, guildId: string, userId: string) =>
    measureOne(libra, script, { guildId, userId });

  await times(20, () => ask(short, '1500000000000000000', '1500000000000000001'));
  const growths: Growth[] = [];

  say('  history…');
  const byHistory: Measured[] = [];
  for (const messages of history) {
    const caller = await fillHistory(sql, messages);
    const seen = await times(samples, () => ask(short, caller.guildId, caller.userId));
    byHistory.push(toMeasured(messages, seen, libra));
  }
  growths.push({
    file: 'growth-history.svg',
    what: 'messages in the conversation',
    unit: 'messages',
    points: byHistory,
  });

  say('  length of answers…');
  const byAnswer: Measured[] = [];
  for (const deltas of answer) {
    const seen = await times(Math.max(5, samples / 4), () =>
      ask({ deltas, gapMs: 0 }, '1500000000000000000', freshUser()),
    );
    byAnswer.push(toMeasured(deltas, seen, libra));
  }
  growths.push({
    file: 'growth-answer.svg',
    what: 'deltas in the answer',
    unit: 'deltas, as fast as the provider can',
    points: byAnswer,
  });

  say('  guilds…');
  const byGuilds: Measured[] = [];
  let known = 0;
  for (const count of guilds) {
    // Every guild up to this count has asked once before.
    const guildOf = (index: number) => String(1_600_000_000_000_000_000n + BigInt(index));
    for (; known < count; known += FILL_AT_ONCE) {
      await Promise.all(
        Array.from({ length: Math.min(FILL_AT_ONCE, count - known) }, (_, index) =>
          ask({ deltas: 1, gapMs: 0 }, guildOf(known + index), freshUser()),
        ),
      );
    }
    known = count;
    const seen = await times(samples, (index) => ask(short, guildOf((index * 7) % count), freshUser()));
    byGuilds.push(toMeasured(count, seen, libra));
  }
  growths.push({
    file: 'growth-guilds.svg',
    what: 'guilds that have used Libra',
    unit: 'guilds',
    points: byGuilds,
  });

  say('  streams at once…');
  const byStreams: Measured[] = [];
  for (const count of streams) {
    const seen = await Promise.all(
      Array.from({ length: count }, async (_, index) => {
        await new Promise((resolve) => setTimeout(resolve, (index * 1_000) / count));
        return ask({ deltas: 64, gapMs: 20 }, '1500000000000000000', freshUser());
      }),
    );
    byStreams.push(toMeasured(count, seen, libra));
  }
  growths.push({
    file: 'growth-streams.svg',
    what: 'streams at once',
    unit: 'streams of 64 deltas, 20 ms apart',
    points: byStreams,
  });
  return growths;
}

interface One {
  firstTokenMs: number;
  wholeMs: number;
}

async function measureOne(
  libra: Contestant,
  script: { deltas: number; gapMs: number },
  who: { guildId: string; userId: string },
): Promise<One> {
  const startedAt = performance.now();
  const result = await readStream(await libra.prepare(script, who));
  if (!result.done || result.firstTokenMs === null) throw new Error(`Libra answered ${result.status}`);
  return { firstTokenMs: result.firstTokenMs, wholeMs: performance.now() - startedAt };
}

function toMeasured(x: number, seen: readonly One[], libra: Contestant): Measured {
  return {
    x,
    firstTokenMs: summarise(seen.map(({ firstTokenMs }) => firstTokenMs)),
    wholeMs: summarise(seen.map(({ wholeMs }) => wholeMs)),
    memoryMb: (readProcessCost(libra.pid)?.residentBytes ?? Number.NaN) / 1e6,
  };
}

function freshUser(): string {
  return String(1_700_000_000_000_000_000n + BigInt(`0x${randomUUID().slice(0, 8)}`));
}

async function inSequence<Value>(runs: readonly (() => Promise<Value>)[]): Promise<Value[]> {
  const values: Value[] = [];
  for (const run of runs) values.push(await run());
  return values;
}

function toReport(growths: Growth[]): Report {
  return {
    tables: growths.map(
      ({ what, points }): Table => ({
        title: `Against ${what}`,
        columns: [what, 'first token ms', 'whole answer ms', 'workerd MB'],
        rows: points.map(({ x, firstTokenMs, wholeMs, memoryMb }) => [
          formatNumber(x),
          `${formatNumber(firstTokenMs.median)} (${formatNumber(firstTokenMs.q1)}–${formatNumber(firstTokenMs.q3)})`,
          `${formatNumber(wholeMs.median)} (${formatNumber(wholeMs.q1)}–${formatNumber(wholeMs.q3)})`,
          formatNumber(memoryMb),
        ]),
      }),
    ),
    plots: growths.map(({ file, what, unit, points }) => ({
      file,
      plot: {
        kind: 'lines' as const,
        title: `Against ${what}`,
        x: { label: unit, scale: 'log' as const },
        y: { label: 'ms (median, quartiles), MB', scale: 'log' as const },
        series: [
          { name: 'first token, ms', points: points.map((point) => toPoint(point.x, point.firstTokenMs)) },
          { name: 'whole answer, ms', points: points.map((point) => toPoint(point.x, point.wholeMs)) },
          { name: 'memory of workerd, MB', points: points.map(({ x, memoryMb }) => ({ x, y: memoryMb })) },
        ],
      },
    })),
    goals: [],
    notes: growths.map(explain),
    raw: { growths },
  };
}

const WHY: Record<string, string> = {
  'growth-history.svg':
    'only the newest messages that fit the token budget are read, by an index: a longer history costs nothing more once the window is full',
  'growth-answer.svg':
    'every delta is decoded, looked at and written on twice, so a whole answer grows with its length; its first token does not wait for it',
  'growth-guilds.svg':
    'a guild is a few keys in Redis and rows in Postgres, each found by its own key, so nothing waits longer; the memory is that of as many more requests served by one process (spent nonces are remembered for minutes, heaps are collected late), not of the guilds',
  'growth-streams.svg':
    'streams share one core of workerd: until it is full they only cost memory, then they wait for each other',
};

function explain({ file, what, points }: Growth): string {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return '';
  return `From ${formatNumber(first.x)} to ${formatNumber(last.x)} ${what}: first token ${formatNumber(first.firstTokenMs.median)} → ${formatNumber(last.firstTokenMs.median)} ms, memory ${formatNumber(first.memoryMb)} → ${formatNumber(last.memoryMb)} MB; ${WHY[file]}.`;
}

function toPoint(x: number, { median, q1, q3 }: Summary) {
  return { x, y: median, low: q1, high: q3 };
}
