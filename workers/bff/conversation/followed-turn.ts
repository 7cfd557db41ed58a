/** Finds the turn that a request follows, at the press of a button under its answer. */
import { type SQL, sql } from 'drizzle-orm';
import { messages } from '../store/schema.ts';
import { type FollowedTurn, isSameQuestion, isSpokenBy, type NewTurn } from './turn-sql.ts';

/**
 * The request keys of the followed turn in one conversation, as an array. An attempt that failed has left no turn: then a retry of it
 * takes the place of the broken answers to the same question.
 */
export function followedKeysOf(follows: FollowedTurn, asked: NewTurn, conversationId: SQL): SQL {
  const isFollowed = sql`m.request_key = ${follows.requestKey}`;
  const isBrokenAttempt = sql`(
    not exists (select 1 from ${messages} where conversation_id = ${conversationId} and request_key = ${follows.requestKey})
    and ${isSameQuestion(asked.question)} and ${isSpokenBy(asked.caller)}
    and exists (select 1 from ${messages} a where a.request_key = m.request_key and a.ordinal > 0 and not a.complete)
  )`;
  return sql`array(
    select m.request_key from ${messages} m
    where m.conversation_id = ${conversationId} and m.ordinal = 0 and m.request_key <> ${asked.requestKey}
      and (${follows.action === 'retry' ? sql`${isFollowed} or ${isBrokenAttempt}` : isFollowed})
  )`;
}
