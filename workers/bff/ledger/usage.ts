/** One row of the ledger: a model call, or an answer that a cache saved from one. */
import { sql } from 'drizzle-orm';
import type { Database } from '../store/database.ts';
import { usageEvents, userSettings } from '../store/schema.ts';

export interface UsageEvent {
  /** Fixed before it is written, so that writing twice writes once. */
  id: string;
  /** Unix milliseconds when the request came. */
  startedAtMs: number;
  requestKey: string;
  userId: string | null;
  space: string | null;
  apiKeyId: number | null;
  model: string;
  provider: string | null;
  promptTokens: number;
  completionTokens: number;
  estimated: boolean;
  costMicroUsd: number;
  firstTokenMs: number | null;
  totalMs: number;
  outcome: string;
  fallback: boolean;
  cached: boolean;
}

/** A statement for a batch. */
export function recordUsage(db: Database, { startedAtMs, ...usage }: UsageEvent) {
  return db
    .insert(usageEvents)
    .values({ ...usage, ...nameUnlessErased(usage, startedAtMs) })
    .onConflictDoNothing();
}

/** The sums stay, but a person who has had everything erased since the request came is not named. */
function nameUnlessErased(
  { userId, requestKey }: Pick<UsageEvent, 'userId' | 'requestKey'>,
  startedAtMs: number,
) {
  if (userId === null) return {};
  const startedAt = sql`${new Date(startedAtMs).toISOString()}::timestamptz`;
  const isErased = sql`exists (
    select 1 from ${userSettings} where user_id = ${userId} and erased_at >= ${startedAt}
  )`;
  const unlessErased = (value: string) => sql`case when ${isErased} then null else ${value}::text end`;
  return { userId: unlessErased(userId), requestKey: unlessErased(requestKey) };
}
