/**
 * The budgets that a call takes from: what each allows, where it is counted, and when it ends. Pure.
 *
 * They are told apart by `scope`, which a refusal names. A budget belongs to the period in which the request came, also when its
 * answer ends in the next one.
 */
import {
  type Budget,
  type BudgetScope,
  nextUtcMidnight,
  utcDay,
} from '../../../shared/contract/cost-limits.ts';
import { budgetKey, nextUtcMinute } from '../store/redis-keys.ts';
import type { Account } from './account.ts';

/** `month` and `minute` are of an API key; its day is `user`. */
export type GuardScope = BudgetScope | 'month' | 'minute';

/** Of those that do not apply there is none. */
export type Bounds = Partial<Record<GuardScope, Budget>> & Record<'user', Budget>;

export interface BudgetLine {
  scope: GuardScope;
  bound: Budget;
  key: string;
  /** How long it is kept. */
  lifeMs: number;
}

const HOUR_MS = 3_600_000;
/** Longer than any answer, which is settled where it was reserved. */
const MINUTE_LIFE_MS = HOUR_MS;
/** A day's counters stay readable for the day after. */
const DAY_LIFE_MS = 48 * HOUR_MS;
/** Longer than a month that was last used on its first day. */
const MONTH_LIFE_MS = 33 * 24 * HOUR_MS;

/** In the order in which they refuse: of several that are used up, the caller hears of the one that ends last, but for `all`. */
export function budgetLines(
  account: Account,
  budgets: { user: Budget; guild: Budget; everyone: Budget },
  nowMs: number,
): BudgetLine[] {
  const { owner, guild, own, member } = account;
  const day = utcDay(nowMs);
  const daily = (scope: BudgetScope, bound: Budget, id: string): BudgetLine => ({
    scope,
    bound,
    key: budgetKey(day, scope, id),
    lifeMs: DAY_LIFE_MS,
  });
  const all = daily('all', budgets.everyone, '');
  if (own === undefined) {
    const user = daily('user', budgets.user, owner);
    if (guild === null) return [user, all];
    // What somebody uses in other servers is none of this server's affair.
    const ofMember = member === undefined ? [] : [daily('member', member, `${guild.id}:${owner}`)];
    return [user, ...ofMember, daily('guild', guild.budget ?? budgets.guild, guild.id), all];
  }
  // Counted without a bound too, so that one that is set later knows what was used before.
  const month = { bound: own.month, key: budgetKey(utcMonth(nowMs), 'user', owner), lifeMs: MONTH_LIFE_MS };
  const minute = {
    bound: { tokens: own.tokensPerMin, microUsd: 0 },
    key: budgetKey(utcMinuteName(nowMs), 'user', owner),
    lifeMs: MINUTE_LIFE_MS,
  };
  return [
    { scope: 'month', ...month },
    daily('user', { ...budgets.user, ...own.day }, owner),
    ...(own.tokensPerMin === 0 ? [] : [{ scope: 'minute', ...minute } as const]),
    all,
  ];
}

/** Unix milliseconds. */
export function endOf(scope: GuardScope, nowMs: number): number {
  if (scope === 'minute') return nextUtcMinute(nowMs);
  return scope === 'month' ? nextUtcMonth(nowMs) : nextUtcMidnight(nowMs);
}

/** `2026-11`. */
function utcMonth(nowMs: number): string {
  return new Date(nowMs).toISOString().slice(0, 7);
}

/** `2026-11-23T12:00`. */
function utcMinuteName(nowMs: number): string {
  return new Date(nowMs).toISOString().slice(0, 16);
}

function nextUtcMonth(nowMs: number): number {
  const now = new Date(nowMs);
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1);
}
