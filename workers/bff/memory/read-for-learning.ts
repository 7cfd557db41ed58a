/** What learning reads: the person's own words of some turns, what is known already, what learning has used today. */
import { sql } from 'drizzle-orm';
import type { PlaceValues } from '../conversation/turn-sql.ts';
import { isCharged } from '../ledger/usage.ts';
import { SCOPES } from '../settings/read.ts';
import { type ReadScopes, type ScopeRow, toScopes } from '../settings/scopes.ts';
import type { Database } from '../store/database.ts';
import { conversations, messages } from '../store/schema/conversations.ts';
import { usageEvents } from '../store/schema/ledger.ts';
import { memoryFacts } from '../store/schema/memory.ts';
import { prepare } from '../store/statement.ts';
import type { KnownFact, SaidTurn } from './extraction.ts';
import { IS_AGREED, IS_LEARNED_FROM, IS_USED_HERE } from './memory-sql.ts';
import { ownWordsOf } from './own-words.ts';

/** Begins the last part of a request key in the ledger, by which learning is told from answering. */
export const LEARNED_KEY = 'memory-';

export interface ReadForLearning {
  /** Oldest first; empty where the person has not agreed, or has forgotten or reset what was said. */
  turns: SaidTurn[];
  known: KnownFact[];
  /** Tokens that learning has used for this person today (UTC). */
  usedTokens: number;
  settings: ReadScopes;
}

interface Row extends Record<string, unknown> {
  scopes: ScopeRow;
  turns: { request_key: string; asked_at: string; content: string }[] | null;
  known: KnownFact[] | null;
  used: number;
}

export async function readForLearning(
  db: Database,
  place: PlaceValues,
  requestKeys: readonly string[],
): Promise<ReadForLearning> {
  const { rows } = await db.execute<Row>(select({ ...place, requestKeys: JSON.stringify(requestKeys) }));
  const row = rows[0];
  const turns = (row?.turns ?? []).flatMap(({ request_key: requestKey, asked_at: askedAt, content }) => {
    const words = ownWordsOf(content);
    return words === '' ? [] : [{ requestKey, saidAtMs: Date.parse(askedAt), words }];
  });
  return {
    turns,
    known: row?.known ?? [],
    usedTokens: Number(row?.used ?? 0),
    settings: toScopes(row?.scopes ?? {}),
  };
}

const value = sql.placeholder;
const MAX_KNOWN = sql.raw('50');

const select = prepare<PlaceValues & { requestKeys: string }>(
  () => sql`
    select
      case when ${IS_AGREED} then (
        select json_agg(
          json_build_object('request_key', m.request_key, 'asked_at', m.asked_at, 'content', m.content)
          order by m.asked_at
        )
        from ${messages} m join ${conversations} c on c.id = m.conversation_id
        where m.request_key in (select jsonb_array_elements_text(${value('requestKeys')}::jsonb))
          and c.space = ${value('space')} and c.channel_id = ${value('channelId')} and ${IS_LEARNED_FROM}
      ) end as turns,
      (
        select json_agg(json_build_object('id', known.id::text, 'text', known.text))
        from (
          select f.id, f.text from ${memoryFacts} f where ${IS_USED_HERE} order by f.valid_from desc limit ${MAX_KNOWN}
        ) known
      ) as known,
      (
        select coalesce(sum(prompt_tokens + completion_tokens), 0)::int from ${usageEvents}
        where user_id = ${value('userId')} and request_key like ${`%:${LEARNED_KEY}%`} and ${isCharged}
          and created_at >= date_trunc('day', now() at time zone 'utc') at time zone 'utc'
      ) as used,
      ${SCOPES} as scopes
  `,
);
