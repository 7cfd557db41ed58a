/** Sums over the ledger, by the day in UTC. A call under way counts when it has ended. */
import { sql } from 'drizzle-orm';
import type { Budget, BudgetScope } from '../../../shared/contract/cost-limits.ts';
import { type Account, apiKeyIdOf } from '../limits/account.ts';
import type { Database } from '../store/database.ts';
import { usageEvents } from '../store/schema/ledger.ts';
import { isCharged } from './usage.ts';

export interface DayUse {
  calls: number;
  totalTokens: number;
  costMicroUsd: number;
}

export async function sumToday(db: Database, userId: string): Promise<DayUse> {
  const { rows } = await db.execute<{ calls: string; tokens: string; cost: string }>(sql`
    select count(*) as calls,
      coalesce(sum(prompt_tokens + completion_tokens), 0) as tokens,
      coalesce(sum(cost_micro_usd), 0) as cost
    from ${usageEvents}
    where user_id = ${userId} and ${isCharged}
      and created_at >= date_trunc('day', now() at time zone 'utc') at time zone 'utc'
  `);
  const row = rows[0];
  return {
    calls: Number(row?.calls ?? 0),
    totalTokens: Number(row?.tokens ?? 0),
    costMicroUsd: Number(row?.cost ?? 0),
  };
}

/** The first budget that today's ledger holds to be used up. For when Redis, which keeps the running counters, is out. */
export async function findExhaustedBudget(
  db: Database,
  account: Account,
  budgets: { user: Budget; guild: Budget; everyone: Budget; member?: Budget },
): Promise<BudgetScope | null> {
  const apiKeyId = apiKeyIdOf(account);
  const mine =
    apiKeyId === null
      ? sql`${usageEvents.userId} = ${account.owner}`
      : sql`${usageEvents.apiKeyId} = ${apiKeyId}::int`;
  const ours = sql`${usageEvents.space} = ${account.guild?.id ?? null}`;
  const { rows } = await db.execute<Record<string, string | null>>(sql`
    select
      sum(prompt_tokens + completion_tokens) filter (where ${mine}) as user_tokens,
      sum(cost_micro_usd) filter (where ${mine}) as user_cost,
      sum(prompt_tokens + completion_tokens) filter (where ${mine} and ${ours}) as member_tokens,
      sum(cost_micro_usd) filter (where ${mine} and ${ours}) as member_cost,
      sum(prompt_tokens + completion_tokens) filter (where ${ours}) as guild_tokens,
      sum(cost_micro_usd) filter (where ${ours}) as guild_cost,
      sum(prompt_tokens + completion_tokens) as all_tokens,
      sum(cost_micro_usd) as all_cost
    from ${usageEvents}
    where ${isCharged} and created_at >= date_trunc('day', now() at time zone 'utc') at time zone 'utc'
  `);
  const row = rows[0] ?? {};
  const isOver = (budget: Budget, tokens: unknown, cost: unknown) =>
    (budget.tokens > 0 && Number(tokens ?? 0) >= budget.tokens) ||
    (budget.microUsd > 0 && Number(cost ?? 0) >= budget.microUsd);
  if (isOver(budgets.user, row.user_tokens, row.user_cost)) return 'user';
  const { member } = budgets;
  if (member !== undefined && isOver(member, row.member_tokens, row.member_cost)) return 'member';
  if (account.guild !== null && isOver(budgets.guild, row.guild_tokens, row.guild_cost)) return 'guild';
  return isOver(budgets.everyone, row.all_tokens, row.all_cost) ? 'all' : null;
}
