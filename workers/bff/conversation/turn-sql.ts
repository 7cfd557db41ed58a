/**
 * What the statements of a turn have in common. A turn is stored in two steps: its question when it is asked (pending,
 * `complete` is false), its answer when that has ended. Rows are locked in one order, conversation before messages, here and
 * in an erasure, so that none of them can deadlock.
 */
import { type SQL, sql } from 'drizzle-orm';
import type { Caller } from '../../../shared/contract/caller.ts';
import type { FollowedAnswer } from '../../../shared/contract/libra.ts';
import { spaceOf } from '../limits/account.ts';
import { channelOf } from '../settings/scopes.ts';
import {
  channelSettings,
  conversations,
  erasures,
  forgottenRequests,
  guildSettings,
  userSettings,
} from '../store/schema.ts';
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
}

export function timeOf(unixMs: number): SQL {
  return sql`${new Date(unixMs).toISOString()}::timestamptz`;
}

/** Asked again at every step: the person or the server may have chosen otherwise, or everything was erased, in the meantime. */
export function mayRemember({ caller, pseudonym, askedAtMs, isUnstored }: TurnKey): SQL {
  if (isUnstored === true) return sql`false`;
  return sql`(
    ${isMemoryOnFor(caller)} and not exists (
      select 1 from ${erasures} where pseudonym = ${pseudonym} and erased_at >= ${timeOf(askedAtMs)}
    )
  )`;
}

/** As the person, and where they are the server and the channel, have chosen by now. */
export function isMemoryOnFor(caller: Caller): SQL {
  return sql`(
    not exists (select 1 from ${userSettings} where user_id = ${caller.user_id} and not remember)
    ${caller.guild_id === null ? sql`` : isMemoryOnIn(caller.guild_id, channelOf(caller))}
  )`;
}

function isMemoryOnIn(guildId: string, channelId: string): SQL {
  const off = sql`settings -> 'memory' = 'false'::jsonb`;
  return sql`
    and not exists (select 1 from ${guildSettings} where guild_id = ${guildId} and ${off})
    and not exists (
      select 1 from ${channelSettings} where guild_id = ${guildId} and channel_id = ${channelId} and ${off}
    )`;
}

/** Of an answer that nobody has seen, nothing is stored. */
export function isForgotten(requestKey: string): SQL {
  return sql`exists (select 1 from ${forgottenRequests} where request_key = ${requestKey})`;
}

/**
 * True where everybody in the channel talks with Libra in one conversation. Each statement asks for itself, so no cache of an
 * isolate decides who reads what.
 */
export function isShared({ caller, isPrivate }: Place): SQL {
  const { guild_id: guildId } = caller;
  if (guildId === null || isPrivate === true) return sql`false`;
  return sql`(coalesce(
    (select settings ->> 'conversation' from ${channelSettings} where guild_id = ${guildId} and channel_id = ${channelOf(caller)}),
    (select settings ->> 'conversation' from ${guildSettings} where guild_id = ${guildId}),
    'person'
  ) = 'channel')`;
}

/** A conversation of a channel is nobody's own. */
export function isOwned(userId: string, byChannel: SQL): SQL {
  return sql`((${conversations.userId} = ${userId} and not ${byChannel}) or (${conversations.userId} is null and ${byChannel}))`;
}

export function isInPlace(caller: Caller): SQL {
  return sql`(${conversations.space} = ${spaceOf(caller)} and ${conversations.channelId} = ${caller.channel_id})`;
}

/** Of what only the caller's request keys name, it may be in either conversation of this place. */
export function isOwnOrShared(caller: Caller): SQL {
  return sql`(${isInPlace(caller)} and (${conversations.userId} = ${caller.user_id} or ${conversations.userId} is null))`;
}

/** Any conversation of the caller in this place, or of the channel if it has one; ended ones included. */
export function isConversationOf(place: Place): SQL {
  return sql`(${isInPlace(place.caller)} and ${isOwned(place.caller.user_id, isShared(place))})`;
}

export function isOpenConversationOf(place: Place): SQL {
  return sql`(${isConversationOf(place)} and ${conversations.endedAt} is null)`;
}

/** True of a message `m` in a conversation of the caller's own, and in one of a channel of what the caller has asked. */
export function isSpokenBy(caller: Caller): SQL {
  return sql`(m.speaker_id is null or m.speaker_id = ${caller.user_id})`;
}

/** The values of the columns `speaker_id` and `speaker_name` in the conversation that is named so. */
export function speakerIn({ caller }: Place): SQL {
  const name = caller.display_name === undefined ? null : toStorableText(caller.display_name);
  return sql`case when conversation.user_id is null then ${caller.user_id}::text end,
    case when conversation.user_id is null then ${name}::text end`;
}

/** True of a message `m` that asks just this. */
export function isSameQuestion({ message, attachments }: RememberedMessage): SQL {
  const row = toMessageRow(message, attachments);
  const json = (value: unknown) => (value === null ? null : toStorableJson(value));
  return sql`(m.content = ${row.content} and m.parts is not distinct from ${json(row.parts)}::jsonb
    and m.attachments is not distinct from ${json(row.attachments)}::jsonb)`;
}

/** The columns of a message that travel as JSON, so that one statement inserts any number of messages. */
export const ROW_COLUMNS = sql.raw(
  'ordinal, role, content, parts, tool_calls, tool_call_id, attachments, tokens, complete',
);

/** The messages as a table named `added`; the question has ordinal 0. */
export function rowsOf(messages: readonly (RememberedMessage & { isComplete: boolean })[]): SQL {
  const rows = messages.map(({ message, attachments, tokens, isComplete }, ordinal) => ({
    ordinal,
    ...toMessageRow(message, attachments),
    tokens,
    complete: isComplete,
  }));
  return sql`jsonb_to_recordset(${toStorableJson(rows)}::jsonb) as added(
    ordinal int, role text, content text, parts jsonb, tool_calls jsonb, tool_call_id text,
    attachments jsonb, tokens int, complete boolean
  )`;
}
