/**
 * One row of the ledger: a model call, or an answer that a cache saved from one.
 *
 * The row of a call is there before it is made (a person's) or while it is made (an API client's), as `running` and with what
 * was reserved; its end completes it, whichever of the two is written first. A row
 * that stays `running` for longer than any answer takes is of a call whose Worker died: it is `lost`, and counts as it stands.
 */
import { type SQL, sql } from 'drizzle-orm';
import { MAX_ANSWER_MS } from '../../../shared/limits.ts';
import type { Database } from '../store/database.ts';
import { usageEvents } from '../store/schema/ledger.ts';
import { prepare } from '../store/statement.ts';
import { toStorableJson } from '../store/storable-text.ts';

export interface UsageEvent {
  /** Fixed before it is written, so that writing twice writes once. */
  id: string;
  /** Unix milliseconds when the request came. */
  startedAtMs: number;
  requestKey: string;
  userId: string | null;
  /** The person's, under which an erasure is marked; not stored. Null where `userId` is. */
  pseudonym: string | null;
  space: string | null;
  apiKeyId: number | null;
  model: string;
  provider: string | null;
  promptTokens: number;
  /** Those of the prompt that the provider had in its cache. */
  cachedTokens: number;
  completionTokens: number;
  estimated: boolean;
  costMicroUsd: number;
  firstTokenMs: number | null;
  totalMs: number;
  outcome: string;
  fallback: boolean;
  cached: boolean;
  /** Of moderation, for the whole answer: in the row of its first call. */
  judgeCalls: number;
}

const RUNNING = 'running';
const LOST = 'lost';

/** A call that runs for longer has lost its Worker. */
const MAX_RUNNING_MS = MAX_ANSWER_MS + 30_000;

/** A call that is about to be made, by what is reserved for it. */
export function runningUsage(
  call: Pick<
    UsageEvent,
    | 'id'
    | 'startedAtMs'
    | 'requestKey'
    | 'userId'
    | 'pseudonym'
    | 'space'
    | 'model'
    | 'promptTokens'
    | 'completionTokens'
  > & { apiKeyId?: number | null; costMicroUsd: number },
): UsageEvent {
  return {
    apiKeyId: null,
    ...call,
    provider: null,
    cachedTokens: 0,
    estimated: true,
    firstTokenMs: null,
    totalMs: 0,
    outcome: RUNNING,
    fallback: false,
    cached: false,
    judgeCalls: 0,
  };
}

/**
 * A statement for a batch. Completes the row of a call that was under way, and changes no other; whose it is, an erasure
 * may have settled meanwhile: the sums stay, but a person who has had everything erased since the request came is not named.
 */
export function recordUsage(db: Database, usage: UsageEvent) {
  const { pseudonym, startedAtMs } = usage;
  const startedAt = new Date(startedAtMs).toISOString();
  return db.execute(callRecordUsage({ usage: toStorableJson(usageRow(usage)), pseudonym, startedAt }));
}

const callRecordUsage = prepare<{ usage: string; pseudonym: string | null; startedAt: string }>(() => {
  const value = sql.placeholder;
  return sql`select record_usage(${value('usage')}::jsonb, ${value('pseudonym')}, ${value('startedAt')}::timestamptz)`;
});

/** As the database's functions `record_usage` and `open_turn` take it. */
export function usageRow(usage: UsageEvent) {
  return {
    id: usage.id,
    user_id: usage.userId,
    request_key: usage.requestKey,
    space: usage.space,
    api_key_id: usage.apiKeyId,
    model: usage.model,
    provider: usage.provider,
    prompt_tokens: usage.promptTokens,
    cached_tokens: usage.cachedTokens,
    completion_tokens: usage.completionTokens,
    estimated: usage.estimated,
    cost_micro_usd: usage.costMicroUsd,
    first_token_ms: usage.firstTokenMs,
    total_ms: usage.totalMs,
    outcome: usage.outcome,
    fallback: usage.fallback,
    cached: usage.cached,
    judge_calls: usage.judgeCalls,
  };
}

/** There was no call. */
export function dropRunningUsage(id: string): SQL {
  return sql`delete from ${usageEvents} where id = ${id}::uuid and outcome = ${RUNNING}`;
}

const isOverdue = sql`created_at < now() - make_interval(secs => ${MAX_RUNNING_MS / 1000}::int)`;

/** Rows of calls that have ended, or were lost. */
export const isCharged = sql`(outcome <> ${RUNNING} or ${isOverdue})`;

/** Names what was lost within the last week, at most `limit` rows. */
export function markLost(limit: number): SQL {
  return sql`
    update ${usageEvents} set outcome = ${LOST} where id in (
      select id from ${usageEvents}
      where outcome = ${RUNNING} and created_at > now() - interval '7 days' and ${isOverdue} limit ${limit}
    )`;
}
