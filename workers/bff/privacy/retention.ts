/** What has grown older than it may. Run by a cron trigger; in bites, so that no statement holds its locks for long. */
import { sql } from 'drizzle-orm';
import type { Database } from '../store/database.ts';
import { conversations, messages, usageEvents, userSettings } from '../store/schema.ts';

export interface RetentionReport {
  messages: number;
  conversations: number;
  /** Rows of the ledger that no longer name a person. */
  usageEvents: number;
  /** Marks of people who had everything erased, and of whom nothing is left to be told. */
  erasures: number;
  /** True when there is more to do than one run takes. */
  unfinished: boolean;
}

const ROWS_PER_BITE = 5_000;
const MAX_BITES = 10;

/** `open` gives a connection with a fresh deadline for each statement. */
export async function enforceRetention(open: () => Database, days: number): Promise<RetentionReport> {
  const cutoff = sql`now() - make_interval(days => ${days}::int)`;
  // A question that has lost its answer is shown to no model any more.
  const oldMessages = sql`
    delete from ${messages} where id in (
      select id from ${messages}
      where created_at < ${cutoff}
        or (role = 'user' and not complete and created_at < now() - interval '1 hour')
      limit ${ROWS_PER_BITE}
    )`;
  const emptyConversations = sql`
    delete from ${conversations} where id in (
      select c.id from ${conversations} c
      where coalesce(c.ended_at, c.started_at) < ${cutoff}
        and not exists (select 1 from ${messages} m where m.conversation_id = c.id)
      limit ${ROWS_PER_BITE}
    )`;
  const oldNames = sql`
    update ${usageEvents} set user_id = null, request_key = null where id in (
      select id from ${usageEvents}
      where created_at < ${cutoff} and (user_id is not null or request_key is not null) limit ${ROWS_PER_BITE}
    )`;

  // No answer takes an hour. A row that then says nothing but the default would only tell that somebody was here.
  const oldErasures = sql`
    delete from ${userSettings} where user_id in (
      select user_id from ${userSettings}
      where remember and erased_at < now() - interval '1 hour' limit ${ROWS_PER_BITE}
    )`;

  let unfinished = false;
  async function bite(statement: ReturnType<typeof sql>): Promise<number> {
    let total = 0;
    for (let bites = 0; bites < MAX_BITES; bites += 1) {
      const { rowCount } = await open().execute(statement);
      total += rowCount;
      if (rowCount < ROWS_PER_BITE) return total;
    }
    unfinished = true;
    return total;
  }

  // In this order: a conversation is empty only after its messages have gone.
  const report = {
    messages: await bite(oldMessages),
    conversations: await bite(emptyConversations),
    usageEvents: await bite(oldNames),
    erasures: await bite(oldErasures),
  };
  return { ...report, unfinished };
}
