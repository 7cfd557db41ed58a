/**
 * The end of a turn: its answer joins the recorded question, or the question is withdrawn. Statements for one batch, which
 * is one transaction; run twice, it leaves what it left the first time.
 */
import { type SQL, sql } from 'drizzle-orm';
import { conversations, messages } from '../store/schema.ts';
import type { RememberedMessage } from './message-row.ts';
import {
  isForgotten,
  mayRemember,
  ROW_COLUMNS,
  rowsOf,
  speakerIn,
  type TurnKey,
  timeOf,
} from './turn-sql.ts';

export interface Turn extends TurnKey {
  conversationId: string;
  question: RememberedMessage;
  /** Everything after the question: tool calls and their results, and last the text. */
  answer: RememberedMessage[];
  /** False when the answer was cut off or stopped. */
  isComplete: boolean;
  /** Request keys of the turns of the same conversation whose place it takes. */
  replaces?: readonly string[] | undefined;
}

/**
 * A whole answer replaces one that was cut off under the same request; anything else that is already there stays. The turn
 * keeps the time at which it was first asked.
 */
export function storeTurn(turn: Turn): SQL[] {
  const { conversationId, requestKey, askedAtMs, question, answer, isComplete } = turn;
  const rows = [
    { ...question, isComplete: true },
    ...answer.map((remembered) => ({ ...remembered, isComplete })),
  ];
  const insert = sql`
    with conversation as (
      select id, user_id from ${conversations}
      where id = ${conversationId}::uuid and ${mayRemember(turn)} and not ${isForgotten(requestKey)}
    )
    insert into ${messages} (conversation_id, request_key, speaker_id, speaker_name, asked_at, ${ROW_COLUMNS})
    select conversation.id, ${requestKey}, ${speakerIn(turn)}, coalesce(
      (select asked_at from ${messages} where request_key = ${requestKey} and ordinal = 0), ${timeOf(askedAtMs)}
    ), added.*
    from conversation, ${rowsOf(rows)}
    where not exists (
      select 1 from ${messages} where request_key = ${requestKey} and ordinal > 0 and complete
    )
    on conflict (request_key, ordinal) do update set
      role = excluded.role, content = excluded.content, parts = excluded.parts, tool_calls = excluded.tool_calls,
      tool_call_id = excluded.tool_call_id, attachments = excluded.attachments, tokens = excluded.tokens, complete = excluded.complete
    where not messages.complete
  `;
  return [
    lockConversation(conversationId),
    insert,
    dropUnfinished(turn, sql`role = 'user' or ordinal > ${answer.length}`),
    ...(turn.replaces ?? []).map((replaced) => dropReplaced(turn, replaced)),
  ];
}

/** By a statement of its own: what follows it sees what was forgotten while it waited. */
function lockConversation(conversationId: string): SQL {
  return sql`select 1 from ${conversations} where id = ${conversationId}::uuid for key share`;
}

/** Only once the new attempt is stored: a failed one leaves the earlier. */
function dropReplaced({ conversationId, requestKey }: Turn, replacedKey: string): SQL {
  return sql`
    delete from ${messages}
    where conversation_id = ${conversationId}::uuid and request_key = ${replacedKey}
      and exists (select 1 from ${messages} where request_key = ${requestKey} and ordinal > 0)
  `;
}

/** There is no answer to keep: the question that was recorded for it goes. */
export function withdrawQuestion(turn: TurnKey): SQL {
  return dropUnfinished(turn, sql`role = 'user'`);
}

/**
 * Of this request's unfinished messages, those that meet the condition. A person who does not want to be remembered (any
 * more) keeps no empty conversation either.
 */
function dropUnfinished(turn: TurnKey, condition: SQL): SQL {
  return sql`
    with dropped as (
      delete from ${messages} where request_key = ${turn.requestKey} and not complete and (${condition})
      returning conversation_id
    )
    delete from ${conversations} using dropped
    where ${conversations.id} = dropped.conversation_id and not (${mayRemember(turn)}) and not exists (
      select 1 from ${messages}
      where ${messages.conversationId} = ${conversations.id} and request_key <> ${turn.requestKey}
    )
  `;
}
