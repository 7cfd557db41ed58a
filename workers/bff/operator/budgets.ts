/** What servers and people have spent of their budgets of today: those who have spent most, which are those who go fastest. */
import type { Redis } from '@upstash/redis/cloudflare';
import { sql } from 'drizzle-orm';
import { type Budget, utcDay } from '../../../shared/contract/cost-limits.ts';
import type { NamedSums } from '../../../shared/contract/figures.ts';
import type { BudgetsOverview, BudgetUse } from '../../../shared/contract/operator.ts';
import { dailyBudgetOf } from '../../../shared/settings/effective.ts';
import { readSettings } from '../../../shared/settings/parse.ts';
import type { Config } from '../config.ts';
import { readFigures } from '../ledger/figures.ts';
import { readBudget } from '../limits/read-budget.ts';
import { budgetOf } from '../status/collect-status.ts';
import type { Database } from '../store/database.ts';
import { budgetKey } from '../store/redis-keys.ts';
import { guildSettings } from '../store/schema/settings.ts';

const MAX_SHOWN = 20;

export interface BudgetDeps {
  open: () => Database;
  redis: Redis;
  budgets: Config['budgets'];
  nowMs: number;
  toPseudonym: (id: string) => Promise<string>;
}

interface Spender {
  name: string;
  limit: Budget;
  /** By the ledger. */
  spent: Budget;
}

export async function readBudgets(deps: BudgetDeps): Promise<BudgetsOverview> {
  const { budgets, nowMs, toPseudonym } = deps;
  const [servers, people] = await Promise.all([
    spendersOf(deps, 'guild', (ids) => serverBudgets(deps, ids)),
    spendersOf(deps, 'user', async () => () => budgets.user),
  ]);
  const live = await Promise.all([liveOf(deps, 'guild', servers), liveOf(deps, 'user', people)]).catch(
    () => null,
  );
  const [liveServers, livePeople] = live ?? [servers, people];
  return {
    at: new Date(nowMs).toISOString(),
    servers: liveServers.map(toUse),
    people: await Promise.all(
      livePeople.map(async (each) => toUse({ ...each, name: await toPseudonym(each.name) })),
    ),
    by: live === null ? 'ledger' : 'redis',
  };
}

async function spendersOf(
  { open }: BudgetDeps,
  by: 'guild' | 'user',
  limitsOf: (ids: string[]) => Promise<(id: string) => Budget>,
): Promise<Spender[]> {
  const { names } = await readFigures(open(), { days: 1, by });
  // Direct messages are no server: each person's own budget holds there.
  const shown = names.filter(({ name }) => name !== 'dm').slice(0, MAX_SHOWN);
  const limitOf = await limitsOf(shown.map(({ name }) => name));
  return shown.map((sums) => ({ name: sums.name, limit: limitOf(sums.name), spent: spentOf(sums) }));
}

function spentOf({ prompt_tokens, completion_tokens, cost_micro_usd }: NamedSums): Budget {
  return { tokens: prompt_tokens + completion_tokens, microUsd: cost_micro_usd };
}

/** A server may have set a stricter one than the operator's. */
async function serverBudgets({ open, budgets }: BudgetDeps, ids: string[]): Promise<(id: string) => Budget> {
  const { rows } = await open().execute<{ id: string; settings: unknown }>(sql`
    select guild_id as id, settings from ${guildSettings}
    where guild_id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`);
  const ceilings = { dailyTokens: budgets.guild.tokens, dailyMicroUsd: budgets.guild.microUsd };
  return (id) => {
    const own = rows.find((row) => row.id === id);
    const { dailyTokens, dailyMicroUsd } = dailyBudgetOf(
      own === undefined ? {} : readSettings('server', own.settings),
      ceilings,
    );
    return { tokens: dailyTokens, microUsd: dailyMicroUsd };
  };
}

/** With what calls under way hold. Begun in one tick: one request for all of them. */
function liveOf({ redis, nowMs }: BudgetDeps, scope: 'guild' | 'user', spenders: readonly Spender[]) {
  return Promise.all(
    spenders.map(async (each) => ({
      ...each,
      spent: await readBudget(redis, budgetKey(utcDay(nowMs), scope, each.name), nowMs),
    })),
  );
}

function toUse({ name, limit, spent }: Spender): BudgetUse {
  const status = budgetOf(limit, spent);
  if (status === null) throw new Error('A spender was given without a budget');
  return { name, ...status };
}
