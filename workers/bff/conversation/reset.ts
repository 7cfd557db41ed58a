/** `/reset`: the conversation ends; its messages stay until retention or the person removes them, but no model sees them again. */
import { sql } from 'drizzle-orm';
import type { Caller } from '../../../shared/contract/caller.ts';
import type { Database } from '../store/database.ts';
import { conversations, messages } from '../store/schema/conversations.ts';
import { memoryChoices } from '../store/schema/memory.ts';
import { prepare } from '../store/statement.ts';
import { IS_IN_PLACE, IS_SHARED, isOwned, isoTime, type PlaceValues, placeValues } from './turn-sql.ts';

export interface Reset {
  /** Messages that the ended conversation held. */
  forgotten: number;
  /** The channel has a conversation of its own. It is ended by moderators alone; others end what they have here for themselves. */
  isShared: boolean;
}

/**
 * A pause of personal memory ends with the conversation that it was for. Where none was open, an ended one is left behind, so that a first answer which is still being written does not begin a
 * conversation after the reset.
 */
export async function endConversation(
  db: Database,
  caller: Caller,
  nowMs: number,
  { isModerator }: { isModerator: boolean } = { isModerator: false },
): Promise<Reset> {
  const values = { newId: crypto.randomUUID(), now: isoTime(nowMs), isModerator };
  const { rows } = await db.execute<{ forgotten: string | number; shared: boolean }>(
    endOpen({ ...placeValues({ caller }), ...values }),
  );
  const [row] = rows;
  return { forgotten: Number(row?.forgotten ?? 0), isShared: row?.shared === true };
}

const ENDS_SHARED = sql`(${sql.placeholder('isModerator')}::boolean and ${IS_SHARED})`;
const NOW = sql`${sql.placeholder('now')}::timestamptz`;

const endOpen = prepare<PlaceValues & { newId: string; now: string; isModerator: boolean }>(
  () => sql`
    with ended as (
      update ${conversations} set ended_at = ${NOW}
      where ${IS_IN_PLACE} and ${isOwned(ENDS_SHARED)} and ended_at is null
      returning id
    ), marked as (
      insert into ${conversations} (id, space, channel_id, user_id, started_at, ended_at)
      select
        ${sql.placeholder('newId')}::uuid, ${sql.placeholder('space')}::text, ${sql.placeholder('channelId')}::text,
        case when not ${ENDS_SHARED} then ${sql.placeholder('userId')}::text end, ${NOW}, ${NOW}
      where not exists (select 1 from ended)
    ), resumed as (
      delete from ${memoryChoices}
      where user_id = ${sql.placeholder('userId')} and space = ${sql.placeholder('space')}
        and channel_id = ${sql.placeholder('channelId')} and state = 'paused' and (not ${IS_SHARED} or ${ENDS_SHARED})
    )
    select
      (select count(m.id) from ended join ${messages} m on m.conversation_id = ended.id) as forgotten,
      ${IS_SHARED} as shared
  `,
);
