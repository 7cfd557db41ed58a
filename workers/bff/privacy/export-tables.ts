/** What a person's file holds of each table. The compiler demands a reading of every table that the list says is exported. */
import { type SQL, sql } from 'drizzle-orm';
import type { PrivacyExport } from '../../../shared/contract/privacy.ts';
import { type ExportedStore, STORES } from '../../../shared/privacy/stores.ts';
import { readSettings } from '../../../shared/settings/parse.ts';
import { personSpace } from '../documents/space-names.ts';
import { isCharged } from '../ledger/usage.ts';
import type { Database } from '../store/database.ts';
import { conversations, messages } from '../store/schema/conversations.ts';
import { documentChunks, documents } from '../store/schema/documents.ts';
import { forgottenRequests } from '../store/schema/erasures.ts';
import { usageEvents } from '../store/schema/ledger.ts';
import { memoryChoices, memoryFacts } from '../store/schema/memory.ts';
import { moderationEvents } from '../store/schema/moderation.ts';
import { settingsAudit, userSettings } from '../store/schema/settings.ts';

/** Discord takes files of 10 MiB; this many messages of usual length stay below. */
const MAX_EXPORTED_ROWS = 5_000;
/** One more tells that there are more. */
const LIMIT = MAX_EXPORTED_ROWS + 1;

type Table = ExportedStore<'Postgres'>;

/** The newest rows first. */
const READ: Record<Table, (userId: string) => SQL> = {
  conversations: (userId) => sql`
    select id, space, channel_id, started_at, ended_at from ${conversations}
    where user_id = ${userId}
      or id in (select conversation_id from ${messages} where speaker_id = ${userId})
    order by started_at desc limit ${LIMIT}`,
  messages: (userId) => sql`
    select m.conversation_id, c.space, c.channel_id, m.role, m.content, m.parts, m.tool_calls, m.attachments,
      m.created_at
    from ${messages} m join ${conversations} c on c.id = m.conversation_id
    where c.user_id = ${userId} or m.speaker_id = ${userId}
    order by m.asked_at desc, m.request_key desc, m.ordinal desc limit ${LIMIT}`,
  forgotten_requests: (userId) => sql`
    select request_key, forgotten_at from ${forgottenRequests}
    where user_id = ${userId} order by forgotten_at desc limit ${LIMIT}`,
  usage_events: (userId) => sql`
    select model, provider, prompt_tokens, cached_tokens, completion_tokens, cost_micro_usd, outcome, judge_calls, rating, created_at
    from ${usageEvents}
    where user_id = ${userId} and ${isCharged} order by created_at desc limit ${LIMIT}`,
  documents: (userId) => sql`
    select space, name, source, url, state, pages, size_bytes, created_at from ${documents}
    where space = ${personSpace(userId)} or added_by = ${userId} order by created_at desc limit ${LIMIT}`,
  document_chunks: (userId) => sql`
    select d.name as document, c.ordinal, c.heading, c.page, c.text
    from ${documentChunks} c join ${documents} d on d.id = c.document_id and d.version = c.version
    where c.space = ${personSpace(userId)} order by d.name desc, c.ordinal desc limit ${LIMIT}`,
  moderation_events: (userId) => sql`
    select guild_id, channel_id, side, action, flagged, created_at from ${moderationEvents}
    where user_id = ${userId} order by created_at desc limit ${LIMIT}`,
  user_settings: (userId) => sql`
    select remember, settings from ${userSettings} where user_id = ${userId}`,
  memory_choices: (userId) => sql`
    select space, channel_id, state, at from ${memoryChoices} where user_id = ${userId} limit ${LIMIT}`,
  memory_facts: (userId) => sql`
    select space, text, origin, message_id, valid_from, earlier, uses from ${memoryFacts}
    where user_id = ${userId} order by valid_from desc, id desc limit ${LIMIT}`,
  settings_audit: (userId) => sql`
    select guild_id, scope, target, field, before, after, at from ${settingsAudit}
    where actor = ${userId} order by id desc limit ${LIMIT}`,
};

type Exported = Omit<PrivacyExport, 'answers' | 'transcripts' | 'unreadable' | 'deliveries'>;

/** One statement, so that all of it is of one moment. */
export async function exportTables(db: Database, userId: string, nowMs: number): Promise<Exported> {
  const columns = STORES.flatMap((store) =>
    store.in === 'Postgres' && store.exported
      ? [
          // Without the columns that are null in a row: most messages are plain text.
          sql`(select json_agg(json_strip_nulls(row_to_json(part))) from (${READ[store.name](userId)}) part)
            as ${sql.identifier(store.name)}`,
        ]
      : [],
  );
  const { rows } = await db.execute<Record<Table, unknown[] | null>>(
    sql`select ${sql.join(columns, sql`, `)}`,
  );
  const read = (table: Table) => rows[0]?.[table] ?? [];
  const inOrder = <Row>(table: Table) => read(table).slice(0, MAX_EXPORTED_ROWS).reverse() as Row[];
  const tables: Table[] = [
    'conversations',
    'messages',
    'forgotten_requests',
    'usage_events',
    'settings_audit',
    'moderation_events',
    'documents',
    'document_chunks',
    'memory_choices',
    'memory_facts',
  ];
  const [settings] = read('user_settings') as { remember: boolean; settings: unknown }[];
  return {
    exported_at: new Date(nowMs).toISOString(),
    user_id: userId,
    remember: settings?.remember !== false,
    settings: readSettings('person', settings?.settings),
    truncated: tables.some((table) => read(table).length > MAX_EXPORTED_ROWS),
    conversations: inOrder('conversations'),
    messages: inOrder('messages'),
    forgotten_requests: inOrder('forgotten_requests'),
    usage: inOrder('usage_events'),
    settings_changes: inOrder('settings_audit'),
    moderation: inOrder('moderation_events'),
    documents: inOrder('documents'),
    document_passages: inOrder('document_chunks'),
    memory_choices: inOrder('memory_choices'),
    memory: inOrder('memory_facts'),
  };
}
