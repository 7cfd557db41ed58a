/**
 * What the statements of a turn have in common. Each is made once (see `prepare`), and so are these parts of them: what differs
 * from use to use stands in them by the name that it has in `PlaceValues`.
 *
 * A turn is stored in two steps, each a function of the database: its question when it is asked (pending, `complete` is false), its
 * answer when that has ended. Rows are locked in one order, conversation before messages, here and in an erasure, so that none of
 * them can deadlock.
 */
import { type SQL, sql } from 'drizzle-orm';
import type { Caller } from '../../../shared/contract/caller.ts';
import type { FollowedAnswer } from '../../../shared/contract/libra.ts';
import { factSpaceOf } from '../memory/space.ts';
import { channelOf } from '../settings/scopes.ts';
import { conversations } from '../store/schema/conversations.ts';
import { toStorableText } from '../store/storable-text.ts';
import type { RememberedMessage } from './message-row.ts';

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
  /** As `factSpaceOf` names it. */
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
    space: factSpaceOf(caller),
    channelId,
    settingsChannelId: channelOf(caller),
    isPrivate: isPrivate === true,
    speakerName: name === undefined ? null : toStorableText(name),
  };
}

export function isoTime(unixMs: number): string {
  return new Date(unixMs).toISOString();
}

/** As the person, and where they are the server and the channel, have chosen by now. In brackets, it is asked once a statement. */
export const IS_MEMORY_ON = sql`(
  select keeps_conversations(${value('userId')}, ${value('guildId')}, ${value('settingsChannelId')})
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
