/**
 * The beginning of a turn, in one request to the database: the question is recorded, and what was said before is read.
 *
 * The open conversation is locked while the question is recorded, and the history is read by a later statement. So of two
 * questions at the same time one always sees the other, and none waits for an answer.
 */
import { type SQL, sql } from 'drizzle-orm';
import type { BatchItem } from 'drizzle-orm/batch';
import { spaceOf } from '../limits/account.ts';
import { type ReadScopes, toScopes } from '../settings/scopes.ts';
import type { Database } from '../store/database.ts';
import { lockPerson } from '../store/person-lock.ts';
import { conversations, messages } from '../store/schema.ts';
import { type PastMessage, toRemembered, withPendingNotes } from './history.ts';
import type { RememberedMessage } from './message-row.ts';
import { type HistoryRow, readHistory } from './read-history.ts';
import { frameSpeakers } from './speakers.ts';
import {
  isConversationOf,
  isForgotten,
  isOpenConversationOf,
  isShared,
  mayRemember,
  type NewTurn,
  ROW_COLUMNS,
  rowsOf,
  speakerIn,
  type TurnKey,
  timeOf,
} from './turn-sql.ts';

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
}

export interface OpenedTurn {
  history: History;
  /** Null when they were not asked for. */
  settings: ReadScopes | null;
}

/** `alongside`: statements of others, for the same request to the database. */
export async function openTurn(
  db: Database,
  turn: NewTurn,
  options: { withSettings: boolean; alongside?: readonly BatchItem<'pg'>[] },
): Promise<OpenedTurn> {
  const newId = crypto.randomUUID();
  const [, , recorded, read] = await db.batch([
    db.execute(lockPerson(turn.caller.user_id, 'together')),
    db.execute(beginConversation(turn, newId)),
    db.execute(recordQuestion(turn, newId)),
    db.execute<HistoryRow>(readHistory(turn, conversationOf(turn, newId), options.withSettings)),
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
    },
    settings: options.withSettings ? toScopes(row ?? {}) : null,
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

/**
 * Locks the open conversation, or begins one. One that was reset after the question was asked is begun as ended: the answer
 * is stored, and no later question sees it.
 */
function beginConversation(turn: TurnKey, newId: string): SQL {
  const { channel_id: channelId, user_id: userId } = turn.caller;
  const space = spaceOf(turn.caller);
  const askedAt = timeOf(turn.askedAtMs);
  return sql`
    with locked as (
      select id from ${conversations} where ${isOpenConversationOf(turn)} for no key update
    )
    insert into ${conversations} (id, space, channel_id, user_id, started_at, ended_at)
    select ${newId}::uuid, ${space}, ${channelId}, case when not ${isShared(turn)} then ${userId}::text end, ${askedAt}, (
      select max(ended_at) from ${conversations} where ${isConversationOf(turn)} and ended_at >= ${askedAt}
    )
    where not exists (select 1 from locked) and ${mayRemember(turn)}
    on conflict do nothing
  `;
}

/** The one just begun, or the open one. */
function conversationOf(turn: TurnKey, newId: string): SQL {
  return sql`(
    select id, user_id from ${conversations} where id = ${newId}::uuid or ${isOpenConversationOf(turn)}
    order by (id = ${newId}::uuid) desc limit 1
  )`;
}

function recordQuestion(turn: NewTurn, newId: string): SQL {
  return sql`
    insert into ${messages} (conversation_id, request_key, asked_at, speaker_id, speaker_name, ${ROW_COLUMNS})
    select conversation.id, ${turn.requestKey}, ${timeOf(turn.askedAtMs)}, ${speakerIn(turn)}, added.*
    from ${conversationOf(turn, newId)} conversation, ${rowsOf([{ ...turn.question, isComplete: false }])}
    where ${mayRemember(turn)} and not ${isForgotten(turn.requestKey)}
    on conflict do nothing
    returning id
  `;
}
