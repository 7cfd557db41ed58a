/**
 * What an answer leaves behind: both sides of the turn and one row of the ledger, in one batch (one transaction).
 * Every row has a key that was fixed before the call, so writing the same batch twice writes it once.
 */
import { type SQL, sql } from 'drizzle-orm';
import type { Caller } from '../../../shared/contract/caller.ts';
import { spaceOf } from '../limits/account.ts';
import type { Database } from '../store/database.ts';
import { conversations, messages, usageEvents, userSettings } from '../store/schema.ts';

export interface Turn {
  caller: Caller;
  /** The conversation as it was loaded, or a fresh id for a new one. */
  conversationId: string;
  /** True when `conversationId` is fresh. */
  isNew: boolean;
  requestKey: string;
  question: { content: string; tokens: number };
  answer: { content: string; tokens: number; complete: boolean };
}

export interface UsageEvent {
  id: string;
  /** Unix milliseconds when the request came. */
  startedAtMs: number;
  requestKey: string;
  userId: string | null;
  space: string | null;
  apiKeyId: number | null;
  model: string;
  provider: string | null;
  promptTokens: number;
  completionTokens: number;
  estimated: boolean;
  costMicroUsd: number;
  firstTokenMs: number | null;
  totalMs: number;
  outcome: string;
  fallback: boolean;
  cached: boolean;
}

/** `turn` is null when nothing may or can be remembered; the ledger is kept all the same. */
export async function storeOutcome(
  db: Database,
  turn: Turn | null,
  { startedAtMs, ...usage }: UsageEvent,
): Promise<void> {
  const startedAt = sql`${new Date(startedAtMs).toISOString()}::timestamptz`;
  const ledger = db
    .insert(usageEvents)
    .values({ ...usage, ...nameUnlessErased(usage, startedAt) })
    .onConflictDoNothing();
  if (turn === null) {
    await db.batch([ledger]);
    return;
  }
  const remember = db.execute(rememberTurn(turn, startedAt));
  await db.batch(
    turn.isNew ? [db.execute(beginConversation(turn, startedAt)), remember, ledger] : [remember, ledger],
  );
}

/**
 * Two first questions at once begin one conversation: the second finds it open and joins it below.
 * A conversation that was reset (or reset before it had begun) while its first answer was being written is stored as ended.
 */
function beginConversation({ caller, conversationId }: Turn, startedAt: SQL) {
  const { channel_id: channelId, user_id: userId } = caller;
  const space = spaceOf(caller);
  return sql`
    insert into ${conversations} (id, space, channel_id, user_id, started_at, ended_at)
    select ${conversationId}::uuid, ${space}, ${channelId}, ${userId}, ${startedAt}, (
      select max(ended_at) from ${conversations}
      where space = ${space} and channel_id = ${channelId} and user_id = ${userId}
        and ended_at >= ${startedAt}
    )
    where ${mayRemember(caller, startedAt)}
    on conflict do nothing
  `;
}

/** Asked again when the turn is stored: somebody may have chosen otherwise, or erased everything, while it was answered. */
function mayRemember({ user_id: userId }: Caller, startedAt: SQL) {
  return sql`not exists (
    select 1 from ${userSettings} where user_id = ${userId} and (not remember or erased_at >= ${startedAt})
  )`;
}

function nameUnlessErased({ userId, requestKey }: Omit<UsageEvent, 'startedAtMs'>, startedAt: SQL) {
  if (userId === null) return {};
  const isErased = sql`exists (
    select 1 from ${userSettings} where user_id = ${userId} and erased_at >= ${startedAt}
  )`;
  const unlessErased = (value: string) => sql`case when ${isErased} then null else ${value}::text end`;
  return { userId: unlessErased(userId), requestKey: unlessErased(requestKey) };
}

/** A whole answer replaces one that was cut off under the same request; anything else that is already there stays. */
function rememberTurn({ caller, conversationId, requestKey, question, answer }: Turn, startedAt: SQL) {
  return sql`
    insert into ${messages} (conversation_id, request_key, role, content, tokens, complete)
    select c.id, ${requestKey}, turn.role, turn.content, turn.tokens, turn.complete
    from (
      select id from ${conversations}
      where ${mayRemember(caller, startedAt)} and (id = ${conversationId}::uuid or (
        space = ${spaceOf(caller)} and channel_id = ${caller.channel_id}
        and user_id = ${caller.user_id} and ended_at is null
      ))
      order by (id = ${conversationId}::uuid) desc limit 1
    ) c,
    (values
      (1, 'user', ${question.content}::text, ${question.tokens}::int, true),
      (2, 'assistant', ${answer.content}::text, ${answer.tokens}::int, ${answer.complete}::boolean)
    ) as turn(position, role, content, tokens, complete)
    order by turn.position
    on conflict (request_key, role) do update
      set content = excluded.content, tokens = excluded.tokens, complete = excluded.complete
      where not messages.complete
  `;
}
