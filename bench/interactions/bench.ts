/**
 * Signed `/help` through the whole bot, against a Worker that only verifies and answers a constant, and against the
 * ways that others write such a bot. Every contestant runs in a workerd of its own, behind workerd's own socket.
 */
import { formatNumber, formatSpread } from '../harness/format.ts';
import { applyLoad } from '../harness/http-load.ts';
import { readProcessCost } from '../harness/process-cost.ts';
import type { Bench, BenchContext, Report } from '../harness/report.ts';
import { median, quantile, ratios, summarise } from '../harness/statistics.ts';
import { takeTurns } from '../harness/turns.ts';
import { type Contestant, LIBRA, LIBRA_SILENT, LIMIT, startContestants } from './contestants.ts';
import { createSignedHelp, type SignedHelp } from './help-request.ts';

const FORMS = {
  short: { rounds: 3, roundMs: 400, latencyRounds: 2, latencyRequests: 60 },
  full: { rounds: 11, roundMs: 1_500, latencyRounds: 4, latencyRequests: 300 },
};
/** Enough to keep one core of workerd busy without a queue that would only measure itself. */
const CONNECTIONS = 16;
const PAUSE_MS = 3;
const GOAL = 0.95;

interface Measured {
  name: string;
  /** One value a round. */
  requestsPerSec: number[];
  cpuMicros: number[];
  /** Of every request at low load, in milliseconds. */
  latenciesMs: number[];
}

export const interactions: Bench = {
  name: 'interactions',
  title: 'Deterministic commands: signed /help',
  async run(context) {
    const help = createSignedHelp(64);
    const contestants = await startContestants(help, context.say);
    try {
      return toReport(await measure(contestants, help, context));
    } finally {
      await Promise.all(contestants.map((contestant) => contestant.close()));
    }
  },
};

async function measure(
  contestants: Contestant[],
  { requests }: SignedHelp,
  { form, say }: BenchContext,
): Promise<Measured[]> {
  const { rounds, roundMs, latencyRounds, latencyRequests } = FORMS[form];
  say(`  at saturation: ${rounds} rounds of ${roundMs} ms each…`);
  const saturated = await takeTurns({
    contestants,
    rounds,
    async measure({ name, port, pid }) {
      const before = readProcessCost(pid)?.cpuMs ?? Number.NaN;
      const load = await applyLoad({ port, requests, connections: CONNECTIONS, forMs: roundMs });
      const after = readProcessCost(pid)?.cpuMs ?? Number.NaN;
      if (load.failures > 0) throw new Error(`${name}: ${load.failures} of ${load.requests} requests failed`);
      return {
        requestsPerSec: load.requests / load.seconds,
        cpuMicros: ((after - before) * 1000) / load.requests,
      };
    },
  });
  say(`  at low load: ${latencyRounds} rounds of ${latencyRequests} requests each…`);
  const calm = await takeTurns({
    contestants,
    rounds: latencyRounds,
    measure: ({ port }) =>
      applyLoad({
        port,
        requests,
        connections: 1,
        count: latencyRequests,
        pauseMs: PAUSE_MS,
        recordLatencies: true,
      }),
  });
  return contestants.map((contestant) => ({
    name: contestant.name,
    requestsPerSec: (saturated.get(contestant) ?? []).map((round) => round.requestsPerSec),
    cpuMicros: (saturated.get(contestant) ?? []).map((round) => round.cpuMicros),
    latenciesMs: (calm.get(contestant) ?? []).flatMap((round) => round.latenciesMs),
  }));
}

function toReport(measured: Measured[]): Report {
  const limit = find(measured, LIMIT);
  const compared = measured
    .map((each) => ({ ...each, ratio: summarise(ratios(each.requestsPerSec, limit.requestsPerSec)) }))
    .sort((a, b) => b.ratio.median - a.ratio.median);
  const libra = compared.find(({ name }) => name === LIBRA) ?? compared[0];
  if (libra === undefined) throw new Error('Nobody took part');
  const peers = compared.filter(({ name }) => ![LIBRA, LIBRA_SILENT, LIMIT].includes(name));
  const bestPeer = peers[0];
  return {
    tables: [
      {
        title: 'Throughput at saturation (16 connections) and latency at low load (one request every 3 ms)',
        columns: ['who', 'of the limit', 'requests/s', 'CPU µs/request', 'p50 ms', 'p99 ms'],
        rows: compared.map(({ name, ratio, requestsPerSec, cpuMicros, latenciesMs }) => [
          name,
          formatSpread(ratio),
          formatSpread(summarise(requestsPerSec)),
          formatNumber(median(cpuMicros)),
          formatNumber(median(latenciesMs)),
          formatNumber(quantile(latenciesMs, 0.99)),
        ]),
      },
    ],
    plots: [
      {
        file: 'interactions.svg',
        plot: {
          kind: 'bars',
          title: 'Signed /help: throughput against the limit',
          unit: 'requests per second, of the limit in the same round (median, quartiles)',
          bars: compared.map(({ name, ratio }) => ({
            label: labelOf(name),
            value: ratio.median,
            low: ratio.q1,
            high: ratio.q3,
          })),
          mark: { value: GOAL, label: `goal ${GOAL}` },
        },
      },
    ],
    goals: [
      {
        what: `at least ${GOAL} of the limit with the whole bot behind it`,
        met: libra.ratio.median >= GOAL,
        seen: formatSpread(libra.ratio),
      },
      {
        what: 'ahead of every peer',
        met: bestPeer === undefined || libra.ratio.median > bestPeer.ratio.median,
        seen: bestPeer === undefined ? 'no peers' : `${bestPeer.name} ${formatSpread(bestPeer.ratio)}`,
      },
    ],
    notes: [
      'Ratios are taken round by round against the limit in the same round; in parentheses the quartiles over the rounds.',
      'All answer the same message to the same signed bodies, refuse a forged signature with 401, and write their log lines, if any, to /dev/null.',
    ],
    raw: { measured },
  };
}

/** Short enough for a plot. */
function labelOf(name: string): string {
  const label = name.split(/[:(,]/)[0]?.trim() ?? name;
  if (name === LIBRA_SILENT) return `${label}, no log`;
  return name.includes(', with ') ? `${label}, with log` : label;
}

function find(measured: Measured[], name: string): Measured {
  const found = measured.find((each) => each.name === name);
  if (found === undefined) throw new Error(`${name} did not take part`);
  return found;
}
