/** How a person finds an answer: in the ledger's rows of its calls, without any text. */
import { sql } from 'drizzle-orm';
import type { Database } from '../store/database.ts';
import { usageEvents } from '../store/schema/ledger.ts';

/** Gives the number of rows. The row of a button lives for 15 minutes; only what is as young is looked for. */
export async function rateAnswer(
  db: Database,
  { userId, requestKey, rating }: { userId: string; requestKey: string; rating: 1 | -1 },
): Promise<number> {
  const { rowCount } = await db.execute(sql`
    update ${usageEvents} set rating = ${rating}::smallint
    where user_id = ${userId} and request_key = ${requestKey} and created_at > now() - interval '1 hour'
  `);
  return rowCount;
}
