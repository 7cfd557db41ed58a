/**
 * An API key's own budgets by the ledger, for when Redis is out. Calls under way count too, by what was reserved for them:
 * nothing else holds a budget then.
 */
import { sql } from 'drizzle-orm';
import { type Account, apiKeyIdOf, hasOwnBudget } from '../limits/account.ts';
import type { BudgetLine, GuardScope } from '../limits/budget-lines.ts';
import type { Charge } from '../limits/guard-store.ts';
import type { Database } from '../store/database.ts';
import { usageEvents } from '../store/schema/ledger.ts';

/** The first that `reserve` would go beyond; null for none, and for an account without budgets of its own. */
export async function findExhaustedKeyBudget(
  open: () => Database,
  account: Account,
  lines: readonly BudgetLine[],
  reserve: Charge,
): Promise<GuardScope | null> {
  const keyId = apiKeyIdOf(account);
  if (keyId === null || !hasOwnBudget(account)) return null;
  const today = sql`created_at >= date_trunc('day', now() at time zone 'utc') at time zone 'utc'`;
  const { rows } = await open().execute<Record<string, string | null>>(sql`
    select
      sum(prompt_tokens + completion_tokens) as month_tokens,
      sum(cost_micro_usd) as month_cost,
      sum(prompt_tokens + completion_tokens) filter (where ${today}) as day_tokens,
      sum(cost_micro_usd) filter (where ${today}) as day_cost
    from ${usageEvents}
    where api_key_id = ${keyId}::int
      and created_at >= date_trunc('month', now() at time zone 'utc') at time zone 'utc'
  `);
  const row = rows[0] ?? {};
  const used: Partial<Record<GuardScope, Charge>> = {
    month: { tokens: Number(row.month_tokens ?? 0), microUsd: Number(row.month_cost ?? 0) },
    user: { tokens: Number(row.day_tokens ?? 0), microUsd: Number(row.day_cost ?? 0) },
  };
  return lines.find(({ scope, bound }) => isBeyond(used[scope], bound, reserve))?.scope ?? null;
}

function isBeyond(used: Charge | undefined, bound: Charge, reserve: Charge): boolean {
  if (used === undefined) return false;
  return (
    (bound.tokens > 0 && used.tokens + reserve.tokens > bound.tokens) ||
    (bound.microUsd > 0 && used.microUsd + reserve.microUsd > bound.microUsd)
  );
}
