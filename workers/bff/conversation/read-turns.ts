/** Reads the conversation of a place as the next question would find it, for its person to see. */
import { sql } from 'drizzle-orm';
import type { Caller } from '../../../shared/contract/caller.ts';
import { SCOPES } from '../settings/read.ts';
import { type ReadScopes, type ScopeRow, toScopes } from '../settings/scopes.ts';
import type { Database } from '../store/database.ts';
import { conversations, messages } from '../store/schema/conversations.ts';
import { prepare } from '../store/statement.ts';
import type { PastMessage } from './history.ts';
import type { ListedMessage } from './listed-turns.ts';
import { IS_PENDING, IS_SETTLED, MAX_MESSAGES, pendingSince } from './past-sql.ts';
import { IS_OPEN_CONVERSATION, IS_SHARED, type PlaceValues, placeValues } from './turn-sql.ts';

export interface ReadTurns {
  isShared: boolean;
  newestFirst: ListedMessage[];
  /** Messages that are too old to be read for a question. */
  olderMessages: number;
  settings: ReadScopes;
}

interface Row extends Record<string, unknown> {
  scopes: ScopeRow;
  shared: boolean;
  messages: number;
  newest: (Omit<ListedMessage, keyof PastMessage> & { message: PastMessage })[] | null;
}

export async function readTurns(db: Database, caller: Caller, nowMs: number): Promise<ReadTurns> {
  const { rows } = await db.execute<Row>(
    selectTurns({ ...placeValues({ caller }), pendingSince: pendingSince(nowMs) }),
  );
  const [row] = rows;
  const newestFirst = (row?.newest ?? []).map(({ message, ...listed }) => ({ ...listed, ...message }));
  return {
    isShared: row?.shared === true,
    newestFirst,
    olderMessages: Number(row?.messages ?? 0) - newestFirst.length,
    settings: toScopes(row?.scopes ?? {}),
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
            'id', found.id, 'request_key', found.request_key, 'asked_at', found.asked_at, 'complete', found.complete,
            'message', found.message
          )
          order by found.asked_at desc, found.request_key desc, found.ordinal desc
        )
        from (
          select m.id, m.request_key, m.asked_at, m.ordinal, m.complete, past_message(m) as message
          from ${messages} m where ${SHOWN}
          order by m.asked_at desc, m.request_key desc, m.ordinal desc limit ${MAX_MESSAGES}
        ) found
      ) as newest,
      ${SCOPES} as scopes
    from (select 1) one left join (
      select id from ${conversations} where ${IS_OPEN_CONVERSATION} limit 1
    ) conversation on true
  `,
);
