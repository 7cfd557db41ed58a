/**
 * The end of a turn: its answer joins the recorded question, or the question is withdrawn. Statements for one batch, which
 * is one transaction; run twice, it leaves what it left the first time.
 */
import { type SQL, sql } from 'drizzle-orm';
import { conversations, messages } from '../store/schema/conversations.ts';
import { prepare } from '../store/statement.ts';
import type { RememberedMessage } from './message-row.ts';
import {
  ADDED_ROWS,
  ASKED_AT,
  IS_FORGOTTEN,
  MAY_REMEMBER,
  ROW_COLUMNS,
  rowsJson,
  SPEAKER,
  type TurnKey,
  type TurnValues,
  turnValues,
} from './turn-sql.ts';

const value = sql.placeholder;

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
  const { conversationId, question, answer, isComplete } = turn;
  const rows = rowsJson([
    { ...question, isComplete: true },
    ...answer.map((remembered) => ({ ...remembered, isComplete })),
  ]);
  const values = { ...turnValues(turn), conversationId, rows, lastOrdinal: answer.length };
  return [
    lockConversation(values),
    insertTurn(values),
    dropUnfinished(values),
    ...(turn.replaces ?? []).map((replacedKey) => dropReplaced({ ...values, replacedKey })),
  ];
}

/** There is no answer to keep: the question that was recorded for it goes. */
export function withdrawQuestion(turn: TurnKey): SQL {
  return dropQuestion(turnValues(turn));
}

interface StoredTurnValues extends TurnValues {
  conversationId: string;
  rows: string;
  lastOrdinal: number;
}

const CONVERSATION_ID = sql`${value('conversationId')}::uuid`;
const REQUEST_KEY = value('requestKey');

/** By a statement of its own: what follows it sees what was forgotten while it waited. */
const lockConversation = prepare<StoredTurnValues>(
  () => sql`select 1 from ${conversations} where id = ${CONVERSATION_ID} for key share`,
);

const insertTurn = prepare<StoredTurnValues>(
  () => sql`
    with conversation as (
      select id, user_id from ${conversations}
      where id = ${CONVERSATION_ID} and ${MAY_REMEMBER} and not ${IS_FORGOTTEN}
    )
    insert into ${messages} (conversation_id, request_key, speaker_id, speaker_name, asked_at, ${ROW_COLUMNS})
    select conversation.id, ${REQUEST_KEY}::text, ${SPEAKER}, coalesce(
      (select asked_at from ${messages} where request_key = ${REQUEST_KEY} and ordinal = 0), ${ASKED_AT}
    ), added.*
    from conversation, ${ADDED_ROWS}
    where not exists (
      select 1 from ${messages} where request_key = ${REQUEST_KEY} and ordinal > 0 and complete
    )
    on conflict (request_key, ordinal) do update set
      role = excluded.role, content = excluded.content, parts = excluded.parts, tool_calls = excluded.tool_calls,
      tool_call_id = excluded.tool_call_id, attachments = excluded.attachments, tokens = excluded.tokens, complete = excluded.complete
    where not messages.complete
  `,
);

/** Only once the new attempt is stored: a failed one leaves the earlier. */
const dropReplaced = prepare<StoredTurnValues & { replacedKey: string }>(
  () => sql`
    delete from ${messages}
    where conversation_id = ${CONVERSATION_ID} and request_key = ${value('replacedKey')}
      and exists (select 1 from ${messages} where request_key = ${REQUEST_KEY} and ordinal > 0)
  `,
);

const dropQuestion = prepare<TurnValues>(() => dropUnfinishedWhere(sql`role = 'user'`));

const dropUnfinished = prepare<StoredTurnValues>(() =>
  dropUnfinishedWhere(sql`role = 'user' or ordinal > ${value('lastOrdinal')}::int`),
);

/**
 * Of this request's unfinished messages, those that meet the condition. A person who does not want to be remembered (any
 * more) keeps no empty conversation either.
 */
function dropUnfinishedWhere(condition: SQL): SQL {
  return sql`
    with dropped as (
      delete from ${messages} where request_key = ${REQUEST_KEY} and not complete and (${condition})
      returning conversation_id
    )
    delete from ${conversations} using dropped
    where ${conversations.id} = dropped.conversation_id and not ${MAY_REMEMBER} and not exists (
      select 1 from ${messages}
      where ${messages.conversationId} = ${conversations.id} and request_key <> ${REQUEST_KEY}
    )
  `;
}
