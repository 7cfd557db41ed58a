/** One turn of a conversation that its person does not want to be remembered. */
import { sql } from 'drizzle-orm';
import type { Caller } from '../../../shared/contract/caller.ts';
import type { Database } from '../store/database.ts';
import { conversations, forgottenRequests, messages } from '../store/schema.ts';
import { isConversationOf } from './turn-sql.ts';

/**
 * `turn`: the id of its question. Gives its request key; null when there is no such turn in a conversation of the caller in
 * this place. As in `forgetTurn`, the conversation is locked first, and an answer that is still being written is not stored.
 */
export async function forgetListedTurn(db: Database, caller: Caller, turn: string): Promise<string | null> {
  const found = sql`
    select m.request_key from ${messages} m join ${conversations} on m.conversation_id = ${conversations.id}
    where m.id = ${turn}::bigint and m.role = 'user' and ${isConversationOf(caller)}
  `;
  const [, named] = await db.batch([
    db.execute(sql`select 1 from ${conversations} where ${isConversationOf(caller)} for update`),
    db.execute<{ request_key: string }>(found),
    db.execute(sql`
      insert into ${forgottenRequests} (request_key, user_id)
      select found.request_key, ${caller.user_id} from (${found}) found on conflict do nothing
    `),
    db.execute(sql`
      delete from ${messages} using ${conversations}
      where ${messages.conversationId} = ${conversations.id} and ${isConversationOf(caller)}
        and ${messages.requestKey} in (${found})
    `),
  ]);
  return named.rows[0]?.request_key ?? null;
}
