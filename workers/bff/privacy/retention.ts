/** What has grown older than it may. Run by a cron trigger; in batches, so that no statement holds its locks for long. */
import { sql } from 'drizzle-orm';
import { markLost } from '../ledger/usage.ts';
import type { Database } from '../store/database.ts';
import { conversations, forgottenRequests, messages, usageEvents, userSettings } from '../store/schema.ts';

export interface RetentionReport {
  messages: number;
  conversations: number;
  /** Rows of the ledger that no longer name a person. */
  usageEvents: number;
  /** Calls of which nobody has told the end. */
  lostCalls: number;
  /** Marks of an erasure or of a forgotten request that no answer under way can need any more. */
  erasures: number;
  /** True when there is more to do than one run takes. */
  unfinished: boolean;
}

const ROWS_PER_BATCH = 5_000;
const MAX_BATCHES = 10;

/** `open` gives a connection with a fresh deadline for each statement. */
export async function enforceRetention(open: () => Database, days: number): Promise<RetentionReport> {
  const cutoff = sql`now() - make_interval(days => ${days}::int)`;
  // A question that has lost its answer is shown to no model any more.
  const oldMessages = sql`
    delete from ${messages} where id in (
      select id from ${messages}
      where created_at < ${cutoff}
        or (role = 'user' and not complete and created_at < now() - interval '1 hour')
      limit ${ROWS_PER_BATCH}
    )`;
  const emptyConversations = sql`
    delete from ${conversations} where id in (
      select c.id from ${conversations} c
      where coalesce(c.ended_at, c.started_at) < ${cutoff}
        and not exists (select 1 from ${messages} m where m.conversation_id = c.id)
      limit ${ROWS_PER_BATCH}
    )`;
  const oldNames = sql`
    update ${usageEvents} set user_id = null, request_key = null where id in (
      select id from ${usageEvents}
      where created_at < ${cutoff} and (user_id is not null or request_key is not null) limit ${ROWS_PER_BATCH}
    )`;

  // No answer takes an hour. A row that then holds nothing but the default would only tell that this person was here.
  const oldErasures = sql`
    delete from ${userSettings} where user_id in (
      select user_id from ${userSettings}
      where remember and erased_at < now() - interval '1 hour' limit ${ROWS_PER_BATCH}
    )`;

  const oldForgotten = sql`
    delete from ${forgottenRequests} where request_key in (
      select request_key from ${forgottenRequests}
      where forgotten_at < now() - interval '1 hour' limit ${ROWS_PER_BATCH}
    )`;

  let unfinished = false;
  async function deleteInBatches(statement: ReturnType<typeof sql>): Promise<number> {
    let total = 0;
    for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
      const { rowCount } = await open().execute(statement);
      total += rowCount;
      if (rowCount < ROWS_PER_BATCH) return total;
    }
    unfinished = true;
    return total;
  }

  // In this order: a conversation is empty only after its messages have gone.
  const report = {
    messages: await deleteInBatches(oldMessages),
    conversations: await deleteInBatches(emptyConversations),
    usageEvents: await deleteInBatches(oldNames),
    lostCalls: await deleteInBatches(markLost(ROWS_PER_BATCH)),
    erasures: (await deleteInBatches(oldErasures)) + (await deleteInBatches(oldForgotten)),
  };
  return { ...report, unfinished };
}
