/** What goes on now. Never rejects: a part that is away is told as such. */
import { sql } from 'drizzle-orm';
import type { CircuitDetail, CircuitsRequest, CircuitsResponse } from '../../../shared/contract/circuits.ts';
import { CIRCUITS_PATH } from '../../../shared/contract/circuits.ts';
import { utcDay } from '../../../shared/contract/cost-limits.ts';
import type { Overview } from '../../../shared/contract/operator.ts';
import { LLM_ORIGIN } from '../../../shared/contract/routes.ts';
import { postSigned } from '../http/post-signed.ts';
import { type SumsRow, toSums, totalOf } from '../ledger/figures.ts';
import { LEDGER_SUMS } from '../ledger/summing.ts';
import { isCharged } from '../ledger/usage.ts';
import { readBudget } from '../limits/read-budget.ts';
import type { Services } from '../services.ts';
import { budgetOf } from '../status/collect-status.ts';
import { probe } from '../status/probe.ts';
import type { Database } from '../store/database.ts';
import { openRedis } from '../store/redis.ts';
import { budgetKey } from '../store/redis-keys.ts';
import { jobs, usageEvents } from '../store/schema/ledger.ts';

const DEADLINE_MS = 1_500;
/** Who did not want to know is not told that it is well. */
const NOT_ASKED = { state: 'slow', latency_ms: 0 } as const;

export async function readOverview(
  services: Services,
  { withDatabase }: { withDatabase: boolean },
): Promise<Overview> {
  const { config, now } = services;
  const [redis, database, llm] = await Promise.all([
    probe(now, config.redis.timeoutMs, () =>
      readBudget(openRedis(config.redis, config.redis.timeoutMs), budgetKey(utcDay(now()), 'all', ''), now()),
    ),
    withDatabase
      ? probe(now, DEADLINE_MS, () => readHour(services.openDatabase(DEADLINE_MS)))
      : { health: NOT_ASKED, value: null },
    probe(now, DEADLINE_MS, (signal) => askCircuits(services, {}, signal)),
  ]);
  const hour = database.value;
  return {
    at: new Date(now()).toISOString(),
    version: config.version,
    parts: { redis: redis.health, database: database.health, llm: llm.health },
    hour: hour === null ? null : toSums(totalOf(hour.rows)),
    series: hour === null ? [] : hour.rows.map((row) => ({ start: String(row.start_at), ...toSums(row) })),
    running: hour?.running ?? null,
    circuits: llm.value,
    budget: budgetOf(config.budgets.everyone, redis.value),
    cleaned_at: hour?.jobs.cleaning ?? null,
    summed_until: hour?.jobs.rollup ?? null,
  };
}

const iso = (moment: ReturnType<typeof sql>) =>
  sql`to_char(${moment} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

/** The last 60 minutes, and how far upkeep has come. */
export async function readHour(db: Database) {
  const start = sql`date_bin('5 minutes', created_at, timestamptz '2026-01-01 00:00:00+00')`;
  const [sums, marks] = await Promise.all([
    db.execute<SumsRow>(sql`
      select ${iso(start)} as start_at, ${LEDGER_SUMS} from ${usageEvents}
      where created_at >= now() - interval '60 minutes' and ${isCharged} group by 1 order by 1`),
    db.execute<{ name: string; at: string; running: number }>(sql`
      select name, ${iso(sql`at`)} as at, null::int as running from ${jobs}
      union all
      select 'running', null, count(*)::int from ${usageEvents}
      where created_at >= now() - interval '60 minutes' and not ${isCharged}`),
  ]);
  const markOf = (name: string) => marks.rows.find((row) => row.name === name);
  return {
    rows: sums.rows,
    running: Number(markOf('running')?.running ?? 0),
    jobs: { cleaning: markOf('cleaning')?.at ?? null, rollup: markOf('rollup')?.at ?? null },
  };
}

/** Throws when llm cannot be reached, or refuses. */
export async function askCircuits(
  services: Services,
  order: CircuitsRequest,
  signal: AbortSignal,
): Promise<CircuitDetail[]> {
  const asked = { url: `${LLM_ORIGIN}${CIRCUITS_PATH}`, body: JSON.stringify(order), signal };
  const response = await postSigned(services.config.llm, asked, services);
  if (!response.ok) throw new Error('The llm Worker refused');
  return (await response.json<CircuitsResponse>()).circuits;
}
