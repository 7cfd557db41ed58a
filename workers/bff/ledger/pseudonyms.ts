/**
 * The pseudonyms of the people in the ledger, kept beside it: to find a person by one without the pseudonyms of all people being
 * made. Made once an hour for people who are new in the sums; and for all of them, once, after the secret was changed.
 */
import { sql } from 'drizzle-orm';
import { pseudonymise } from '../../../shared/observe/pseudonym.ts';
import type { Database } from '../store/database.ts';
import { jobs, personPseudonyms, usageEvents, usageRollups } from '../store/schema/ledger.ts';
import { isUnsummed } from './figures.ts';

/** So few that a statement ends long before its deadline; and so many statements a run: two million people. */
const PEOPLE_AT_ONCE = 2_000;
const MAX_BATCHES = 1_000;
/** Of an hour or two; making their pseudonyms takes some 200 ms. */
const MAX_LATELY = 10_000;

/** After `rollUp`. */
export async function keepPseudonyms(open: () => Database, secret: string): Promise<void> {
  const job = `pseudonyms:${await pseudonymise(secret, '')}`;
  const { rows: marks } = await open().execute<{ until: string | null }>(
    sql`select max(at)::text as until from ${jobs} where name = 'rollup'`,
  );
  const until = marks[0]?.until ?? null;
  if (until === null) return;
  let last = '';
  for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
    // A day's sums change until it is over, so the day of the mark is looked at again.
    const { rows: people } = await open().execute<{ id: string }>(sql`
      select distinct name as id from ${usageRollups}
      where dimension = 'user' and name > ${last} and start >= coalesce(
        (select date_trunc('day', at, 'UTC') from ${jobs} where name = ${job}), timestamptz '2020-01-01')
      order by 1 limit ${PEOPLE_AT_ONCE}`);
    await store(open, secret, people);
    if (people.length < PEOPLE_AT_ONCE) return setMark(open, job, until);
    last = people.at(-1)?.id ?? '';
  }
}

/** People who had everything erased meanwhile have no sums any more, and get none. */
async function store(open: () => Database, secret: string, people: readonly { id: string }[]): Promise<void> {
  const made = await Promise.all(
    people.map(async ({ id }) => ({ pseudonym: await pseudonymise(secret, id), user_id: id })),
  );
  await open().execute(sql`
    insert into ${personPseudonyms} (pseudonym, user_id)
    select pseudonym, user_id from jsonb_to_recordset(${JSON.stringify(made)}::jsonb) as made(pseudonym text, user_id text)
    where exists (select 1 from ${usageRollups} r where r.dimension = 'user' and r.name = made.user_id)
    on conflict (pseudonym) do nothing`);
}

async function setMark(open: () => Database, job: string, until: string): Promise<void> {
  await open().execute(sql`
    insert into ${jobs} (name, at) values (${job}, ${until}::timestamptz)
    on conflict (name) do update set at = greatest(${jobs.at}, excluded.at)`);
}

/** Discord's id of a person whom the ledger names; null: nobody. Who is not in the sums yet is found among the newest calls. */
export async function findByPseudonym(
  open: () => Database,
  secret: string,
  pseudonym: string,
): Promise<string | null> {
  const { rows: kept } = await open().execute<{ id: string }>(
    sql`select user_id as id from ${personPseudonyms} where pseudonym = ${pseudonym}`,
  );
  if (kept[0] !== undefined) return kept[0].id;
  const { rows: lately } = await open().execute<{ id: string }>(sql`
    select distinct user_id as id from ${usageEvents}
    where user_id is not null and ${isUnsummed(sql`now() - interval '1 day'`)} limit ${MAX_LATELY}`);
  for (const { id } of lately) if ((await pseudonymise(secret, id)) === pseudonym) return id;
  return null;
}
