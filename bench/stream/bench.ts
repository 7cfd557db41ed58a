/**
 * What the whole chain (signatures on both hops, replay guard, cost guard on Redis, memory on Postgres, breaker, ledger)
 * adds to a streamed answer: to the first token, to every frame, in CPU; and how many streams it holds at once.
 */
import { formatNumber } from '../harness/format.ts';
import { readProcessCost } from '../harness/process-cost.ts';
import { endProcess, nextMessage, type RemoteStack, startProcess } from '../harness/remote-stack.ts';
import type { Bench, BenchContext, Goal, Report } from '../harness/report.ts';
import { median, quantile } from '../harness/statistics.ts';
import { takeTurns } from '../harness/turns.ts';
import { closeConnections, readStream, type StreamResult } from './client.ts';
import { type Contestant, createDirect, DIRECT, LIBRA, startLibra, startPortkey } from './contestants.ts';
import { startFloors } from './floors.ts';
import type { Script } from './protocol.ts';

const FORMS = {
  short: { firstTokenRounds: 2, firstTokenStreams: 15, levels: [1, 20], rounds: 1, deltas: 64 },
  full: { firstTokenRounds: 6, firstTokenStreams: 50, levels: [1, 50, 200, 500], rounds: 1, deltas: 160 },
};
const GAP_MS = 20;
/** The streams of a level begin one after the other over this time; all of them run at once after it. */
const RAMP_MS = 1_500;
/** A frame that comes when the next one is due already is late. */
const LATE_MS = GAP_MS;

interface Level {
  name: string;
  streams: number;
  firstTokenMs: number[];
  delaysMs: number[];
  lostFrames: number;
  disordered: number;
  /** Streams that did not end with [DONE], or not with status 200. */
  brokenStreams: number;
  cpuMs: number;
  residentBytes: number;
}

export const stream: Bench = {
  name: 'stream',
  title: 'Streaming: the whole chain against direct and Portkey',
  async run(context) {
    const provider = await startProcess('bench/stream/provider-process.ts');
    const { port } = await nextMessage<{ port: number }>(provider);
    const providerUrl = `http://127.0.0.1:${port}/v1`;
    const opened: Contestant[] = [createDirect(providerUrl)];
    try {
      context.say('  starting the stack and the gateway…');
      const { contestant, stack } = await startLibra(providerUrl);
      opened.push(contestant, await startPortkey(providerUrl, context.say));
      opened.push(...(await startFloors(providerUrl)));
      return await compare(opened, stack, context);
    } finally {
      closeConnections();
      for (const contestant of opened) await contestant.close();
      await endProcess(provider);
    }
  },
};

async function compare(
  contestants: Contestant[],
  stack: RemoteStack,
  { form, say }: BenchContext,
): Promise<Report> {
  const { firstTokenRounds, firstTokenStreams, levels, rounds, deltas } = FORMS[form];
  say(`  first token, one stream at a time: ${firstTokenRounds} × ${firstTokenStreams} streams each…`);
  const firsts = await takeTurns({
    contestants,
    rounds: firstTokenRounds,
    measure: (contestant) => runOneByOne(contestant, firstTokenStreams, { deltas: 3, gapMs: 1 }),
  });
  const firstToken = contestants.map((contestant) => ({
    name: contestant.name,
    firstTokenMs: (firsts.get(contestant) ?? []).flat().flatMap((each) => each.firstTokenMs ?? []),
  }));

  const measured: Level[] = [];
  for (const streams of levels) {
    say(`  ${streams} at once…`);
    const results = await takeTurns({
      contestants,
      rounds: streams === 1 ? rounds * 3 : rounds,
      measure: (contestant) => runAtOnce(contestant, streams, { deltas, gapMs: GAP_MS }),
    });
    for (const contestant of contestants) {
      measured.push(merge(contestant.name, streams, results.get(contestant) ?? []));
    }
  }
  return toReport(firstToken, measured, stack);
}

async function runOneByOne(contestant: Contestant, count: number, script: Script): Promise<StreamResult[]> {
  closeConnections();
  const results: StreamResult[] = [];
  for (let index = 0; index < count; index += 1) {
    const result = await readStream(await contestant.prepare(script));
    if (!result.done) throw new Error(`${contestant.name} answered ${result.status} without an end`);
    results.push(result);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return results;
}

async function runAtOnce(contestant: Contestant, streams: number, script: Script): Promise<Level> {
  closeConnections();
  const before = readProcessCost(contestant.pid);
  const results = await Promise.all(
    Array.from({ length: streams }, async (_, index) => {
      await new Promise((resolve) => setTimeout(resolve, (index * RAMP_MS) / streams));
      return readStream(await contestant.prepare(script));
    }),
  );
  const after = readProcessCost(contestant.pid);
  const frames = results.reduce((sum, { delaysMs }) => sum + delaysMs.length, 0);
  return {
    name: contestant.name,
    streams,
    firstTokenMs: results.flatMap(({ firstTokenMs }) => firstTokenMs ?? []),
    delaysMs: results.flatMap(({ delaysMs }) => delaysMs),
    lostFrames: streams * script.deltas - frames,
    disordered: results.reduce((sum, each) => sum + each.disordered, 0),
    brokenStreams: results.filter(({ status, done }) => status !== 200 || !done).length,
    cpuMs: after === null || before === null ? Number.NaN : after.cpuMs - before.cpuMs,
    residentBytes: after?.residentBytes ?? Number.NaN,
  };
}

function merge(name: string, streams: number, rounds: readonly Level[]): Level {
  const sum = (pick: (level: Level) => number) => rounds.reduce((total, level) => total + pick(level), 0);
  return {
    name,
    streams,
    firstTokenMs: rounds.flatMap((level) => level.firstTokenMs),
    delaysMs: rounds.flatMap((level) => level.delaysMs),
    lostFrames: sum((level) => level.lostFrames),
    disordered: sum((level) => level.disordered),
    brokenStreams: sum((level) => level.brokenStreams),
    cpuMs: sum((level) => level.cpuMs),
    residentBytes: Math.max(...rounds.map((level) => level.residentBytes)),
  };
}

function toReport(
  firstToken: { name: string; firstTokenMs: number[] }[],
  levels: Level[],
  stack: RemoteStack,
): Report {
  const direct = firstToken.find(({ name }) => name === DIRECT)?.firstTokenMs ?? [];
  const libra = firstToken.find(({ name }) => name === LIBRA)?.firstTokenMs ?? [];
  const added = (p: number) => quantile(libra, p) - quantile(direct, p);
  const at = (name: string, streams: number) =>
    levels.find((level) => level.name === name && level.streams === streams);
  const counts = [...new Set(levels.map(({ streams }) => streams))];
  const addedDelay = (streams: number, p: number, name = LIBRA) =>
    quantileOf(at(name, streams)?.delaysMs ?? [], p) - quantileOf(at(DIRECT, streams)?.delaysMs ?? [], p);
  const most = Math.max(...counts);
  const biggest = at(LIBRA, most);

  return {
    tables: [
      {
        title: 'Time to the first token, one stream at a time',
        columns: ['who', 'p50 ms', 'p99 ms', 'added p50 ms', 'added p99 ms', 'streams'],
        rows: firstToken.map(({ name, firstTokenMs }) => [
          name,
          formatNumber(median(firstTokenMs)),
          formatNumber(quantile(firstTokenMs, 0.99)),
          name === DIRECT ? '–' : formatNumber(median(firstTokenMs) - median(direct)),
          name === DIRECT ? '–' : formatNumber(quantile(firstTokenMs, 0.99) - quantile(direct, 0.99)),
          String(firstTokenMs.length),
        ]),
      },
      {
        title: `Streams at once: deltas ${GAP_MS} ms apart, delay of each frame from the provider's write to the client`,
        columns: [
          'at once',
          'who',
          'p50 ms',
          'p99 ms',
          'added p99 ms',
          'late',
          'lost',
          'broken',
          'CPU ms/1,000 frames',
          'memory MB',
        ],
        rows: levels.map((level) => [
          String(level.streams),
          level.name,
          formatNumber(quantileOf(level.delaysMs, 0.5)),
          formatNumber(quantileOf(level.delaysMs, 0.99)),
          level.name === DIRECT ? '–' : formatNumber(addedDelay(level.streams, 0.99, level.name)),
          `${formatNumber((100 * level.delaysMs.filter((ms) => ms > LATE_MS).length) / level.delaysMs.length)} %`,
          String(level.lostFrames),
          String(level.brokenStreams),
          formatNumber((1_000 * level.cpuMs) / level.delaysMs.length),
          formatNumber(level.residentBytes / 1e6),
        ]),
      },
    ],
    plots: [
      {
        file: 'stream-delay.svg',
        plot: {
          kind: 'lines',
          title: 'Frame delay (p99) against streams at once',
          x: { label: 'streams at once', scale: 'log' },
          y: { label: 'ms from provider to client, p99', scale: 'log' },
          series: [...new Set(levels.map(({ name }) => name))].map((name) => ({
            name,
            points: counts.map((streams) => ({
              x: streams,
              y: quantileOf(at(name, streams)?.delaysMs ?? [], 0.99),
            })),
          })),
        },
      },
    ],
    goals: [
      goal('added time to the first token p50 ≤ 5 ms', added(0.5), 5, 'ms'),
      goal('added time to the first token p99 ≤ 15 ms', added(0.99), 15, 'ms'),
      goal('frame delay p99 ≤ 1 ms over direct at one stream', addedDelay(1, 0.99), 1, 'ms'),
      {
        what: `${most} streams at once with nothing lost`,
        met: biggest !== undefined && biggest.lostFrames + biggest.brokenStreams + biggest.disordered === 0,
        seen: `${biggest?.lostFrames} frames lost, ${biggest?.brokenStreams} streams broken of ${biggest?.firstTokenMs.length}`,
      },
    ],
    notes: [
      `Memory on ${stack.postgres}; cost guard on ${stack.redis}. Provider, client, stack and gateway are processes of their own on one machine.`,
      `Late: a frame that arrives when the next one is due already (${LATE_MS} ms). CPU and memory are those of the workerd process that runs the Workers, and of the gateway's process.`,
      'The floors authenticate nobody, limit nothing, look at nothing and remember nothing: they are what the runtime itself costs.',
    ],
    // Tens of thousands of single delays would only fill the repository: their quantiles are kept.
    raw: {
      firstToken,
      levels: levels.map(({ delaysMs, ...level }) => ({ ...level, delays: quantiles(delaysMs) })),
    },
  };
}

/** NaN, shown as a dash, where nothing arrived at all. */
function quantileOf(sample: readonly number[], p: number): number {
  return sample.length === 0 ? Number.NaN : quantile(sample, p);
}

function quantiles(sample: readonly number[]): Record<string, number> {
  return Object.fromEntries([0, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 1].map((p) => [p, quantileOf(sample, p)]));
}

function goal(what: string, value: number, bound: number, unit: string): Goal {
  return { what, met: value <= bound, seen: `${formatNumber(value)} ${unit}` };
}
