/** What the database holds about one person: counted, chosen, erased. */
import { type SQL, sql } from 'drizzle-orm';
import type { PrivacySummary } from '../../../shared/contract/privacy.ts';
import { personSpace } from '../documents/space-names.ts';
import { isCharged } from '../ledger/usage.ts';
import type { Database } from '../store/database.ts';
import { lockPerson } from '../store/person-lock.ts';
import { conversations, messages } from '../store/schema/conversations.ts';
import { documents } from '../store/schema/documents.ts';
import { usageEvents } from '../store/schema/ledger.ts';
import { memoryFacts } from '../store/schema/memory.ts';
import { userSettings } from '../store/schema/settings.ts';
import { type Erasure, erasureStatements } from './tables.ts';

/** The bot answers within Discord's three seconds. */
export const PRIVACY_DEADLINE_MS = 2_000;

/** What went. `requests`: the keys of the requests of the last minutes, whose deliveries may still hold something. */
export interface ErasedRows {
  conversations: number;
  messages: number;
  requests: string[];
  /** Documents of the person's own that were being read. */
  readings: string[];
}

/** Of messages `m` in conversations `c`: in one of the person's own, or of their turns in one of a channel. */
function isOf(userId: string): SQL {
  return sql`(c.user_id = ${userId} or m.speaker_id = ${userId})`;
}

type Summary = Omit<PrivacySummary, 'retention_days'>;

export async function summarise(db: Database, userId: string): Promise<Summary> {
  const { rows } = await db.execute<Record<keyof Summary, unknown>>(sql`
    select
      (select count(*)::int from ${conversations} where user_id = ${userId})
        + count(distinct m.conversation_id) filter (where m.speaker_id is not null)::int as conversations,
      count(m.id)::int as messages,
      to_json(min(m.created_at)) #>> '{}' as oldest_message_at,
      (select count(*)::int from ${usageEvents} where user_id = ${userId} and ${isCharged}) as usage_events,
      (select count(*)::int from ${memoryFacts} where user_id = ${userId}) as facts,
      coalesce((select remember from ${userSettings} where user_id = ${userId}), true) as remember
    from ${messages} m join ${conversations} c on c.id = m.conversation_id
    where ${isOf(userId)}
  `);
  const row = rows[0];
  return {
    conversations: Number(row?.conversations ?? 0),
    messages: Number(row?.messages ?? 0),
    oldest_message_at: typeof row?.oldest_message_at === 'string' ? row.oldest_message_at : null,
    usage_events: Number(row?.usage_events ?? 0),
    facts: Number(row?.facts ?? 0),
    remember: row?.remember !== false,
  };
}

/**
 * In one transaction: what was said is deleted, the ledger keeps its sums and forgets whose they were. The lock lets what is
 * being written about this person end first, and makes what comes later see the mark of the erasure.
 */
export async function eraseAll(db: Database, who: Erasure): Promise<ErasedRows> {
  const [, counted, asked, reading] = await db.batch([
    db.execute(lockPerson(who, 'alone')),
    db.execute<{ conversations: number; messages: number }>(sql`
      select count(distinct c.id)::int as conversations, count(m.id)::int as messages
      from ${conversations} c left join ${messages} m on m.conversation_id = c.id
      where ${isOf(who.userId)}
    `),
    db.execute<{ request_key: string }>(sql`
      select request_key from ${usageEvents}
      where user_id = ${who.userId} and created_at > now() - interval '16 minutes' and request_key is not null
    `),
    db.execute<{ id: string }>(sql`
      select id from ${documents} where space = ${personSpace(who.userId)} and state = 'reading'
    `),
    ...erasureStatements(who).map((statement) => db.execute(statement)),
  ]);
  const row = counted.rows[0];
  return {
    conversations: row?.conversations ?? 0,
    messages: row?.messages ?? 0,
    requests: asked.rows.map(({ request_key: key }) => key),
    readings: reading.rows.map(({ id }) => id),
  };
}

export async function setRemember(db: Database, userId: string, remember: boolean): Promise<void> {
  await db
    .insert(userSettings)
    .values({ userId, remember })
    .onConflictDoUpdate({ target: userSettings.userId, set: { remember, updatedAt: sql`now()` } });
}
