/** Reads the conversation of a place as the next question would find it, for its person to see. */
import { sql } from 'drizzle-orm';
import type { Caller } from '../../../shared/contract/caller.ts';
import { scopeColumns } from '../settings/read.ts';
import { channelOf, type ReadScopes, type ScopeRow, toScopes } from '../settings/scopes.ts';
import type { Database } from '../store/database.ts';
import { conversations, messages } from '../store/schema.ts';
import type { ListedMessage } from './listed-turns.ts';
import { isPending, isSettled, MAX_MESSAGES, NEWEST_FIRST, PAST_FIELDS } from './read-history.ts';
import { isOpenConversationOf, isShared } from './turn-sql.ts';

export interface ReadTurns {
  isShared: boolean;
  newestFirst: ListedMessage[];
  /** Messages that are too old to be read for a question. */
  olderMessages: number;
  settings: ReadScopes;
}

interface Row extends ScopeRow {
  shared: boolean;
  messages: number;
  newest: ListedMessage[] | null;
}

export async function readTurns(db: Database, caller: Caller, nowMs: number): Promise<ReadTurns> {
  const shown = sql`m.conversation_id = conversation.id and (${isSettled} or ${isPending(nowMs)})`;
  const { rows } = await db.execute<Row>(sql`
    select
      ${isShared({ caller })} as shared,
      (select count(*)::int from ${messages} m where ${shown}) as messages,
      (
        select json_agg(
          json_build_object(
            'id', m.id, 'request_key', m.request_key, 'asked_at', m.asked_at, 'complete', m.complete, ${PAST_FIELDS}
          ) ${NEWEST_FIRST}
        )
        from (select * from ${messages} m where ${shown} ${NEWEST_FIRST} limit ${MAX_MESSAGES}) m
      ) as newest,
      ${scopeColumns({ guildId: caller.guild_id, channelId: channelOf(caller), userId: caller.user_id })}
    from (select 1) one left join (
      select id from ${conversations} where ${isOpenConversationOf({ caller })} limit 1
    ) conversation on true
  `);
  const [row] = rows;
  const newestFirst = row?.newest ?? [];
  return {
    isShared: row?.shared === true,
    newestFirst,
    olderMessages: Number(row?.messages ?? 0) - newestFirst.length,
    settings: toScopes(row ?? {}),
  };
}
