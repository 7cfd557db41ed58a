/** The ledger, row by row, as operators look through it: filtered, in pages, without who it was but by a pseudonym. */
import { type SQL, sql } from 'drizzle-orm';
import type { LedgerFilter, LedgerRow } from '../../../shared/contract/operator.ts';
import { findByPseudonym } from '../ledger/pseudonyms.ts';
import type { Database } from '../store/database.ts';
import { jobs, usageEvents, usageRollups } from '../store/schema/ledger.ts';

const SNOWFLAKE = /^\d{17,20}$/;

/** A page's end: the moment in microseconds and the id, so that rows of one moment are told apart. */
export interface Cursor {
  at: string;
  id: string;
}

export function parseCursor(text: string): Cursor | null {
  const [, at, id] = /^(\d{1,17})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text) ?? [];
  return at === undefined || id === undefined ? null : { at, id };
}

/** Discord's id of the person whom a filter names, by it or by the pseudonym; null: nobody. */
export async function findPerson(
  open: () => Database,
  secret: string,
  { person }: Pick<LedgerFilter, 'person'>,
): Promise<string | null> {
  if (person === undefined || SNOWFLAKE.test(person)) return person ?? null;
  return findByPseudonym(open, secret, person);
}

/** `userId`: as `findPerson` gives it. */
export async function readRows(
  db: Database,
  filter: LedgerFilter,
  { userId, before, limit }: { userId: string | null; before: Cursor | null; limit: number },
): Promise<{ rows: (LedgerRow & { id: string; micros: string; user_id: string | null })[] }> {
  const { rows } = await db.execute<Record<string, unknown>>(sql`
    select id, (extract(epoch from created_at) * 1000000)::bigint::text as micros,
      to_char(created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
      model, provider, space, user_id, api_key_id, prompt_tokens, cached_tokens, completion_tokens,
      cost_micro_usd::float8 as cost, first_token_ms, total_ms, outcome, fallback, cached, estimated
    from (${newestOf(filter, conditionsOf(filter, userId, before), limit)}) newest
    order by created_at desc, id desc`);
  return {
    rows: rows.map((row) => ({
      id: String(row.id),
      micros: String(row.micros),
      user_id: textOrNull(row.user_id),
      at: String(row.at),
      model: String(row.model),
      provider: textOrNull(row.provider),
      guild: textOrNull(row.space),
      person: null,
      key: numberOrNull(row.api_key_id),
      prompt_tokens: Number(row.prompt_tokens),
      cached_tokens: Number(row.cached_tokens),
      completion_tokens: Number(row.completion_tokens),
      cost_micro_usd: Number(row.cost),
      first_token_ms: numberOrNull(row.first_token_ms),
      total_ms: Number(row.total_ms),
      outcome: String(row.outcome),
      fallback: row.fallback === true,
      cached: row.cached === true,
      estimated: row.estimated === true,
    })),
  };
}

function newestOf(filter: LedgerFilter, conditions: readonly SQL[], limit: number): SQL {
  const newest = sql`
    select * from ${usageEvents} where ${sql.join([...conditions], sql` and `)}
    order by created_at desc, id desc limit ${limit}`;
  const hours = hoursOf(filter);
  if (hours === null) return newest;
  return sql`
    select call.* from (${hours}) hour cross join lateral (
      select * from ${usageEvents}
      where created_at >= hour.start and created_at < hour.until and ${sql.join([...conditions], sql` and `)}
      order by created_at desc, id desc limit ${limit}
    ) call
    order by hour.start desc, call.created_at desc, call.id desc limit ${limit}`;
}

/**
 * The hours in which a model or a provider was called at all, by the sums, and what is not summed yet; so that a rare one is found
 * without reading the others. Null where an index finds what is wanted.
 */
function hoursOf({ days, model, provider, guild, person, key, outcome }: LedgerFilter): SQL | null {
  const [dimension, name] = model !== undefined ? ['model', model] : ['provider', provider];
  const isIndexed = [guild, person, key].some((each) => each !== undefined) || isFailure(outcome);
  if (name === undefined || isIndexed) return null;
  const since = sinceOf(days);
  const summed = sql`coalesce((select max(at) from ${jobs} where name = 'rollup'), ${since})`;
  return sql`
    select ${summed} as start, timestamptz 'infinity' as until
    union all
    select start, start + interval '1 hour' from ${usageRollups}
    where dimension = ${sql.raw(`'${dimension}'`)} and name = ${name} and start >= ${since}
    order by start desc`;
}

const sinceOf = (days: number): SQL =>
  sql`date_trunc('day', now(), 'UTC') - make_interval(days => ${days - 1}::int)`;

function conditionsOf(filter: LedgerFilter, userId: string | null, before: Cursor | null): SQL[] {
  const { days, model, provider, guild, person, key, outcome } = filter;
  return [
    sql`created_at >= ${sinceOf(days)}`,
    ...(model === undefined ? [] : [sql`model = ${model}`]),
    ...(provider === undefined ? [] : [sql`provider = ${provider}`]),
    ...(guild === undefined ? [] : [sql`space = ${guild}`]),
    ...(person === undefined ? [] : [userId === null ? sql`false` : sql`user_id = ${userId}`]),
    ...(key === undefined ? [] : [sql`api_key_id = ${key}::int`]),
    ...(outcome === undefined ? [] : [outcomeOf(outcome)]),
    ...(before === null
      ? []
      : [
          sql`(created_at, id) < (timestamptz 'epoch' + ${before.at}::bigint * interval '1 microsecond', ${before.id}::uuid)`,
        ]),
  ];
}

/** As the index of failures has it. */
const HAS_FAILED = sql`outcome not in ('ok', 'client_gone', 'running')`;

function isFailure(outcome: string | undefined): boolean {
  return outcome !== undefined && !['ok', 'client_gone', 'running'].includes(outcome);
}

function outcomeOf(outcome: string): SQL {
  if (outcome === 'error') return HAS_FAILED;
  return isFailure(outcome) ? sql`outcome = ${outcome} and ${HAS_FAILED}` : sql`outcome = ${outcome}`;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function numberOrNull(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value);
}
