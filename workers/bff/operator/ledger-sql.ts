/** The ledger, row by row, as operators look through it: filtered, in pages, without who it was but by a pseudonym. */
import { type SQL, sql } from 'drizzle-orm';
import type { LedgerFilter, LedgerRow } from '../../../shared/contract/operator.ts';
import { pseudonymise } from '../../../shared/observe/pseudonym.ts';
import { isUnsummed } from '../ledger/figures.ts';
import type { Database } from '../store/database.ts';
import { usageEvents, usageRollups } from '../store/schema/ledger.ts';

const SNOWFLAKE = /^\d{17,20}$/;
/** Hashing so many takes about 200 ms. */
const PEOPLE_AT_ONCE = 10_000;
const MAX_SOUGHT_PEOPLE = 100_000;

/** A page's end: the moment in microseconds and the id, so that rows of one moment are told apart. */
export interface Cursor {
  at: string;
  id: string;
}

export function parseCursor(text: string): Cursor | null {
  const [, at, id] = /^(\d{1,17})\.([0-9a-f-]{36})$/.exec(text) ?? [];
  return at === undefined || id === undefined ? null : { at, id };
}

/**
 * Discord's id of the person that a filter names, by it or by the pseudonym; null: nobody of the last days. Who has asked lately is
 * found first: mostly it is they who are sought.
 */
export async function findPerson(
  open: () => Database,
  secret: string,
  { person, days }: Pick<LedgerFilter, 'person' | 'days'>,
): Promise<string | null> {
  if (person === undefined || SNOWFLAKE.test(person)) return person ?? null;
  const lately = sql`date_trunc('day', now(), 'UTC') - interval '1 day'`;
  const { rows: recent } = await open().execute<{ id: string }>(sql`
    select name as id from ${usageRollups} where dimension = 'user' and start >= ${lately}
    union select user_id from ${usageEvents} where user_id is not null and ${isUnsummed(lately)}
    limit ${PEOPLE_AT_ONCE}`);
  const found = await ofPseudonym(secret, recent, person);
  if (found !== null) return found;
  const since = sql`date_trunc('day', now(), 'UTC') - make_interval(days => ${days - 1}::int)`;
  let last = '';
  for (let sought = 0; sought < MAX_SOUGHT_PEOPLE; sought += PEOPLE_AT_ONCE) {
    const { rows } = await open().execute<{ id: string }>(sql`
      select distinct name as id from ${usageRollups}
      where dimension = 'user' and name > ${last} and start >= ${since} order by 1 limit ${PEOPLE_AT_ONCE}`);
    const id = await ofPseudonym(secret, rows, person);
    if (id !== null || rows.length < PEOPLE_AT_ONCE) return id;
    last = rows.at(-1)?.id ?? '';
  }
  return null;
}

async function ofPseudonym(
  secret: string,
  people: readonly { id: string }[],
  pseudonym: string,
): Promise<string | null> {
  const made = await Promise.all(people.map(({ id }) => pseudonymise(secret, id)));
  return people[made.indexOf(pseudonym)]?.id ?? null;
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
    from ${usageEvents}
    where ${sql.join(conditionsOf(filter, userId, before), sql` and `)}
    order by created_at desc, id desc limit ${limit}`);
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

function conditionsOf(filter: LedgerFilter, userId: string | null, before: Cursor | null): SQL[] {
  const { days, model, provider, guild, person, key, outcome } = filter;
  return [
    sql`created_at >= date_trunc('day', now(), 'UTC') - make_interval(days => ${days - 1}::int)`,
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

function outcomeOf(outcome: string): SQL {
  return outcome === 'error'
    ? sql`outcome not in ('ok', 'client_gone', 'running')`
    : sql`outcome = ${outcome}`;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function numberOrNull(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value);
}
