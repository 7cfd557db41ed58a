/**
 * The beginning of a turn, in one request to the database: the question is recorded, and what was said before is read.
 *
 * The open conversation is locked while the question is recorded, and the history is read by a later statement. So of two
 * questions at the same time one always sees the other, and none waits for an answer.
 */
import { type SQL, sql } from 'drizzle-orm';
import { MAX_ANSWER_MS } from '../../../shared/limits.ts';
import { spaceOf } from '../limits/account.ts';
import type { GuildSettings } from '../settings/guild-settings.ts';
import type { Database } from '../store/database.ts';
import { conversations, guildSettings, messages } from '../store/schema.ts';
import { type PastMessage, withPendingNotes } from './history.ts';
import { type RememberedMessage, toMessageRow, toStorableJson } from './message-row.ts';
import { isOpenConversationOf, mayRemember, ROW_COLUMNS, rowsOf, type TurnKey, timeOf } from './turn-sql.ts';

export interface NewTurn extends TurnKey {
  question: RememberedMessage;
}

export interface History {
  /** The conversation that the turn belongs to; null when the turn may not be remembered. */
  conversationId: string | null;
  /** True when this request has recorded its question, which has to be withdrawn should there be no answer. */
  isRecorded: boolean;
  /** What was said before, without this request's own messages. */
  newestFirst: RememberedMessage[];
}

export interface OpenedTurn {
  history: History;
  /** Null when they were not asked for. */
  settings: GuildSettings | null;
}

/** More messages than fit any window would only be carried here to be dropped. */
const MAX_MESSAGES = 60;

/** A question that is pending for longer has lost its answer: its Worker is gone. */
const MAX_PENDING_MS = MAX_ANSWER_MS + 30_000;

interface HistoryRow extends Record<string, unknown> {
  conversation_id: string | null;
  may_remember: boolean;
  newest: PastMessage[] | null;
  instructions?: string | null;
}

export async function openTurn(
  db: Database,
  turn: NewTurn,
  options: { withSettings: boolean },
): Promise<OpenedTurn> {
  const newId = crypto.randomUUID();
  const [, recorded, read] = await db.batch([
    db.execute(beginConversation(turn, newId)),
    db.execute(recordQuestion(turn, newId)),
    db.execute<HistoryRow>(readHistory(turn, newId, options.withSettings)),
  ]);
  const row = read.rows[0];
  return {
    history: {
      conversationId: row?.may_remember === true ? row.conversation_id : null,
      isRecorded: recorded.rows.length > 0,
      newestFirst: withPendingNotes(row?.newest ?? []),
    },
    settings: options.withSettings ? { instructions: row?.instructions ?? null } : null,
  };
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
      select id from ${conversations} where ${isOpenConversationOf(turn.caller)} for no key update
    )
    insert into ${conversations} (id, space, channel_id, user_id, started_at, ended_at)
    select ${newId}::uuid, ${space}, ${channelId}, ${userId}, ${askedAt}, (
      select max(ended_at) from ${conversations}
      where space = ${space} and channel_id = ${channelId} and user_id = ${userId} and ended_at >= ${askedAt}
    )
    where not exists (select 1 from locked) and ${mayRemember(turn)}
    on conflict do nothing
  `;
}

/** The one just begun, or the open one. */
function conversationOf(turn: TurnKey, newId: string): SQL {
  return sql`(
    select id from ${conversations} where id = ${newId}::uuid or ${isOpenConversationOf(turn.caller)}
    order by (id = ${newId}::uuid) desc limit 1
  )`;
}

function recordQuestion(turn: NewTurn, newId: string): SQL {
  return sql`
    insert into ${messages} (conversation_id, request_key, asked_at, ${ROW_COLUMNS})
    select conversation.id, ${turn.requestKey}, ${timeOf(turn.askedAtMs)}, added.*
    from ${conversationOf(turn, newId)} conversation, ${rowsOf([{ ...turn.question, isComplete: false }])}
    where ${mayRemember(turn)}
    on conflict do nothing
    returning id
  `;
}

/**
 * Without the messages of this request, which may be a repeat; without questions that have lost their answer; and without
 * the same question while it is pending: that one may be answered for both.
 */
function readHistory(turn: NewTurn, newId: string, withSettings: boolean): SQL {
  const { requestKey, askedAtMs, question, caller } = turn;
  const same = toMessageRow(question.message);
  const sameParts = same.parts === null ? null : toStorableJson(same.parts);
  const instructions = sql`,
    (select instructions from ${guildSettings} where guild_id = ${caller.guild_id}) as instructions`;
  return sql`
    select
      conversation.id as conversation_id,
      ${mayRemember(turn)} as may_remember,
      (
        select json_agg(
          json_build_object(
            'role', m.role, 'content', m.content, 'parts', m.parts, 'tool_calls', m.tool_calls,
            'tool_call_id', m.tool_call_id, 'tokens', m.tokens, 'pending', m.role = 'user' and not m.complete
          )
          order by m.asked_at desc, m.request_key desc, m.ordinal desc
        )
        from (
          select * from ${messages}
          where conversation_id = conversation.id and request_key <> ${requestKey}
            and (complete or role <> 'user' or (
              asked_at > ${timeOf(askedAtMs - MAX_PENDING_MS)}
              and (content <> ${same.content} or parts is distinct from ${sameParts}::jsonb)
            ))
          order by asked_at desc, request_key desc, ordinal desc limit ${MAX_MESSAGES}
        ) m
      ) as newest
      ${withSettings ? instructions : sql``}
    from (select 1) one left join ${conversationOf(turn, newId)} conversation on true
  `;
}
