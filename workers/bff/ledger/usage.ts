/**
 * One row of the ledger: a model call, or an answer that a cache saved from one.
 *
 * The row of a call is there before it is made (a person's) or while it is made (an API client's), as `running` and with what
 * was reserved; its end completes it, whichever of the two is written first. A row
 * that stays `running` for longer than any answer takes is of a call whose Worker died: it is `lost`, and counts as it stands.
 */
import { inArray, type SQL, sql } from 'drizzle-orm';
import { MAX_ANSWER_MS } from '../../../shared/limits.ts';
import type { Database } from '../store/database.ts';
import { erasures, usageEvents } from '../store/schema.ts';

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
  };
}

/**
 * A statement for a batch. Completes the row of a call that was under way, and changes no other; whose it is, an erasure
 * may have settled meanwhile.
 */
export function recordUsage(db: Database, { startedAtMs, pseudonym, ...usage }: UsageEvent) {
  return db
    .insert(usageEvents)
    .values({ ...usage, ...nameUnlessErased(usage, pseudonym, startedAtMs) })
    .onConflictDoUpdate({
      target: usageEvents.id,
      set: {
        model: sql`excluded.model`,
        provider: sql`excluded.provider`,
        promptTokens: sql`excluded.prompt_tokens`,
        cachedTokens: sql`excluded.cached_tokens`,
        completionTokens: sql`excluded.completion_tokens`,
        estimated: sql`excluded.estimated`,
        costMicroUsd: sql`excluded.cost_micro_usd`,
        firstTokenMs: sql`excluded.first_token_ms`,
        totalMs: sql`excluded.total_ms`,
        outcome: sql`excluded.outcome`,
        fallback: sql`excluded.fallback`,
        cached: sql`excluded.cached`,
      },
      setWhere: inArray(usageEvents.outcome, [RUNNING, LOST]),
    });
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

/** The sums stay, but a person who has had everything erased since the request came is not named. */
function nameUnlessErased(
  { userId, requestKey }: Pick<UsageEvent, 'userId' | 'requestKey'>,
  pseudonym: string | null,
  startedAtMs: number,
) {
  if (userId === null || pseudonym === null) return {};
  const startedAt = sql`${new Date(startedAtMs).toISOString()}::timestamptz`;
  const isErased = sql`exists (
    select 1 from ${erasures} where pseudonym = ${pseudonym} and erased_at >= ${startedAt}
  )`;
  const unlessErased = (value: string) => sql`case when ${isErased} then null else ${value}::text end`;
  return { userId: unlessErased(userId), requestKey: unlessErased(requestKey) };
}
