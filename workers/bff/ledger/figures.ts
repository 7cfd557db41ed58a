/** What the ledger says of the last days: the sums that were made for good, and those of what came since. */
import { type SQL, sql } from 'drizzle-orm';
import {
  type FiguresBy,
  type FiguresRequest,
  type FiguresResponse,
  MAX_FIGURE_NAMES,
  MAX_HOURLY_DAYS,
  type Sums,
} from '../../../shared/contract/figures.ts';
import { LATENCY_BUCKETS, percentileMs } from '../../../shared/metrics/latency.ts';
import type { Database } from '../store/database.ts';
import { apiKeys } from '../store/schema/api-keys.ts';
import { jobs, usageEvents, usageRollups } from '../store/schema/ledger.ts';
import {
  COUNT_COLUMNS,
  type Dimension,
  LEDGER_SUMS,
  NAME_IN_LEDGER,
  SUM_COLUMNS,
  sumsOfSums,
} from './summing.ts';
import { isCharged } from './usage.ts';

export type SumsRow = Record<string, unknown>;

/** People by their ids: who shows them makes pseudonyms of these. */
export async function readFigures(db: Database, { days, by }: FiguresRequest): Promise<FiguresResponse> {
  const step = days <= MAX_HOURLY_DAYS ? 'hour' : 'day';
  const since = sql`date_trunc('day', now(), 'UTC') - make_interval(days => ${days - 1}::int)`;
  const series = db.execute<SumsRow>(seriesOf(since, step));
  if (by === undefined) return toFigures(step, (await series).rows, []);
  const [{ rows }, names] = await Promise.all([series, db.execute<SumsRow>(namesOf(since, by))]);
  return toFigures(step, rows, names.rows);
}

/** What came since the ledger was last summed, or since `since`. */
export function isUnsummed(since: SQL): SQL {
  // The second bound says nothing but that little comes: of one bound that it does not know, the planner expects a third of the ledger.
  return sql`created_at >= greatest(${since}, (select max(at) from ${jobs} where name = 'rollup'))
    and created_at < (select timestamptz 'infinity') and ${isCharged}`;
}

const literal = (dimension: Dimension): SQL => sql.raw(`'${dimension}'`);

/** Each row a sum of one name in one hour or day. `names`: a query of those that are wanted. */
export function partsSince(dimension: Dimension, since: SQL, names?: SQL): SQL {
  const name = NAME_IN_LEDGER[dimension];
  const only = (column: SQL) => (names === undefined ? sql`` : sql` and ${column} in (${names})`);
  return sql`
    select name, start, ${SUM_COLUMNS} from ${usageRollups}
    where dimension = ${literal(dimension)} and start >= ${since}${only(sql`name`)}
    union all
    select ${name} as name, date_trunc('hour', created_at, 'UTC') as start, ${LEDGER_SUMS} from ${usageEvents}
    where ${isUnsummed(since)} and ${name} is not null${only(name)}
    group by 1, 2`;
}

/** Of each name what it cost and its calls: what is needed to find those that count among many. */
export function spentSince(dimension: Dimension, since: SQL): SQL {
  const name = NAME_IN_LEDGER[dimension];
  return sql`
    select name, calls, cost_micro_usd::float8 as cost_micro_usd from ${usageRollups}
    where dimension = ${literal(dimension)} and start >= ${since}
    union all
    select ${name}, 1, cost_micro_usd::float8 from ${usageEvents} where ${isUnsummed(since)} and ${name} is not null`;
}

function seriesOf(since: SQL, step: 'hour' | 'day'): SQL {
  const start = sql`date_trunc(${sql.raw(`'${step}'`)}, start, 'UTC')`;
  return sql`
    with parts as (${partsSince('all', since)})
    select to_char(${start} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as start_at, ${sumsOfSums('float8')}
    from parts group by 1 order by 1`;
}

function namesOf(since: SQL, by: FiguresBy): SQL {
  const label =
    by === 'key' ? sql`(select k.name from ${apiKeys} k where k.id::text = summed.name)` : sql`null::text`;
  return sql`
    with top as materialized (
      select name from (${spentSince(by, since)}) spent group by 1
      order by sum(cost_micro_usd) desc, sum(calls) desc, name limit ${MAX_FIGURE_NAMES}
    ),
    parts as (${partsSince(by, since, sql`select name from top`)}),
    summed as (
      select name, ${sumsOfSums('float8')} from parts group by 1
      order by sum(cost_micro_usd) desc, sum(calls) desc, name
    )
    select *, ${label} as label from summed`;
}

function toFigures(
  step: 'hour' | 'day',
  series: readonly SumsRow[],
  names: readonly SumsRow[],
): FiguresResponse {
  return {
    step,
    total: toSums(totalOf(series)),
    series: series.map((row) => ({ start: String(row.start_at), ...toSums(row) })),
    names: names.map((row) => ({
      name: String(row.name),
      ...(typeof row.label === 'string' ? { label: row.label } : {}),
      ...toSums(row),
    })),
  };
}

export function totalOf(rows: readonly SumsRow[]): SumsRow {
  const total: SumsRow = { first_token: new Array<number>(LATENCY_BUCKETS).fill(0) };
  for (const count of COUNT_COLUMNS) total[count] = rows.reduce((sum, row) => sum + Number(row[count]), 0);
  total.first_token = countsOf(total).map((_, index) =>
    rows.reduce((sum, row) => sum + (countsOf(row)[index] ?? 0), 0),
  );
  return total;
}

export function countsOf({ first_token }: SumsRow): number[] {
  return Array.isArray(first_token) ? first_token.map(Number) : [];
}

export function toSums(row: SumsRow): Sums {
  const counts = countsOf(row);
  const sums = Object.fromEntries(COUNT_COLUMNS.map((count) => [count, Number(row[count])])) as Record<
    (typeof COUNT_COLUMNS)[number],
    number
  >;
  return {
    ...sums,
    first_token_p50_ms: percentileMs(counts, 0.5),
    first_token_p95_ms: percentileMs(counts, 0.95),
  };
}
