/** What model calls have used and cost. */
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import { createdAt } from './columns.ts';

/** The ledger: one row a model call (or an answer that a cache saved from one). Whose it was goes when the person is erased. */
export const usageEvents = pgTable(
  'usage_events',
  {
    /** Made before the call, so that writing twice writes once. */
    id: uuid('id').primaryKey(),
    requestKey: text('request_key'),
    /** Null for API clients, and after an erasure. */
    userId: text('user_id'),
    /** `dm`, a guild's id, or null for API clients. */
    space: text('space'),
    apiKeyId: integer('api_key_id'),
    model: text('model').notNull(),
    /** Its host; null when none answered. Of a cached answer, the one that gave it. */
    provider: text('provider'),
    promptTokens: integer('prompt_tokens').notNull(),
    /** Those of the prompt that the provider had in its cache: they cost less. */
    cachedTokens: integer('cached_tokens').notNull().default(0),
    completionTokens: integer('completion_tokens').notNull(),
    /** True when the provider did not say (the call was cut off) and the tokens are our estimate. */
    estimated: boolean('estimated').notNull(),
    costMicroUsd: bigint('cost_micro_usd', { mode: 'number' }).notNull(),
    /** Milliseconds from the call to its first text; null when there was none. */
    firstTokenMs: integer('first_token_ms'),
    totalMs: integer('total_ms').notNull(),
    /** `ok`, `client_gone`, or the error's code; `running` until the call has ended, `lost` if it never did. */
    outcome: text('outcome').notNull(),
    fallback: boolean('fallback').notNull(),
    cached: boolean('cached').notNull(),
    /** Calls of the judge for the answer, in the row of its first call. They are in no budget and no sum of calls. */
    judgeCalls: integer('judge_calls').notNull().default(0),
    /** How its person finds the answer: 1 or -1; null when they have not said. Goes when the person is erased. */
    rating: smallint('rating'),
    createdAt: createdAt(),
  },
  (table) => [
    index('usage_by_user').on(table.userId, table.createdAt),
    index('usage_by_space').on(table.space, table.createdAt),
    index('usage_by_age').on(table.createdAt),
    index('usage_by_api_key').on(table.apiKeyId, table.createdAt).where(sql`${table.apiKeyId} is not null`),
    // Of the few that failed: a rare error is found without reading what went well.
    index('usage_by_error')
      .on(table.outcome, table.createdAt)
      .where(sql`${table.outcome} not in ('ok', 'client_gone', 'running')`),
  ],
);

/**
 * The ledger, summed: one row an hour (a day for servers and people) for each name of each dimension. What is not summed yet is
 * read from the ledger itself (ledger/figures.ts).
 */
export const usageRollups = pgTable(
  'usage_rollups',
  {
    dimension: text('dimension', { enum: ['all', 'model', 'provider', 'guild', 'user', 'key'] }).notNull(),
    /** Empty for `all`. */
    name: text('name').notNull(),
    /** The hour's or the day's beginning, in UTC. */
    start: timestamp('start', { withTimezone: true, mode: 'string' }).notNull(),
    calls: integer('calls').notNull(),
    errors: integer('errors').notNull(),
    fallbacks: integer('fallbacks').notNull(),
    /** Answers that a cache saved a call for. */
    cached: integer('cached').notNull(),
    promptTokens: bigint('prompt_tokens', { mode: 'number' }).notNull(),
    cachedTokens: bigint('cached_tokens', { mode: 'number' }).notNull(),
    completionTokens: bigint('completion_tokens', { mode: 'number' }).notNull(),
    costMicroUsd: bigint('cost_micro_usd', { mode: 'number' }).notNull(),
    /** How many first texts took so long, by the bounds of shared/metrics/latency.ts. */
    firstToken: integer('first_token').array().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.dimension, table.start, table.name] }),
    // Who has spent most of many, read from the index alone.
    index('usage_rollups_spent').on(
      table.dimension,
      table.start,
      table.name,
      table.calls,
      table.costMicroUsd,
    ),
    // All of one name; all names of a dimension.
    index('usage_rollups_by_name').on(table.dimension, table.name, table.start),
  ],
);

/** The hours' sums added up since the beginning, for counters that never go down: reading them does not grow with the years. */
export const usageTotals = pgTable(
  'usage_totals',
  {
    dimension: text('dimension', { enum: ['all', 'model', 'provider', 'key'] }).notNull(),
    name: text('name').notNull(),
    calls: bigint('calls', { mode: 'number' }).notNull(),
    errors: bigint('errors', { mode: 'number' }).notNull(),
    fallbacks: bigint('fallbacks', { mode: 'number' }).notNull(),
    cached: bigint('cached', { mode: 'number' }).notNull(),
    promptTokens: bigint('prompt_tokens', { mode: 'number' }).notNull(),
    cachedTokens: bigint('cached_tokens', { mode: 'number' }).notNull(),
    completionTokens: bigint('completion_tokens', { mode: 'number' }).notNull(),
    costMicroUsd: bigint('cost_micro_usd', { mode: 'number' }).notNull(),
    firstToken: bigint('first_token', { mode: 'number' }).array().notNull(),
  },
  (table) => [primaryKey({ columns: [table.dimension, table.name] })],
);

/** Whom a pseudonym of the log stands for, so that it is looked up and not searched for. Those under older secrets stay as well. */
export const personPseudonyms = pgTable(
  'person_pseudonyms',
  {
    pseudonym: text('pseudonym').primaryKey(),
    userId: text('user_id').notNull(),
  },
  (table) => [index('person_pseudonyms_by_user').on(table.userId)],
);

/** How far work of every hour or night has come. */
export const jobs = pgTable('jobs', {
  /**
   * `rollup`: the ledger is summed up to `at`. `totals`: the sums are added up to `at`. `cleaning`: when it was last done.
   * `pseudonyms:…`: everyone named in sums up to `at` has a pseudonym under the secret that has this one for nobody.
   */
  name: text('name').primaryKey(),
  at: timestamp('at', { withTimezone: true, mode: 'string' }).notNull(),
});
