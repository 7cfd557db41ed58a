/** How fast a day's budget goes. Pure. */
import type { BudgetStatus } from '../../../shared/contract/status.ts';

const DAY_MS = 86_400_000;

/** Unix milliseconds when it is used up at the pace of the day until now; null: it lasts for the day. */
export function paceOf({
  spent,
  limit,
  nowMs,
}: {
  spent: number;
  limit: number;
  nowMs: number;
}): number | null {
  if (spent >= limit) return nowMs;
  const dayBegan = Math.floor(nowMs / DAY_MS) * DAY_MS;
  const passed = nowMs - dayBegan;
  if (spent <= 0 || passed <= 0) return null;
  const endsAt = dayBegan + (passed * limit) / spent;
  return endsAt < dayBegan + DAY_MS ? Math.round(endsAt) : null;
}

export interface Pace {
  /** Of the budget, from 0. */
  share: number;
  /** Null: it lasts for the day. */
  endsAtMs: number | null;
}

/** Of a budget of money and of tokens the one that ends first, or else is used the most; null: neither is bound. */
export function firstToEnd(budget: BudgetStatus, nowMs: number): Pace | null {
  const bounds = [
    { spent: budget.micro_usd_spent, limit: budget.micro_usd_limit },
    { spent: budget.tokens_spent, limit: budget.tokens_limit },
  ].filter(({ limit }) => limit > 0);
  const [first] = bounds
    .map(({ spent, limit }) => ({ share: spent / limit, endsAtMs: paceOf({ spent, limit, nowMs }) }))
    .toSorted((a, b) => (a.endsAtMs ?? Infinity) - (b.endsAtMs ?? Infinity) || b.share - a.share);
  return first ?? null;
}
