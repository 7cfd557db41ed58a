/** `/reset`: the conversation ends; its messages stay until retention or the person removes them, but no model sees them again. */
import { sql } from 'drizzle-orm';
import type { Caller } from '../../../shared/contract/caller.ts';
import { spaceOf } from '../limits/account.ts';
import type { Database } from '../store/database.ts';
import { conversations, messages } from '../store/schema.ts';
import { isInPlace, isOwned, isShared } from './turn-sql.ts';

export interface Reset {
  /** Messages that the ended conversation held. */
  forgotten: number;
  /** The channel has a conversation of its own. It is ended by moderators alone; others end what they have here for themselves. */
  isShared: boolean;
}

/**
 * Where none was open, an ended one is left behind, so that a first answer which is still being written does not begin a
 * conversation after the reset.
 */
export async function endConversation(
  db: Database,
  caller: Caller,
  nowMs: number,
  { isModerator }: { isModerator: boolean } = { isModerator: false },
): Promise<Reset> {
  const now = new Date(nowMs).toISOString();
  const shared = isShared({ caller });
  const endsShared = isModerator ? shared : sql`false`;
  const { rows } = await db.execute<{ forgotten: string | number; shared: boolean }>(sql`
    with ended as (
      update ${conversations} set ended_at = ${now}::timestamptz
      where ${isInPlace(caller)} and ${isOwned(caller.user_id, endsShared)} and ended_at is null
      returning id
    ), marked as (
      insert into ${conversations} (id, space, channel_id, user_id, started_at, ended_at)
      select ${crypto.randomUUID()}::uuid, ${spaceOf(caller)}, ${caller.channel_id},
        case when not ${endsShared} then ${caller.user_id}::text end, ${now}::timestamptz, ${now}::timestamptz
      where not exists (select 1 from ended)
    )
    select
      (select count(m.id) from ended join ${messages} m on m.conversation_id = ended.id) as forgotten,
      ${shared} as shared
  `);
  const [row] = rows;
  return { forgotten: Number(row?.forgotten ?? 0), isShared: row?.shared === true };
}
