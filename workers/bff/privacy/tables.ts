/**
 * What an erasure and the nightly cleaning do in each table. A table that is added to the list of stores gives a compiler
 * error here until it has its rules.
 */
import { type SQL, sql } from 'drizzle-orm';
import { type ErasedStore, STORES, type StoreName } from '../../../shared/privacy/stores.ts';
import { personSpace } from '../documents/space-names.ts';
import { markLost } from '../ledger/usage.ts';
import { conversations, messages } from '../store/schema/conversations.ts';
import { documentChunks, documents, documentTerms } from '../store/schema/documents.ts';
import { erasures, forgottenRequests } from '../store/schema/erasures.ts';
import { personPseudonyms, usageEvents, usageRollups } from '../store/schema/ledger.ts';
import { memoryChoices, memoryFacts } from '../store/schema/memory.ts';
import { moderationEvents } from '../store/schema/moderation.ts';
import { operatorAudit } from '../store/schema/operator.ts';
import { channelSettings, settingsAudit, userSettings } from '../store/schema/settings.ts';
import type { Person } from './person.ts';

export interface RetentionReport {
  messages: number;
  conversations: number;
  /** Rows of the ledger that no longer name a person. */
  usageEvents: number;
  moderationEvents: number;
  /** Documents that were never read. */
  documents: number;
  /** Calls of which nobody has told the end. */
  lostCalls: number;
  /** Marks of an erasure or of a forgotten request that no answer under way can need any more, and settings that say nothing. */
  erasures: number;
  /** Entries of who has changed which setting. */
  settingsAudit: number;
  /** Sums of people whom the ledger does not name any more, and their pseudonyms. */
  rollups: number;
  /** Entries of what operators have done. */
  operatorAudit: number;
  /** True when there is more to do than one run takes. */
  unfinished: boolean;
}

/** `nowMs`: by the clock that dates requests, which may be ahead of the database's. */
export interface Erasure extends Person {
  nowMs: number;
}

const ERASE: Record<ErasedStore<'Postgres'>, (who: Erasure) => SQL | null> = {
  conversations: ({ userId }) => sql`delete from ${conversations} where user_id = ${userId}`,
  // In their own conversations, with these; what they have asked in one of a channel goes with its answers.
  messages: ({ userId }) => sql`delete from ${messages} where speaker_id = ${userId}`,
  forgotten_requests: ({ userId }) => sql`delete from ${forgottenRequests} where user_id = ${userId}`,
  usage_events: ({ userId }) =>
    sql`update ${usageEvents} set user_id = null, request_key = null, rating = null where user_id = ${userId}`,
  usage_rollups: ({ userId }) =>
    sql`delete from ${usageRollups} where dimension = 'user' and name = ${userId}`,
  person_pseudonyms: ({ userId }) => sql`delete from ${personPseudonyms} where user_id = ${userId}`,
  moderation_events: ({ userId }) =>
    sql`update ${moderationEvents} set user_id = null, interaction_id = null where user_id = ${userId}`,
  // What is not the default is a choice, and has to outlive the erasure.
  user_settings: ({ userId }) => sql`
    with gone as (delete from ${userSettings} where user_id = ${userId} and remember)
    update ${userSettings} set settings = '{}', changed_in = '{}', version = version + 1
    where user_id = ${userId} and not remember`,
  memory_choices: ({ userId }) => sql`delete from ${memoryChoices} where user_id = ${userId}`,
  memory_facts: ({ userId }) => sql`delete from ${memoryFacts} where user_id = ${userId}`,
  settings_audit: ({ userId }) => sql`update ${settingsAudit} set actor = null where actor = ${userId}`,
  document_terms: ({ userId }) => sql`delete from ${documentTerms} where space = ${personSpace(userId)}`,
  document_chunks: ({ userId }) => sql`delete from ${documentChunks} where space = ${personSpace(userId)}`,
  documents: ({ userId }) => sql`
    with gone as (delete from ${documents} where space = ${personSpace(userId)})
    update ${documents} set added_by = null where added_by = ${userId} and space <> ${personSpace(userId)}`,
  erasures: ({ pseudonyms, nowMs }) => sql`
    insert into ${erasures} (pseudonym, erased_at)
    select pseudonym, greatest(now(), ${new Date(nowMs).toISOString()}::timestamptz)
    from jsonb_array_elements_text(${JSON.stringify(pseudonyms)}::jsonb) pseudonym
    on conflict (pseudonym) do update set erased_at = excluded.erased_at`,
};

/** In the order of the list: conversations are locked first, as they are when a turn is stored. */
export function erasureStatements(who: Erasure): SQL[] {
  return STORES.flatMap((store) => {
    if (store.in !== 'Postgres' || store.foundBy === null) return [];
    const statement = ERASE[store.name](who);
    return statement === null ? [] : [statement];
  });
}

type Counted = Exclude<keyof RetentionReport, 'unfinished'>;

interface Cleaning {
  counts: Counted;
  /** Changes at most `limit` rows. */
  statement: (cutoff: SQL, limit: number) => SQL;
}

/** No answer takes an hour. */
const HOUR_AGO = sql`now() - interval '1 hour'`;

const CLEAN: Record<StoreName<'Postgres'>, readonly Cleaning[]> = {
  messages: [
    {
      counts: 'messages',
      // A question that has lost its answer is shown to no model any more.
      statement: (cutoff, limit) => sql`
        delete from ${messages} where id in (
          select id from ${messages}
          where created_at < ${cutoff} or (role = 'user' and not complete and created_at < ${HOUR_AGO})
          limit ${limit}
        )`,
    },
  ],
  conversations: [
    {
      counts: 'conversations',
      statement: (cutoff, limit) => sql`
        delete from ${conversations} where id in (
          select c.id from ${conversations} c
          where coalesce(c.ended_at, c.started_at) < ${cutoff}
            and not exists (select 1 from ${messages} m where m.conversation_id = c.id)
          limit ${limit}
        )`,
    },
  ],
  usage_events: [
    {
      counts: 'usageEvents',
      statement: (cutoff, limit) => sql`
        update ${usageEvents} set user_id = null, request_key = null where id in (
          select id from ${usageEvents}
          where created_at < ${cutoff} and (user_id is not null or request_key is not null) limit ${limit}
        )`,
    },
    { counts: 'lostCalls', statement: (_, limit) => markLost(limit) },
  ],
  usage_rollups: [
    {
      counts: 'rollups',
      // A sum that was made while somebody had everything erased names them: within days the ledger is asked again.
      statement: (cutoff, limit) => sql`
        delete from ${usageRollups} where (dimension, start, name) in (
          select dimension, start, name from ${usageRollups} r
          where dimension = 'user' and (
            start < ${cutoff} - interval '1 day'
            or (start > now() - interval '4 days' and not exists (
              select 1 from ${usageEvents} e
              where e.user_id = r.name and e.created_at >= r.start and e.created_at < r.start + interval '1 day'
            ))
          )
          limit ${limit}
        )`,
    },
  ],
  person_pseudonyms: [
    {
      counts: 'rollups',
      statement: (_, limit) => sql`
        delete from ${personPseudonyms} where pseudonym in (
          select pseudonym from ${personPseudonyms} p
          where not exists (select 1 from ${usageRollups} r where r.dimension = 'user' and r.name = p.user_id)
          limit ${limit}
        )`,
    },
  ],
  usage_totals: [],
  jobs: [],
  operator_settings: [],
  operator_audit: [
    {
      counts: 'operatorAudit',
      statement: (_, limit) => sql`
        delete from ${operatorAudit} where id in (
          select id from ${operatorAudit} where at < now() - interval '400 days' limit ${limit}
        )`,
    },
  ],
  moderation_events: [
    {
      counts: 'moderationEvents',
      statement: (cutoff, limit) => sql`
        delete from ${moderationEvents} where id in (
          select id from ${moderationEvents} where created_at < ${cutoff} limit ${limit}
        )`,
    },
  ],
  forgotten_requests: [
    {
      counts: 'erasures',
      statement: (_, limit) => sql`
        delete from ${forgottenRequests} where request_key in (
          select request_key from ${forgottenRequests} where forgotten_at < ${HOUR_AGO} limit ${limit}
        )`,
    },
  ],
  user_settings: [
    {
      counts: 'erasures',
      // A row that holds nothing but the default only tells that this person was here.
      statement: (_, limit) => sql`
        delete from ${userSettings} where user_id in (
          select user_id from ${userSettings}
          where remember and settings = '{}' and updated_at < ${HOUR_AGO} limit ${limit}
        )`,
    },
  ],
  erasures: [
    {
      counts: 'erasures',
      statement: (_, limit) => sql`
        delete from ${erasures} where pseudonym in (
          select pseudonym from ${erasures} where erased_at < ${HOUR_AGO} limit ${limit}
        )`,
    },
  ],
  settings_audit: [
    {
      counts: 'settingsAudit',
      statement: (cutoff, limit) => sql`
        delete from ${settingsAudit} where id in (
          select id from ${settingsAudit} where at < ${cutoff} limit ${limit}
        )`,
    },
  ],
  memory_choices: [],
  memory_facts: [],
  guild_settings: [],
  channel_settings: [
    {
      counts: 'erasures',
      // Which version has emptied it is of no use any more to two who change it at the same time.
      statement: (_, limit) => sql`
        delete from ${channelSettings} where (guild_id, channel_id) in (
          select guild_id, channel_id from ${channelSettings}
          where settings = '{}' and updated_at < ${HOUR_AGO} limit ${limit}
        )`,
    },
  ],
  personas: [],
  document_terms: [],
  reference_vectors: [],
  document_chunks: [],
  documents: [
    {
      counts: 'documents',
      statement: (_, limit) => sql`
        delete from ${documents} where id in (
          select id from ${documents} where version = 0 and updated_at < now() - interval '1 day' limit ${limit}
        )`,
    },
  ],
  api_keys: [],
};

/** In this order: a conversation is empty only after its messages have gone. */
export const CLEANINGS: readonly Cleaning[] = [
  ...CLEAN.messages,
  ...STORES.flatMap((store) =>
    store.in === 'Postgres' && store.name !== 'messages' ? CLEAN[store.name] : [],
  ),
];
