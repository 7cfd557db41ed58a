/** The statement that reads what was said before a question. */
import { type SQL, sql } from 'drizzle-orm';
import { MAX_ANSWER_MS } from '../../../shared/limits.ts';
import { scopeColumns } from '../settings/read.ts';
import { channelOf, type ScopeRow } from '../settings/scopes.ts';
import { conversations, messages } from '../store/schema.ts';
import { followedKeysOf } from './followed-turn.ts';
import type { PastMessage } from './history.ts';
import { isSameQuestion, isShared, isSpokenBy, mayRemember, type NewTurn, timeOf } from './turn-sql.ts';

export interface HistoryRow extends ScopeRow {
  conversation_id: string | null;
  may_remember: boolean;
  /** True of a conversation of the whole channel. */
  is_shared: boolean;
  /** Absent outside of servers. */
  is_first_use?: boolean;
  newest: PastMessage[] | null;
  /** Only of a request that follows a turn. */
  followed_keys?: string[] | null;
  followed?: PastMessage[] | null;
}

/** More messages than fit any window would only be carried here to be dropped. */
export const MAX_MESSAGES = 60;

/** A question that is pending for longer has lost its answer: its Worker is gone. */
const MAX_PENDING_MS = MAX_ANSWER_MS + 30_000;

/**
 * Without the messages of this request, which may be a repeat; without questions that have lost their answer; and without
 * the same question while it is pending: that one may be answered for both. The turn that it follows comes by itself.
 */
export function readHistory(turn: NewTurn, conversation: SQL, withSettings: boolean): SQL {
  const { requestKey, askedAtMs, question, caller, follows } = turn;
  const settings = sql`,
    ${scopeColumns({ guildId: caller.guild_id, channelId: channelOf(caller), userId: caller.user_id })}`;
  const firstUse = sql`,
    not exists (
      select 1 from ${messages} m join ${conversations} c on c.id = m.conversation_id
      where (c.user_id = ${caller.user_id} or m.speaker_id = ${caller.user_id}) and c.space = ${caller.guild_id} and m.request_key <> ${requestKey}
    ) as is_first_use`;
  const followed = sql`,
    followed.keys as followed_keys,
    (select ${newestFirst} from ${messages} m where m.request_key = any(followed.keys)) as followed`;
  return sql`
    select
      conversation.id as conversation_id,
      ${mayRemember(turn)} as may_remember,
      ${isShared(turn)} as is_shared,
      (
        select ${newestFirst}
        from (
          select * from ${messages} m
          where m.conversation_id = conversation.id and request_key <> ${requestKey}
            ${follows === undefined ? sql`` : sql`and request_key <> all(followed.keys)`}
            and (${isSettled} or (${isPending(askedAtMs)} and not (${isSameQuestion(question)} and ${isSpokenBy(caller)})))
          order by asked_at desc, request_key desc, ordinal desc limit ${MAX_MESSAGES}
        ) m
      ) as newest
      ${caller.guild_id === null ? sql`` : firstUse}
      ${follows === undefined ? sql`` : followed}
      ${withSettings ? settings : sql``}
    from (select 1) one left join ${conversation} conversation on true
    ${follows === undefined ? sql`` : sql`cross join lateral (select ${followedKeysOf(follows, turn, sql`conversation.id`)} as keys) followed`}
  `;
}

/** Of the messages `m`: no question without its answer. */
export const isSettled = sql`(m.complete or m.role <> 'user')`;

/** Of a question `m` without its answer: that may still come. */
export function isPending(nowMs: number): SQL {
  return sql`m.asked_at > ${timeOf(nowMs - MAX_PENDING_MS)}`;
}

/** The fields of `PastMessage`, of the messages `m`. */
export const PAST_FIELDS = sql.raw(`
  'role', m.role, 'content', m.content, 'parts', m.parts, 'tool_calls', m.tool_calls,
  'tool_call_id', m.tool_call_id, 'attachments', m.attachments, 'tokens', m.tokens, 'pending', m.role = 'user' and not m.complete,
  'speaker_id', m.speaker_id, 'speaker_name', m.speaker_name
`);

export const NEWEST_FIRST = sql.raw('order by m.asked_at desc, m.request_key desc, m.ordinal desc');

const newestFirst = sql`json_agg(json_build_object(${PAST_FIELDS}) ${NEWEST_FIRST})`;
