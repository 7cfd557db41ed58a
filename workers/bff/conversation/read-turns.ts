/** Reads the conversation of a place as the next question would find it, for its person to see. */
import { sql } from 'drizzle-orm';
import type { Caller } from '../../../shared/contract/caller.ts';
import { SCOPE_COLUMNS } from '../settings/read.ts';
import { type ReadScopes, type ScopeRow, toScopes } from '../settings/scopes.ts';
import type { Database } from '../store/database.ts';
import { conversations, messages } from '../store/schema/conversations.ts';
import { prepare } from '../store/statement.ts';
import type { ListedMessage } from './listed-turns.ts';
import {
  IS_PENDING,
  IS_SETTLED,
  MAX_MESSAGES,
  NEWEST_FIRST,
  PAST_FIELDS,
  pendingSince,
} from './read-history.ts';
import { IS_OPEN_CONVERSATION, IS_SHARED, type PlaceValues, placeValues } from './turn-sql.ts';

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
  const { rows } = await db.execute<Row>(
    selectTurns({ ...placeValues({ caller }), pendingSince: pendingSince(nowMs) }),
  );
  const [row] = rows;
  const newestFirst = row?.newest ?? [];
  return {
    isShared: row?.shared === true,
    newestFirst,
    olderMessages: Number(row?.messages ?? 0) - newestFirst.length,
    settings: toScopes(row ?? {}),
  };
}

const SHOWN = sql`m.conversation_id = conversation.id and (${IS_SETTLED} or ${IS_PENDING})`;

const selectTurns = prepare<PlaceValues & { pendingSince: string }>(
  () => sql`
    select
      ${IS_SHARED} as shared,
      (select count(*)::int from ${messages} m where ${SHOWN}) as messages,
      (
        select json_agg(
          json_build_object(
            'id', m.id, 'request_key', m.request_key, 'asked_at', m.asked_at, 'complete', m.complete, ${PAST_FIELDS}
          ) ${NEWEST_FIRST}
        )
        from (select * from ${messages} m where ${SHOWN} ${NEWEST_FIRST} limit ${MAX_MESSAGES}) m
      ) as newest,
      ${SCOPE_COLUMNS}
    from (select 1) one left join (
      select id from ${conversations} where ${IS_OPEN_CONVERSATION} limit 1
    ) conversation on true
  `,
);
