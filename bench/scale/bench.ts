/** From a hundred people to a million: what the measured times and the platforms' limits make of it, by simulation. */
import { formatNumber } from '../harness/format.ts';
import { endProcess, nextMessage, startProcess, startRemoteStack } from '../harness/remote-stack.ts';
import type { Bench, Goal, Report, Table } from '../harness/report.ts';
import { quantile } from '../harness/statistics.ts';
import { closeConnections } from '../stream/client.ts';
import { type Checked, checkWithK6 } from './check.ts';
import { type Counts, costOf, countsOf, dailyAnswers } from './cost.ts';
import { type Measured, measureTimes } from './measure.ts';
import { type Outcome, type ServiceTimes, simulateAnswers } from './simulation/answers.ts';
import { DEPLOYED, MODEL, PEOPLE, PLANS, type Plan } from './world.ts';

const FORMS = {
  short: { answers: 5, rounds: 1, rates: [2], seconds: 5, simulated: 2_000 },
  full: { answers: 20, rounds: 3, rates: [2, 5, 10, 20], seconds: 15, simulated: 20_000 },
};
const SEED = 20_261_129;
const POPULATIONS = [100, 1_000, 10_000, 100_000, 1_000_000];
/** Of Durable Objects, by tests/integration/calls.test.ts: a delivery and a nonce, and the alarm that clears the delivery away. */
const OBJECTS = { requests: 3, rowsWritten: 10 };
/** The simulation is believed where it is as near to what k6 saw. */
const NEAR = 0.15;

export const scale: Bench = {
  name: 'scale',
  title: 'At the scale of the internet',
  async run({ form, say }) {
    const provider = await startProcess('bench/stream/provider-process.ts');
    const { port } = await nextMessage<{ port: number }>(provider);
    const stack = await startRemoteStack({ providerUrl: `http://127.0.0.1:${port}/v1`, discord: true });
    try {
      say('  what one answer takes…');
      const measured = await measureTimes(stack, FORMS[form]);
      say('  k6 at fixed rates…');
      const checked = await checkWithK6(stack, measured.streamTimes, FORMS[form]);
      say(`  ${POPULATIONS.length} populations on ${PLANS.length} plans…`);
      return toReport(measured, checked, FORMS[form].simulated);
    } finally {
      closeConnections();
      await stack.close();
      await endProcess(provider);
    }
  },
};

interface Simulated {
  people: number;
  plan: Plan;
  perSecond: number;
  outcome: Outcome;
}

export function simulatePopulations(times: ServiceTimes, answers: number): Simulated[] {
  return PLANS.flatMap((plan) =>
    POPULATIONS.map((people) => {
      const perSecond = (people * PEOPLE.questionsPerDay * PEOPLE.busiestHour) / 3_600;
      const load = { perSecond, answers, seed: SEED, isDelivered: true, threads: null };
      return {
        people,
        plan,
        perSecond,
        outcome: simulateAnswers(load, { times, distances: DEPLOYED, model: MODEL, plan }),
      };
    }),
  );
}

const NAMES: Record<keyof Outcome['shares'], string> = {
  postgres: 'Postgres: CPU',
  redis: 'Redis: its one thread',
  upstash: 'Upstash: commands a second',
  nonces: 'nonces: writes of one object',
  requests: 'provider: requests a minute',
  tokens: 'provider: tokens a minute',
};

/** The limit that is nearest, of those that bind in the busiest hour and those of a day. */
export function firstLimit(
  { people, plan, outcome }: Simulated,
  counts: Counts,
): { what: string; share: number } {
  const busiest = Object.entries(outcome.shares).map(([name, share]) => ({
    what: NAMES[name as keyof typeof NAMES],
    share,
  }));
  const daily = dailyAnswers(counts, plan).map(({ part, answers }) => ({
    what: `a day's ${part}`,
    share: (people * PEOPLE.questionsPerDay) / answers,
  }));
  return [...busiest, ...daily].toSorted((a, b) => b.share - a.share)[0] ?? { what: '–', share: 0 };
}

function toReport(measured: Measured, checked: Checked[] | null, answers: number): Report {
  const { times } = measured;
  const simulated = simulatePopulations(times, answers);
  const largest = simulated.at(-1) as Simulated;
  const counts = countsOf(times, largest.outcome, OBJECTS, MODEL.answerTokens.median);
  return {
    tables: [
      timesTable(measured),
      ...(checked === null ? [] : [checkTable(checked)]),
      populationTable(simulated, counts),
      costTable(counts),
    ],
    plots: [
      {
        file: 'scale.svg',
        plot: {
          kind: 'lines',
          title: 'The busiest hour: how much of each limit is used (largest plans)',
          x: { label: 'people', scale: 'log' },
          y: { label: '% of the limit', scale: 'log' },
          series: [
            ...(Object.keys(NAMES) as (keyof typeof NAMES)[]).map((name) => ({
              name: NAMES[name],
              points: simulated
                .filter(({ plan }) => plan === largest.plan)
                .map(({ people, outcome }) => ({
                  x: people,
                  y: Math.max(0.001, outcome.shares[name] * 100),
                })),
            })),
            {
              name: 'the limit',
              dashed: true,
              points: [
                { x: 100, y: 100 },
                { x: 1_000_000, y: 100 },
              ],
            },
          ],
        },
      },
    ],
    goals: checkGoals(checked),
    notes: [
      `Assumed: ${PEOPLE.questionsPerDay} questions a person and day, ${PEOPLE.busiestHour * 100} % of them in the busiest hour; a model that begins after ${MODEL.firstTokenMs.median} ms (p95 ${MODEL.firstTokenMs.p95}) and writes ${MODEL.answerTokens.median} tokens (p95 ${MODEL.answerTokens.p95}) at ${MODEL.tokensPerSecond} a second; distances and plans as in bench/scale/world.ts.`,
      'Workers are as many as are needed, each with CPU of its own; what they share are Postgres, Redis, the nonces’ objects and the provider. The measured CPU of Postgres and Redis is that of this machine.',
      checked === null
        ? 'There is no k6 on this machine: the simulation was not compared with a load.'
        : 'Beside k6 the simulation has one thread for all Workers and one core for Postgres; k6 itself and the stand-ins, which also run here, are not in it.',
    ],
    raw: {
      measured,
      checked,
      counts,
      cost: costOf(counts, 1_000),
      populations: simulated.map(({ people, plan, perSecond, outcome }) => ({
        people,
        plan: plan.name,
        perSecond,
        shares: outcome.shares,
        refused: outcome.refused,
        firstTextMs: [quantiles(outcome.firstTextMs)],
        wholeMs: [quantiles(outcome.wholeMs)],
      })),
    },
  };
}

function quantiles(sample: readonly number[]) {
  return { p50: quantile(sample, 0.5), p95: quantile(sample, 0.95), p99: quantile(sample, 0.99) };
}

function timesTable({ times, requestsToDiscord }: Measured): Table {
  const rows: [string, number][] = [
    ['bot, bff and llm: CPU before the model is asked, ms', times.openCpu],
    ['… for 100 tokens that pass, ms', times.cpuPerToken * 100],
    ['… for each request to Discord, ms', times.cpuPerEdit],
    ['… after the last token, ms', times.closeCpu],
    ['Redis: CPU of one of three requests, ms', times.redisPerRequest],
    ['Redis: commands', times.redisCommands],
    ['Postgres: CPU to open the turn, ms', times.postgresOpen],
    ['Postgres: CPU to store it, ms', times.postgresClose],
    ['requests to Discord, of an answer of ten seconds', requestsToDiscord],
  ];
  return {
    title: 'What one answer takes, measured here',
    columns: ['what', 'figure'],
    rows: rows.map(([what, value]) => [what, formatNumber(value)]),
  };
}

function checkTable(checked: readonly Checked[]): Table {
  return {
    title: 'The simulation beside k6 on this machine: a whole answer of 60 tokens in 1.5 s',
    columns: ['a second', 'k6: p50 ms', 'simulated', 'k6: p95 ms', 'simulated'],
    rows: checked.map(({ perSecond, measured, simulated }) =>
      [perSecond, measured.median, simulated.median, measured.p95, simulated.p95].map(formatNumber),
    ),
  };
}

function checkGoals(checked: readonly Checked[] | null): Goal[] {
  return (checked ?? []).map(({ perSecond, measured, simulated }) => {
    const off = simulated.median / measured.median - 1;
    return {
      what: `${perSecond} a second: the simulated median within ${NEAR * 100} % of what k6 saw`,
      met: Math.abs(off) <= NEAR,
      seen: `${formatNumber(off * 100)} %`,
    };
  });
}

function populationTable(simulated: readonly Simulated[], counts: Counts): Table {
  return {
    title: 'The busiest hour',
    columns: [
      'plans',
      'people',
      'answers a second',
      'first text p50 ms',
      'p99 ms',
      'whole p50 ms',
      'refused',
      'nearest limit',
      'used',
    ],
    rows: simulated.map((each) => {
      const { firstTextMs, wholeMs, refused } = each.outcome;
      const limit = firstLimit(each, counts);
      return [
        each.plan.name,
        formatNumber(each.people),
        formatNumber(each.perSecond),
        formatNumber(quantile(firstTextMs, 0.5)),
        formatNumber(quantile(firstTextMs, 0.99)),
        formatNumber(quantile(wholeMs, 0.5)),
        `${formatNumber((100 * refused) / (refused + wholeMs.length))} %`,
        limit.what,
        `${formatNumber(limit.share * 100)} %`,
      ];
    }),
  };
}

function costTable(counts: Counts): Table {
  const cost = costOf(counts, 1_000);
  const total = cost.reduce((sum, { usd }) => sum + usd, 0);
  return {
    title: 'What 1,000 answers cost at list prices, beyond what plans include',
    columns: ['part', 'US dollars', 'share'],
    rows: [...cost, { part: 'all of it', usd: total }].map(({ part, usd }) => [
      part,
      usd.toFixed(4),
      `${formatNumber((100 * usd) / total)} %`,
    ]),
  };
}
