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
import { erasures } from '../store/schema/erasures.ts';
import { usageEvents } from '../store/schema/ledger.ts';
import { prepare } from '../store/statement.ts';

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
 * may have settled meanwhile.
 */
export function recordUsage(db: Database, { startedAtMs, ...usage }: UsageEvent) {
  return db.execute(insertUsage({ ...usage, startedAt: new Date(startedAtMs).toISOString() }));
}

/** The sums stay, but a person who has had everything erased since the request came is not named. */
const insertUsage = prepare<Omit<UsageEvent, 'startedAtMs'> & { startedAt: string }>(() => {
  const value = sql.placeholder;
  const isErased = sql`exists (
    select 1 from ${erasures} where pseudonym = ${value('pseudonym')} and erased_at >= ${value('startedAt')}::timestamptz
  )`;
  const unlessErased = (name: keyof UsageEvent) =>
    sql`case when ${isErased} then null else ${value(name)}::text end`;
  return sql`
    insert into ${usageEvents} (
      id, user_id, request_key, space, api_key_id, model, provider, prompt_tokens, cached_tokens, completion_tokens,
      estimated, cost_micro_usd, first_token_ms, total_ms, outcome, fallback, cached,
      judge_calls
    ) values (
      ${value('id')}, ${unlessErased('userId')}, ${unlessErased('requestKey')}, ${value('space')}, ${value('apiKeyId')},
      ${value('model')}, ${value('provider')}, ${value('promptTokens')}, ${value('cachedTokens')},
      ${value('completionTokens')}, ${value('estimated')}, ${value('costMicroUsd')}, ${value('firstTokenMs')},
      ${value('totalMs')}, ${value('outcome')}, ${value('fallback')}, ${value('cached')},
      ${value('judgeCalls')}
    )
    on conflict (id) do update set
      model = excluded.model, provider = excluded.provider, prompt_tokens = excluded.prompt_tokens,
      cached_tokens = excluded.cached_tokens, completion_tokens = excluded.completion_tokens,
      estimated = excluded.estimated, cost_micro_usd = excluded.cost_micro_usd,
      first_token_ms = excluded.first_token_ms, total_ms = excluded.total_ms, outcome = excluded.outcome,
      fallback = excluded.fallback, cached = excluded.cached, judge_calls = excluded.judge_calls
    where ${usageEvents.outcome} in (${RUNNING}, ${LOST})
  `;
});

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
