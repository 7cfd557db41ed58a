/** An answer that nobody has seen: its turn goes, and is not stored either should its answer only end afterwards. */
import { sql } from 'drizzle-orm';
import type { Caller } from '../../../shared/contract/caller.ts';
import type { Database } from '../store/database.ts';
import { conversations, forgottenRequests, messages } from '../store/schema.ts';
import { isOwnOrShared } from './turn-sql.ts';

/**
 * Gives the number of messages that were deleted. The conversation is locked first, as it is when a turn is stored: so
 * either the turn is there to be deleted, or the batch that would store it finds the mark.
 */
export async function forgetTurn(db: Database, caller: Caller, requestKey: string): Promise<number> {
  const [, , deleted] = await db.batch([
    db.execute(sql`select 1 from ${conversations} where ${isOwnOrShared(caller)} for update`),
    db.execute(sql`
      insert into ${forgottenRequests} (request_key, user_id) values (${requestKey}, ${caller.user_id})
      on conflict do nothing
    `),
    db.execute(sql`
      delete from ${messages} using ${conversations}
      where ${messages.conversationId} = ${conversations.id} and ${isOwnOrShared(caller)}
        and ${messages.requestKey} = ${requestKey}
    `),
  ]);
  return deleted.rowCount;
}
