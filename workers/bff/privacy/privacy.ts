/** What is stored about one person: shown, handed over, erased. */
import { sql } from 'drizzle-orm';
import type { ErasureReceipt, PrivacyExport, PrivacySummary } from '../../../shared/contract/privacy.ts';
import { isCharged } from '../ledger/usage.ts';
import type { Database } from '../store/database.ts';
import { conversations, forgottenRequests, messages, usageEvents, userSettings } from '../store/schema.ts';

/** Discord takes files of 10 MiB; this many messages of usual length stay below. */
const MAX_EXPORTED_ROWS = 5_000;

/** The bot answers within Discord's three seconds. */
export const PRIVACY_DEADLINE_MS = 2_000;

type Summary = Omit<PrivacySummary, 'retention_days'>;

export async function summarise(db: Database, userId: string): Promise<Summary> {
  const { rows } = await db.execute<Record<keyof Summary, unknown>>(sql`
    select
      (select count(*)::int from ${conversations} where user_id = ${userId}) as conversations,
      count(m.id)::int as messages,
      to_json(min(m.created_at)) #>> '{}' as oldest_message_at,
      (select count(*)::int from ${usageEvents} where user_id = ${userId} and ${isCharged}) as usage_events,
      coalesce((select remember from ${userSettings} where user_id = ${userId}), true) as remember
    from ${messages} m join ${conversations} c on c.id = m.conversation_id
    where c.user_id = ${userId}
  `);
  const row = rows[0];
  return {
    conversations: Number(row?.conversations ?? 0),
    messages: Number(row?.messages ?? 0),
    oldest_message_at: typeof row?.oldest_message_at === 'string' ? row.oldest_message_at : null,
    usage_events: Number(row?.usage_events ?? 0),
    remember: row?.remember !== false,
  };
}

export async function exportAll(db: Database, userId: string, nowMs: number): Promise<PrivacyExport> {
  const { rows } = await db.execute<{
    said: PrivacyExport['messages'] | null;
    used: PrivacyExport['usage'] | null;
    remember: boolean | null;
  }>(sql`
    select
      (select json_agg(json_strip_nulls(row_to_json(said))) from (
        select m.conversation_id, c.space, c.channel_id, m.role, m.content, m.parts, m.tool_calls, m.attachments,
          m.created_at
        from ${messages} m join ${conversations} c on c.id = m.conversation_id
        where c.user_id = ${userId}
        order by m.asked_at desc, m.request_key desc, m.ordinal desc limit ${MAX_EXPORTED_ROWS + 1}
      ) said) as said,
      (select json_agg(row_to_json(used) order by used.created_at desc) from (
        select model, provider, prompt_tokens, completion_tokens, cost_micro_usd, outcome, created_at
        from ${usageEvents} where user_id = ${userId} and ${isCharged} order by created_at desc limit ${MAX_EXPORTED_ROWS + 1}
      ) used) as used,
      (select remember from ${userSettings} where user_id = ${userId}) as remember
  `);
  const said = rows[0]?.said ?? [];
  const used = rows[0]?.used ?? [];
  return {
    exported_at: new Date(nowMs).toISOString(),
    user_id: userId,
    remember: rows[0]?.remember !== false,
    truncated: said.length > MAX_EXPORTED_ROWS || used.length > MAX_EXPORTED_ROWS,
    messages: said.slice(0, MAX_EXPORTED_ROWS).reverse(),
    usage: used.slice(0, MAX_EXPORTED_ROWS).reverse(),
  };
}

/**
 * In one transaction: what was said is deleted, the ledger keeps its sums and forgets whose they were. What stays is the
 * choice not to be remembered, and until the next cleaning the moment of the erasure: an answer may be on its way.
 */
export async function eraseAll(db: Database, userId: string): Promise<ErasureReceipt> {
  const [counted] = await db.batch([
    db.execute<{ conversations: number; messages: number }>(sql`
      select count(distinct c.id)::int as conversations, count(m.id)::int as messages
      from ${conversations} c left join ${messages} m on m.conversation_id = c.id
      where c.user_id = ${userId}
    `),
    db.execute(sql`delete from ${conversations} where user_id = ${userId}`),
    db.execute(sql`delete from ${forgottenRequests} where user_id = ${userId}`),
    db
      .insert(userSettings)
      .values({ userId, erasedAt: sql`now()` })
      .onConflictDoUpdate({ target: userSettings.userId, set: { erasedAt: sql`now()` } }),
    db.execute(sql`update ${usageEvents} set user_id = null, request_key = null where user_id = ${userId}`),
  ]);
  const row = counted.rows[0];
  return { erased_conversations: row?.conversations ?? 0, erased_messages: row?.messages ?? 0 };
}

export async function setRemember(db: Database, userId: string, remember: boolean): Promise<void> {
  await db
    .insert(userSettings)
    .values({ userId, remember })
    .onConflictDoUpdate({ target: userSettings.userId, set: { remember, updatedAt: sql`now()` } });
}
