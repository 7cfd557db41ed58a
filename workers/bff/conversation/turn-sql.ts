/**
 * What the statements of a turn have in common. Each is made once (see `prepare`), and so are these parts of them: what differs
 * from use to use stands in them by the name that it has in `PlaceValues`, `TurnValues` or `QuestionValues`.
 *
 * A turn is stored in two steps: its question when it is asked (pending,
 * `complete` is false), its answer when that has ended. Rows are locked in one order, conversation before messages, here and
 * in an erasure, so that none of them can deadlock.
 */
import { type SQL, sql } from 'drizzle-orm';
import type { Caller } from '../../../shared/contract/caller.ts';
import type { FollowedAnswer } from '../../../shared/contract/libra.ts';
import { spaceOf } from '../limits/account.ts';
import { channelOf } from '../settings/scopes.ts';
import { conversations } from '../store/schema/conversations.ts';
import { erasures, forgottenRequests } from '../store/schema/erasures.ts';
import { toStorableText } from '../store/storable-text.ts';
import { type RememberedMessage, toMessageRow, toStorableJson } from './message-row.ts';

/** Where a conversation is, and whose it may be. */
export interface Place {
  caller: Caller;
  /** What only the person sees is in their own conversation, also where the channel has one. */
  isPrivate?: true;
}

export interface TurnKey extends Place {
  /** The caller's, under which an erasure is marked. */
  pseudonym: string;
  /** The request's own key: however often it is stored, it is there once. */
  requestKey: string;
  /** Unix milliseconds when the request came: the turn's place in the conversation. */
  askedAtMs: number;
  /** Neither read from nor stored in a conversation, whatever the person has chosen. */
  isUnstored?: true;
}

/** The earlier turn that a request asks anew or continues. */
export interface FollowedTurn {
  action: FollowedAnswer['action'];
  requestKey: string;
}

export interface NewTurn extends TurnKey {
  question: RememberedMessage;
  follows?: FollowedTurn;
  /** Whose vectors the facts of personal memory are to have; absent: none. */
  factModel?: string;
}

/** A value that each use of a statement fills in. */
const value = sql.placeholder;

export interface PlaceValues {
  userId: string;
  /** Null outside servers. */
  guildId: string | null;
  /** As `spaceOf` names it. */
  space: string;
  channelId: string;
  /** Of a thread: its channel's. */
  settingsChannelId: string;
  isPrivate: boolean;
  speakerName: string | null;
}

export function placeValues({ caller, isPrivate }: Place): PlaceValues {
  const { user_id: userId, guild_id: guildId, channel_id: channelId, display_name: name } = caller;
  return {
    userId,
    guildId,
    space: spaceOf(caller),
    channelId,
    settingsChannelId: channelOf(caller),
    isPrivate: isPrivate === true,
    speakerName: name === undefined ? null : toStorableText(name),
  };
}

export interface TurnValues extends PlaceValues {
  pseudonym: string;
  requestKey: string;
  /** ISO 8601. */
  askedAt: string;
  isUnstored: boolean;
}

export function turnValues(turn: TurnKey): TurnValues {
  const { pseudonym, requestKey, askedAtMs, isUnstored } = turn;
  return {
    ...placeValues(turn),
    pseudonym,
    requestKey,
    askedAt: isoTime(askedAtMs),
    isUnstored: isUnstored === true,
  };
}

export function isoTime(unixMs: number): string {
  return new Date(unixMs).toISOString();
}

export const ASKED_AT = sql`${value('askedAt')}::timestamptz`;

/** As the person, and where they are the server and the channel, have chosen by now. In brackets, it is asked once a statement. */
export const IS_MEMORY_ON = sql`(
  select keeps_conversations(${value('userId')}, ${value('guildId')}, ${value('settingsChannelId')})
)`;

/** Asked again at every step: the person or the server may have chosen otherwise, or everything was erased, in the meantime. */
export const MAY_REMEMBER = sql`(
  not ${value('isUnstored')}::boolean and ${IS_MEMORY_ON} and not exists (
    select 1 from ${erasures} where pseudonym = ${value('pseudonym')} and erased_at >= ${ASKED_AT}
  )
)`;

/** Of an answer that nobody has seen, nothing is stored. */
export const IS_FORGOTTEN = sql`exists (
  select 1 from ${forgottenRequests} where request_key = ${value('requestKey')}
)`;

/**
 * True where everybody in the channel talks with Libra in one conversation. Each statement asks for itself, so no cache of an
 * isolate decides who reads what.
 */
export const IS_SHARED = sql`(
  select not ${value('isPrivate')}::boolean and has_shared_conversation(${value('guildId')}, ${value('settingsChannelId')})
)`;

/** A conversation of a channel is nobody's own. */
export function isOwned(byChannel: SQL): SQL {
  return sql`(
    (${conversations.userId} = ${value('userId')} and not ${byChannel})
    or (${conversations.userId} is null and ${byChannel})
  )`;
}

export const IS_IN_PLACE = sql`(
  ${conversations.space} = ${value('space')} and ${conversations.channelId} = ${value('channelId')}
)`;

/** Of what only the caller's request keys name, it may be in either conversation of this place. */
export const IS_OWN_OR_SHARED = sql`(
  ${IS_IN_PLACE} and (${conversations.userId} = ${value('userId')} or ${conversations.userId} is null)
)`;

/** Any conversation of the caller in this place, or of the channel if it has one; ended ones included. */
export const IS_CONVERSATION = sql`(${IS_IN_PLACE} and ${isOwned(IS_SHARED)})`;

export const IS_OPEN_CONVERSATION = sql`(${IS_CONVERSATION} and ${conversations.endedAt} is null)`;

/** True of a message `m` in a conversation of the caller's own, and in one of a channel of what the caller has asked. */
export const IS_SPOKEN_BY_CALLER = sql`(m.speaker_id is null or m.speaker_id = ${value('userId')})`;

/** The values of the columns `speaker_id` and `speaker_name` in the conversation that is named so. */
export const SPEAKER = sql`
  case when conversation.user_id is null then ${value('userId')}::text end,
  case when conversation.user_id is null then ${value('speakerName')}::text end`;

export interface QuestionValues {
  content: string;
  /** JSON. */
  parts: string | null;
  /** JSON. */
  attachments: string | null;
}

export function questionValues({ message, attachments }: RememberedMessage): QuestionValues {
  const row = toMessageRow(message, attachments);
  const json = (given: unknown) => (given === null ? null : toStorableJson(given));
  return { content: row.content, parts: json(row.parts), attachments: json(row.attachments) };
}

/** True of a message `m` that asks just this. */
export const IS_SAME_QUESTION = sql`(
  m.content = ${value('content')} and m.parts is not distinct from ${value('parts')}::jsonb
  and m.attachments is not distinct from ${value('attachments')}::jsonb
)`;

/** The columns of a message that travel as JSON, so that one statement inserts any number of messages. */
export const ROW_COLUMNS = sql.raw(
  'ordinal, role, content, parts, tool_calls, tool_call_id, attachments, tokens, complete',
);

/** The messages of `rowsJson` as a table named `added`. */
export const ADDED_ROWS = sql`jsonb_to_recordset(${value('rows')}::jsonb) as added(
  ordinal int, role text, content text, parts jsonb, tool_calls jsonb, tool_call_id text,
  attachments jsonb, tokens int, complete boolean
)`;

/** The value `rows`; the question has ordinal 0. */
export function rowsJson(messages: readonly (RememberedMessage & { isComplete: boolean })[]): string {
  const rows = messages.map(({ message, attachments, tokens, isComplete }, ordinal) => ({
    ordinal,
    ...toMessageRow(message, attachments),
    tokens,
    complete: isComplete,
  }));
  return toStorableJson(rows);
}
