/** One turn of a conversation that is not to be remembered. */
import { sql } from 'drizzle-orm';
import type { Caller } from '../../../shared/contract/caller.ts';
import type { Database } from '../store/database.ts';
import { conversations, messages } from '../store/schema/conversations.ts';
import { forgottenRequests } from '../store/schema/erasures.ts';
import { prepare } from '../store/statement.ts';
import { IS_CONVERSATION, IS_SPOKEN_BY_CALLER, type PlaceValues, placeValues } from './turn-sql.ts';

/**
 * `turn`: the id of its question. Gives its request key; null when there is no such turn in the conversation of this place, or
 * when it is another person's and the caller no moderator. As in `forgetTurn`, the conversation is locked first, and an answer that is still being written is not stored.
 */
export async function forgetListedTurn(
  db: Database,
  { caller, isModerator }: { caller: Caller; isModerator: boolean },
  turn: string,
): Promise<string | null> {
  const values = { ...placeValues({ caller }), isModerator, turn };
  const [, named] = await db.batch([
    db.execute(lockConversations(values)),
    db.execute<{ request_key: string }>(findTurn(values)),
    db.execute(markForgotten(values)),
    db.execute(deleteTurn(values)),
  ]);
  return named.rows[0]?.request_key ?? null;
}

type Values = PlaceValues & { isModerator: boolean; turn: string };

const FOUND = sql`
  select m.request_key, coalesce(m.speaker_id, ${sql.placeholder('userId')}::text) as user_id
  from ${messages} m join ${conversations} on m.conversation_id = ${conversations.id}
  where m.id = ${sql.placeholder('turn')}::bigint and m.role = 'user' and ${IS_CONVERSATION}
    and (${IS_SPOKEN_BY_CALLER} or ${sql.placeholder('isModerator')}::boolean)
`;

const lockConversations = prepare<Values>(
  () => sql`select 1 from ${conversations} where ${IS_CONVERSATION} for update`,
);

const findTurn = prepare<Values>(() => FOUND);

const markForgotten = prepare<Values>(
  () => sql`
    insert into ${forgottenRequests} (request_key, user_id)
    select found.request_key, found.user_id from (${FOUND}) found on conflict do nothing
  `,
);

const deleteTurn = prepare<Values>(
  () => sql`
    delete from ${messages} using ${conversations}
    where ${messages.conversationId} = ${conversations.id} and ${IS_CONVERSATION}
      and ${messages.requestKey} in (select found.request_key from (${FOUND}) found)
  `,
);
