/** The simulation of this very machine beside k6 on it: one thread for all Workers, no distances. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { neon, neonConfig } from '@neondatabase/serverless';
import { createTemporaryFolder } from '../../dev/stand-in/temporary-folder.ts';
import { createApiKey, hashApiKey } from '../../workers/bff/access/api-key.ts';
import { findK6 } from '../harness/find-k6.ts';
import type { RemoteStack } from '../harness/remote-stack.ts';
import { quantile } from '../harness/statistics.ts';
import { type ServiceTimes, simulateAnswers } from './simulation/answers.ts';
import { type Model, PLANS, type Plan } from './world.ts';

/** Milliseconds of a whole answer. */
export interface Whole {
  median: number;
  p95: number;
}

export interface Checked {
  perSecond: number;
  measured: Whole;
  simulated: Whole;
}

const DELTAS = 60;
const GAP_MS = 25;
const HERE = { interaction: 0, upstash: 0.5, neon: 0.5, provider: 0.5, discord: 0, objectWrite: 0 };
/** The bench's provider begins at once, and every answer is as long as the others. */
const MODEL: Model = {
  firstTokenMs: { median: 1, p95: 1.01 },
  answerTokens: { median: DELTAS, p95: DELTAS + 0.01 },
  tokensPerSecond: 1_000 / GAP_MS,
  promptTokens: 0,
};
const PLAN: Plan = {
  ...(PLANS.at(-1) as Plan),
  postgresCores: 1,
  provider: { requestsPerMinute: Number.POSITIVE_INFINITY, tokensPerMinute: Number.POSITIVE_INFINITY },
};
const KEY = createApiKey();

/** Null: there is no k6 on this machine. */
export async function checkWithK6(
  stack: RemoteStack,
  times: ServiceTimes,
  { rates, seconds }: { rates: readonly number[]; seconds: number },
): Promise<Checked[] | null> {
  const k6 = findK6();
  if (k6 === undefined) return null;
  await admit(stack);
  return rates.map((perSecond) => ({
    perSecond,
    measured: runK6(k6, stack, perSecond, seconds),
    simulated: simulateHere(times, perSecond, seconds),
  }));
}

async function admit({ database }: RemoteStack): Promise<void> {
  if (database.fetchEndpoint !== undefined) neonConfig.fetchEndpoint = database.fetchEndpoint;
  await neon(database.url).query(
    `INSERT INTO api_keys (key_hash, name, calls_per_min) VALUES ($1, 'bench', 100000) ON CONFLICT (key_hash) DO NOTHING`,
    [await hashApiKey(KEY)],
  );
}

function runK6(k6: string, { bffUrl }: RemoteStack, perSecond: number, seconds: number): Whole {
  const { path: folder, remove } = createTemporaryFolder('libra-scale-');
  try {
    const summary = join(folder, 'summary.json');
    const settings = {
      ...{ BFF_URL: bffUrl, API_KEY: KEY, RATE: perSecond, DURATION: `${seconds}s` },
      ...{ DELTAS, GAP_MS },
    };
    const script = join(import.meta.dirname, '..', '..', 'k6', 'rate.js');
    const variables = Object.entries(settings).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
    const run = spawnSync(
      k6,
      ['run', '--quiet', '--no-usage-report', '--summary-export', summary, ...variables, script],
      { encoding: 'utf8' },
    );
    if (run.status !== 0) throw new Error(`k6 at ${perSecond} a second: ${run.stdout}${run.stderr}`);
    const { metrics } = JSON.parse(readFileSync(summary, 'utf8')) as {
      metrics: { http_req_duration: { med: number; 'p(95)': number } };
    };
    return { median: metrics.http_req_duration.med, p95: metrics.http_req_duration['p(95)'] };
  } finally {
    remove();
  }
}

export function simulateHere(times: ServiceTimes, perSecond: number, seconds: number): Whole {
  const load = { perSecond, answers: perSecond * seconds, seed: 1, isDelivered: false, threads: 1 };
  const { wholeMs } = simulateAnswers(load, { times, distances: HERE, model: MODEL, plan: PLAN });
  return { median: quantile(wholeMs, 0.5), p95: quantile(wholeMs, 0.95) };
}
