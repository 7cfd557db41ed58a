/** One turn of a conversation that is not to be remembered. */
import { sql } from 'drizzle-orm';
import type { Caller } from '../../../shared/contract/caller.ts';
import type { Database } from '../store/database.ts';
import { conversations, forgottenRequests, messages } from '../store/schema.ts';
import { isConversationOf, isSpokenBy } from './turn-sql.ts';

/**
 * `turn`: the id of its question. Gives its request key; null when there is no such turn in the conversation of this place, or
 * when it is another person's and the caller no moderator. As in `forgetTurn`, the conversation is locked first, and an answer that is still being written is not stored.
 */
export async function forgetListedTurn(
  db: Database,
  { caller, isModerator }: { caller: Caller; isModerator: boolean },
  turn: string,
): Promise<string | null> {
  const isIn = isConversationOf({ caller });
  const found = sql`
    select m.request_key, coalesce(m.speaker_id, ${caller.user_id}) as user_id from ${messages} m join ${conversations} on m.conversation_id = ${conversations.id}
    where m.id = ${turn}::bigint and m.role = 'user' and ${isIn}
      and (${isSpokenBy(caller)} or ${isModerator})
  `;
  const [, named] = await db.batch([
    db.execute(sql`select 1 from ${conversations} where ${isIn} for update`),
    db.execute<{ request_key: string }>(found),
    db.execute(sql`
      insert into ${forgottenRequests} (request_key, user_id)
      select found.request_key, found.user_id from (${found}) found on conflict do nothing
    `),
    db.execute(sql`
      delete from ${messages} using ${conversations}
      where ${messages.conversationId} = ${conversations.id} and ${isIn}
        and ${messages.requestKey} in (select found.request_key from (${found}) found)
    `),
  ]);
  return named.rows[0]?.request_key ?? null;
}
