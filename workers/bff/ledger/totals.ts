/**
 * Sums since the beginning, for counters: the hours' sums are added up once an hour, so that a scrape reads a row a name however
 * old the ledger is. The mark and what it counts are one statement, so each hour is added once.
 */
import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../store/database.ts';
import { jobs, usageRollups, usageTotals } from '../store/schema/ledger.ts';
import { partsSince } from './figures.ts';
import { COUNT_COLUMNS, SUM_COLUMNS, sumsOfSums } from './summing.ts';

/** People and servers are no counters: they are too many, and people's sums go. */
export const TOTALLED = ['all', 'model', 'provider', 'key'] as const;
export type Totalled = (typeof TOTALLED)[number];

/** So many days of sums a statement, and statements a run: 40 years. */
const DAYS_PER_STEP = 90;
const MAX_STEPS = 160;

/** After `rollUp`, which makes the sums that are added up here. */
export async function addUpTotals(open: () => Database): Promise<void> {
  await open().execute(BEGIN);
  for (let steps = 0; steps < MAX_STEPS; steps += 1) {
    const { rows } = await open().execute<{ moved: boolean }>(STEP);
    if (rows[0]?.moved !== true) return;
  }
}

const BEGIN = sql`
  insert into ${jobs} (name, at) select 'totals', min(start) from ${usageRollups} having min(start) is not null
  on conflict (name) do nothing`;

const NAMES = sql.raw(TOTALLED.map((each) => `'${each}'`).join(', '));

const ADDED = sql.raw(
  COUNT_COLUMNS.map((column) => `${column} = usage_totals.${column} + excluded.${column}`).join(', '),
);

/** Two runs at once: the second waits for the first one's mark. */
const STEP = sql`
  with summed_until as (select at from ${jobs} where name = 'rollup'),
  mark as (select at from ${jobs} where name = 'totals' for update),
  step as (
    update ${jobs} set at = least(mark.at + make_interval(days => ${DAYS_PER_STEP}::int), summed_until.at)
    from mark, summed_until where name = 'totals' and mark.at < summed_until.at
    returning mark.at as since, ${jobs.at} as until
  ),
  summed as (
    select dimension, name, ${sumsOfSums('bigint')} from ${usageRollups}
    where dimension in (${NAMES}) and start >= (select since from step) and start < (select until from step)
    group by 1, 2
  ),
  written as (
    insert into ${usageTotals} (dimension, name, ${SUM_COLUMNS})
    select dimension, name, ${SUM_COLUMNS} from summed
    on conflict (dimension, name) do update set ${ADDED},
      first_token = (
        select array_agg(one + other order by place)
        from unnest(usage_totals.first_token, excluded.first_token) with ordinality as both_counts(one, other, place)
      )
  )
  select true as moved from step`;

const BEGINNING = sql`timestamptz '2020-01-01'`;

/** Of all time, up to now: what is added up, the hours that are not yet, and what came since. */
export function totalParts(dimension: Totalled): SQL {
  const since = sql`coalesce((select max(at) from ${jobs} where name = 'totals'), ${BEGINNING})`;
  return sql`
    select name, ${SUM_COLUMNS} from ${usageTotals} where dimension = ${sql.raw(`'${dimension}'`)}
    union all
    select name, ${SUM_COLUMNS} from (${partsSince(dimension, since)}) since_then
    where start < (select timestamptz 'infinity')`;
}
