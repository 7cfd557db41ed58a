/**
 * The beginning of a turn, in one request to the database: the question is recorded, and what was said before is read.
 *
 * The open conversation is locked while the question is recorded, and the history is read by a later statement. So of two
 * questions at the same time one always sees the other, and none waits for an answer.
 */
import { sql } from 'drizzle-orm';
import type { BatchItem } from 'drizzle-orm/batch';
import { textOf } from '../../../shared/chat/messages.ts';
import type { TurnFacts } from '../memory/recall.ts';
import { type StoredSettings, toStored } from '../operator/settings.ts';
import { type ReadScopes, toScopes } from '../settings/scopes.ts';
import type { Database } from '../store/database.ts';
import { lockPerson } from '../store/person-lock.ts';
import { conversations, messages } from '../store/schema/conversations.ts';
import { prepare } from '../store/statement.ts';
import { type PastMessage, toRemembered, withPendingNotes } from './history.ts';
import type { RememberedMessage } from './message-row.ts';
import { type HistoryRow, OPENED_CONVERSATION, readHistory } from './read-history.ts';
import { frameSpeakers } from './speakers.ts';
import {
  ADDED_ROWS,
  ASKED_AT,
  IS_CONVERSATION,
  IS_FORGOTTEN,
  IS_OPEN_CONVERSATION,
  IS_SHARED,
  MAY_REMEMBER,
  type NewTurn,
  ROW_COLUMNS,
  rowsJson,
  SPEAKER,
  type TurnValues,
  turnValues,
} from './turn-sql.ts';

const value = sql.placeholder;

export interface History {
  /** The conversation that the turn belongs to; null when the turn may not be remembered. */
  conversationId: string | null;
  /** True when nothing else of this person is stored in this server. */
  isFirstUse?: true;
  /** True when this request has recorded its question, which has to be withdrawn should there be no answer. */
  isRecorded: boolean;
  /** What was said before, without this request's own messages and without the turn that it follows. */
  newestFirst: RememberedMessage[];
  /** In a conversation of the channel: what the model calls the person who asks. */
  asker?: string;
  /** Of a retry: the request keys of the turns whose place it takes. */
  replaces?: string[];
  /** Of a continuation: what is stored of the turn that it follows, newest message first. */
  continued?: RememberedMessage[];
  /** Where the person has agreed to personal memory: what may go along of it. */
  facts?: TurnFacts;
  /** Facts of theirs have no vector of the present. */
  lacksVectors?: true;
}

export interface OpenedTurn {
  history: History;
  /** Null when they were not asked for. */
  settings: ReadScopes | null;
  /** Present where operators have set something newer than what was known. */
  operatorSettings?: StoredSettings;
}

/** `alongside`: statements of others, for the same request to the database. */
export async function openTurn(
  db: Database,
  turn: NewTurn,
  options: {
    withSettings: boolean;
    /** What is known of the operators' settings; absent: it is not asked for. */
    operatorVersion?: number;
    alongside?: readonly BatchItem<'pg'>[];
  },
): Promise<OpenedTurn> {
  const rows = rowsJson([{ ...turn.question, isComplete: false }]);
  const values = { ...turnValues(turn), newId: crypto.randomUUID(), rows };
  const [, , recorded, read] = await db.batch([
    db.execute(lockPerson(values, 'provisional')),
    db.execute(beginConversation(values)),
    db.execute(recordQuestion(values)),
    db.execute<HistoryRow>(readHistory(turn, values, options)),
    ...(options.alongside ?? []),
  ]);
  const row = read.rows[0];
  const conversationId = row?.may_remember === true ? row.conversation_id : null;
  return {
    history: {
      conversationId,
      ...(conversationId !== null && row?.is_first_use === true ? { isFirstUse: true } : {}),
      isRecorded: recorded.rows.length > 0,
      ...shownTo(turn, row),
      ...factsFor(turn, row),
    },
    settings: options.withSettings ? toScopes(row ?? {}) : null,
    ...(row?.operator_settings == null ? {} : { operatorSettings: toStored(row.operator_settings) }),
  };
}

function factsFor(
  { question }: NewTurn,
  row: HistoryRow | undefined,
): Pick<History, 'facts' | 'lacksVectors'> {
  if (row?.facts == null) return {};
  const { candidates, total, lacks_vectors: lacksVectors } = row.facts;
  return {
    facts: { candidates, total, question: textOf(question.message.content) },
    ...(lacksVectors ? { lacksVectors } : {}),
  };
}

/** What was said before, as the model gets it. */
function shownTo(
  turn: NewTurn,
  row: HistoryRow | undefined,
): Pick<History, 'newestFirst' | 'asker' | 'replaces' | 'continued'> {
  const newest = turn.isUnstored === true ? [] : (row?.newest ?? []);
  const followed = row?.followed ?? [];
  if (row?.is_shared !== true || turn.isUnstored === true) {
    return { newestFirst: withPendingNotes(newest), ...followedOf(turn, row, followed) };
  }
  const { user_id: id, display_name: name = null } = turn.caller;
  // Together, so that each person has one name in both.
  const { messages: spoken, asker } = frameSpeakers([...newest, ...followed], { id, name });
  return {
    newestFirst: withPendingNotes(spoken.slice(0, newest.length)),
    asker,
    ...followedOf(turn, row, spoken.slice(newest.length)),
  };
}

function followedOf(
  { follows }: NewTurn,
  row: HistoryRow | undefined,
  followed: readonly PastMessage[],
): Pick<History, 'replaces' | 'continued'> {
  switch (follows?.action) {
    case undefined:
      return {};
    case 'retry':
      return { replaces: row?.followed_keys ?? [] };
    case 'continue':
      return { continued: followed.map(toRemembered) };
  }
}

interface NewTurnValues extends TurnValues {
  newId: string;
  rows: string;
}

/**
 * Locks the open conversation, or begins one. One that was reset after the question was asked is begun as ended: the answer
 * is stored, and no later question sees it.
 */
const beginConversation = prepare<NewTurnValues>(
  () => sql`
    with locked as (
      select id from ${conversations} where ${IS_OPEN_CONVERSATION} for no key update
    )
    insert into ${conversations} (id, space, channel_id, user_id, started_at, ended_at)
    select
      ${value('newId')}::uuid, ${value('space')}::text, ${value('channelId')}::text,
      case when not ${IS_SHARED} then ${value('userId')}::text end, ${ASKED_AT},
      (select max(ended_at) from ${conversations} where ${IS_CONVERSATION} and ended_at >= ${ASKED_AT})
    where not exists (select 1 from locked) and ${MAY_REMEMBER}
    on conflict do nothing
  `,
);

const recordQuestion = prepare<NewTurnValues>(
  () => sql`
    insert into ${messages} (conversation_id, request_key, asked_at, speaker_id, speaker_name, ${ROW_COLUMNS})
    select conversation.id, ${value('requestKey')}::text, ${ASKED_AT}, ${SPEAKER}, added.*
    from ${OPENED_CONVERSATION} conversation, ${ADDED_ROWS}
    where ${MAY_REMEMBER} and not ${IS_FORGOTTEN}
    on conflict do nothing
    returning id
  `,
);
