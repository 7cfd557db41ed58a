/** `/reset`: the conversation ends; its messages stay until retention or the person removes them, but no model sees them again. */
import { sql } from 'drizzle-orm';
import type { Caller } from '../../../shared/contract/caller.ts';
import { spaceOf } from '../limits/account.ts';
import type { Database } from '../store/database.ts';
import { conversations, messages } from '../store/schema.ts';

/**
 * Gives the number of messages that the ended conversation held. Where none was open, an ended one is left behind, so
 * that a first answer which is still being written does not begin a conversation after the reset.
 */
export async function endConversation(db: Database, caller: Caller, nowMs: number): Promise<number> {
  const now = new Date(nowMs).toISOString();
  const { rows } = await db.execute<{ forgotten: string | number }>(sql`
    with ended as (
      update ${conversations} set ended_at = ${now}::timestamptz
      where space = ${spaceOf(caller)} and channel_id = ${caller.channel_id}
        and user_id = ${caller.user_id} and ended_at is null
      returning id
    ), marked as (
      insert into ${conversations} (id, space, channel_id, user_id, started_at, ended_at)
      select ${crypto.randomUUID()}::uuid, ${spaceOf(caller)}, ${caller.channel_id}, ${caller.user_id},
        ${now}::timestamptz, ${now}::timestamptz
      where not exists (select 1 from ended)
    )
    select count(m.id) as forgotten from ended join ${messages} m on m.conversation_id = ended.id
  `);
  return Number(rows[0]?.forgotten ?? 0);
}
