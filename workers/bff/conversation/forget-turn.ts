/** An answer that nobody has seen: its turn goes, and is not stored either should its answer only end afterwards. */
import { sql } from 'drizzle-orm';
import type { Caller } from '../../../shared/contract/caller.ts';
import type { Database } from '../store/database.ts';
import { conversations, messages } from '../store/schema/conversations.ts';
import { forgottenRequests } from '../store/schema/erasures.ts';
import { prepare } from '../store/statement.ts';
import { IS_OWN_OR_SHARED, type PlaceValues, placeValues } from './turn-sql.ts';

/**
 * Gives the number of messages that were deleted. The conversation is locked first, as it is when a turn is stored: so
 * either the turn is there to be deleted, or the batch that would store it finds the mark.
 */
export async function forgetTurn(db: Database, caller: Caller, requestKey: string): Promise<number> {
  const values = { ...placeValues({ caller }), requestKey };
  const [, , deleted] = await db.batch([
    db.execute(lockConversations(values)),
    db.execute(markForgotten(values)),
    db.execute(deleteTurn(values)),
  ]);
  return deleted.rowCount;
}

type Values = PlaceValues & { requestKey: string };

const lockConversations = prepare<Values>(
  () => sql`select 1 from ${conversations} where ${IS_OWN_OR_SHARED} for update`,
);

const markForgotten = prepare<Values>(
  () => sql`
    insert into ${forgottenRequests} (request_key, user_id)
    values (${sql.placeholder('requestKey')}, ${sql.placeholder('userId')})
    on conflict do nothing
  `,
);

const deleteTurn = prepare<Values>(
  () => sql`
    delete from ${messages} using ${conversations}
    where ${messages.conversationId} = ${conversations.id} and ${IS_OWN_OR_SHARED}
      and ${messages.requestKey} = ${sql.placeholder('requestKey')}
  `,
);
