/** How a used-up limit is told: its code, its bound and when it ends. Pure. */
import { endingAt } from '../../../shared/contract/cost-limits.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { type Bounds, endOf, type GuardScope } from './budget-lines.ts';
import type { Allowance, Refusal } from './verdict.ts';

/** The first budget that a call is over. */
export interface Over {
  scope: GuardScope;
  unit: 'tokens' | 'micro_usd';
  /** There will be room once other calls under way have given back what they hold. */
  isHeld: boolean;
}

/** Most answers are over by then, and give back what they did not use. */
const HELD_AGAIN_MS = 20_000;

export function refuseOverBudget(
  over: Over,
  budgets: Bounds,
  allowance: Allowance | null,
  nowMs: number,
): Refusal {
  const { scope, unit, isHeld } = over;
  const limit = limitOf(over, budgets);
  if (isHeld && scope !== 'minute') {
    const evidence = { ...endingAt(nowMs + HELD_AGAIN_MS, nowMs, limit), limit_unit: unit };
    return { kind: 'refused', code: 'budget_held', evidence, allowance };
  }
  const evidence = { ...endingAt(endOf(scope, nowMs), nowMs, limit), limit_unit: unit };
  return { kind: 'refused', code: BUDGET_CODES[scope], evidence, allowance };
}

export const BUDGET_CODES: Record<GuardScope, ErrorCode> = {
  minute: 'rate_limit_tokens',
  month: 'budget_month',
  user: 'budget_user',
  member: 'budget_role',
  guild: 'budget_guild',
  all: 'budget_global',
};

export function limitOf({ scope, unit }: Pick<Over, 'scope' | 'unit'>, budgets: Bounds): number | undefined {
  const bound = budgets[scope];
  return unit === 'tokens' ? bound?.tokens : bound?.microUsd;
}

export function refuseCalls(
  code: 'rate_limit_user' | 'rate_limit_guild',
  reading: { limit: number; resetMs: number },
  allowance: Allowance,
  nowMs: number,
): Refusal {
  return { kind: 'refused', code, evidence: endingAt(reading.resetMs, nowMs, reading.limit), allowance };
}
