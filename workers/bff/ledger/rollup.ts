/**
 * Sums the ledger for good, hour by hour, off every answer's path. An hour is summed when none of its calls can still change: each
 * row is counted once, because the mark and the sums are one statement.
 */
import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../store/database.ts';
import { jobs, usageEvents, usageRollups } from '../store/schema/ledger.ts';
import { COUNT_COLUMNS, DIMENSIONS, LEDGER_SUMS, NAME_IN_LEDGER, STEP_OF, SUM_COLUMNS } from './summing.ts';

/** Longer than an answer takes, and than its row is `running` before it is lost. */
const SETTLED_AFTER_MINUTES = 20;
/** So many hours a statement, so that none runs for long; and so many statements a run: 80 days. */
const HOURS_PER_STEP = 24;
const MAX_STEPS = 80;

/**
 * Ends where everything that is settled has been summed. `open` gives a connection with a fresh deadline for each statement. A
 * step that does not end within it is tried again with fewer hours; throws when not even one hour does.
 */
export async function rollUp(open: () => Database): Promise<{ steps: number }> {
  await open().execute(BEGIN);
  let hours = HOURS_PER_STEP;
  for (let steps = 0; steps < MAX_STEPS; steps += 1) {
    try {
      const { rows } = await open().execute<{ moved: boolean }>(stepOf(hours));
      if (rows[0]?.moved !== true) return { steps };
    } catch (error) {
      if (hours === 1) throw error;
      hours = Math.ceil(hours / 5);
    }
  }
  return { steps: MAX_STEPS };
}

const BEGIN = sql`
  insert into ${jobs} (name, at)
  select 'rollup', date_trunc('hour', coalesce(min(created_at), now()), 'UTC') from ${usageEvents}
  on conflict (name) do nothing`;

const SETTLED = sql`date_trunc('hour', now() - make_interval(mins => ${SETTLED_AFTER_MINUTES}::int), 'UTC')`;

const add = (column: string) => sql.raw(`${column} = usage_rollups.${column} + excluded.${column}`);
/** The bounds as subqueries: joined, the planner takes them for a ninth of the whole ledger, and compiles for seconds what takes less. */
function sumsOf(dimension: (typeof DIMENSIONS)[number]): SQL {
  const name = NAME_IN_LEDGER[dimension];
  const start = sql`date_trunc(${sql.raw(`'${STEP_OF[dimension]}'`)}, created_at, 'UTC')`;
  return sql`
    select ${sql.raw(`'${dimension}'`)} as dimension, ${name} as name, ${start} as start, ${LEDGER_SUMS}
    from ${usageEvents}
    where created_at >= (select since from step) and created_at < (select until from step) and ${name} is not null
    group by 2, 3`;
}

/** Two runs at once: the second waits for the first one's mark, and goes on from there in its next step. */
const stepOf = (hours: number): SQL => sql`
  with mark as (select at from ${jobs} where name = 'rollup' for update),
  step as (
    update ${jobs} set at = least(mark.at + make_interval(hours => ${hours}::int), ${SETTLED}) from mark
    where name = 'rollup' and mark.at < ${SETTLED}
    returning mark.at as since, ${jobs.at} as until
  ),
  summed as (${sql.join(DIMENSIONS.map(sumsOf), sql` union all `)}),
  written as (
    insert into ${usageRollups} (dimension, name, start, ${SUM_COLUMNS})
    select dimension, name, start, ${SUM_COLUMNS} from summed
    on conflict (dimension, start, name) do update set
      ${sql.join(COUNT_COLUMNS.map(add), sql`, `)},
      first_token = (
        select array_agg(one + other order by place)
        from unnest(usage_rollups.first_token, excluded.first_token) with ordinality as both_counts(one, other, place)
      )
  )
  select true as moved from step`;
