/** Finds the turn that a request follows, at the press of a button under its answer. */
import { type SQL, sql } from 'drizzle-orm';
import { messages } from '../store/schema/conversations.ts';
import { type FollowedTurn, IS_SAME_QUESTION, IS_SPOKEN_BY_CALLER } from './turn-sql.ts';

/**
 * The request keys of the followed turn in one conversation, as an array. An attempt that failed has left no turn: then a retry of it
 * takes the place of the broken answers to the same question. The value `followedKey` names the turn.
 */
export function followedKeysOf(action: FollowedTurn['action'], conversationId: SQL): SQL {
  const followedKey = sql.placeholder('followedKey');
  const isFollowed = sql`m.request_key = ${followedKey}`;
  const isBrokenAttempt = sql`(
    not exists (select 1 from ${messages} where conversation_id = ${conversationId} and request_key = ${followedKey})
    and ${IS_SAME_QUESTION} and ${IS_SPOKEN_BY_CALLER}
    and exists (select 1 from ${messages} a where a.request_key = m.request_key and a.ordinal > 0 and not a.complete)
  )`;
  return sql`array(
    select m.request_key from ${messages} m
    where m.conversation_id = ${conversationId} and m.ordinal = 0 and m.request_key <> ${sql.placeholder('requestKey')}
      and (${action === 'retry' ? sql`${isFollowed} or ${isBrokenAttempt}` : isFollowed})
  )`;
}
