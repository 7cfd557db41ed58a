/** How rows of the ledger become sums, wherever they are summed: for good, or for a moment's look. */
import { type SQL, sql } from 'drizzle-orm';
import { LATENCY_BOUNDS_MS, LATENCY_BUCKETS } from '../../../shared/metrics/latency.ts';

/** Without a list that is bound anew for each row. The numbers are ours. */
const BOUNDS = sql.raw(`array[${LATENCY_BOUNDS_MS.join(',')}]`);
const BUCKETS = Array.from({ length: LATENCY_BUCKETS }, (_, index) => index);

/** A row's bucket, from 0. `width_bucket` takes bounds as the lower ends, ours are the upper. */
const BUCKET = sql`width_bucket(first_token_ms - 1, ${BOUNDS})`;

/** Calls whose reader left were answered as far as they were read. */
const IS_ERROR = sql`outcome not in ('ok', 'client_gone')`;

/** Over rows of the ledger, in the order of `SUM_COLUMNS`. */
export const LEDGER_SUMS: SQL = sql`
  count(*)::int as calls,
  (count(*) filter (where ${IS_ERROR}))::int as errors,
  (count(*) filter (where fallback))::int as fallbacks,
  (count(*) filter (where cached))::int as cached,
  coalesce(sum(prompt_tokens), 0)::bigint as prompt_tokens,
  coalesce(sum(cached_tokens), 0)::bigint as cached_tokens,
  coalesce(sum(completion_tokens), 0)::bigint as completion_tokens,
  coalesce(sum(cost_micro_usd), 0)::bigint as cost_micro_usd,
  array[${sql.join(
    BUCKETS.map((bucket) => sql`(count(*) filter (where ${BUCKET} = ${sql.raw(String(bucket))}))::int`),
    sql`, `,
  )}] as first_token`;

export const COUNT_COLUMNS = [
  'calls',
  'errors',
  'fallbacks',
  'cached',
  'prompt_tokens',
  'cached_tokens',
  'completion_tokens',
  'cost_micro_usd',
] as const;

export const SUM_COLUMNS = sql.raw([...COUNT_COLUMNS, 'first_token'].join(', '));

/** Over rows that are sums already. `float8` for what is read: the driver gives big integers as texts. */
export function sumsOfSums(type: 'float8' | 'bigint'): SQL {
  const of = (column: string, name = column) => `sum(${column})::${type} as ${name}`;
  const counts = COUNT_COLUMNS.map((column) => of(column)).join(', ');
  const buckets = BUCKETS.map((bucket) => `sum(first_token[${bucket + 1}])::${type}`).join(', ');
  return sql.raw(`${counts}, array[${buckets}] as first_token`);
}

export const DIMENSIONS = ['all', 'model', 'provider', 'guild', 'user', 'key'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Where a row of the ledger is counted; null: nowhere. */
export const NAME_IN_LEDGER: Readonly<Record<Dimension, SQL>> = {
  all: sql`''`,
  model: sql`model`,
  provider: sql`provider`,
  guild: sql`space`,
  user: sql`user_id`,
  key: sql`api_key_id::text`,
};

/** Servers and people are many: they are summed by the day. */
export const STEP_OF: Readonly<Record<Dimension, 'hour' | 'day'>> = {
  all: 'hour',
  model: 'hour',
  provider: 'hour',
  key: 'hour',
  guild: 'day',
  user: 'day',
};
