/** What is known before a question is handed over: whether the place is muted, whether its limits are used up. Pure. */
import { blockedFailure, blockKeyOf, readBlock } from '../../../shared/contract/blocks.ts';
import type { Caller } from '../../../shared/contract/caller.ts';
import {
  type Budget,
  type BudgetScope,
  type CostLimits,
  callsKeys,
  callsResetMs,
  callsUsed,
  endingAt,
  guildCallsId,
  nextUtcMidnight,
  spentKey,
  userCallsId,
  utcDay,
} from '../../../shared/contract/cost-limits.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { RESERVED_ANSWER_TOKENS } from '../../../shared/limits.ts';
import type { EffectiveSettings } from '../../../shared/settings/effective.ts';
import { serverLimits } from '../../../shared/settings/server-limits.ts';
import { muteKeysOf, type Place, readMute } from '../mute/place.ts';
import type { Room } from './passes.ts';

export type GateVerdict =
  /** As far as is known: the bff decides. */
  | { kind: 'open' }
  | { kind: 'muted'; untilMs: number }
  /** The server's settings want no answer in this place. */
  | { kind: 'not_here' }
  | { kind: 'refused'; failure: Failure };

/** The operator's limits, and what the server has set besides. */
export interface GateLimits extends CostLimits {
  /** What the server allows this member's roles in a day. */
  member?: Budget;
}

export function limitsWith(limits: CostLimits, settings: EffectiveSettings): GateLimits {
  const { callsPerMin, guild, ...member } = serverLimits(settings, limits.userCallsPerMin);
  return { ...limits, userCallsPerMin: callsPerMin, budgets: { ...limits.budgets, guild }, ...member };
}

/** What is read from Redis, all of it in one request. */
export interface GateKeys {
  mutes: string[];
  /** Whether this person may ask at all. */
  block: string;
  /** Of each limit, the counters of the current and of the previous window. */
  calls: string[];
  /** Hashes {tokens, micro_usd}. */
  spent: string[];
}

/** The values of those keys, in their order, as Redis gave them. */
export interface GateReading {
  mutes: unknown[];
  block: unknown;
  calls: unknown[];
  spent: { key: string; tokens: unknown; microUsd: unknown }[];
}

interface BudgetLimit {
  scope: BudgetScope;
  code: ErrorCode;
  budget: Budget;
  key: string;
}

export function gateKeys(place: Place, caller: Caller, limits: GateLimits, nowMs: number): GateKeys {
  const guild = caller.guild_id === null ? [] : callsKeys(guildCallsId(caller.guild_id), nowMs);
  return {
    mutes: muteKeysOf(place),
    block: blockKeyOf(caller),
    calls: [...callsKeys(userCallsId(caller), nowMs), ...guild],
    spent: budgetsOf(caller, limits, nowMs).map(({ key }) => key),
  };
}

/**
 * In the order in which the bff refuses. Throws on values that are none of these keys'. A budget whose counters were not read
 * is left to the bff.
 */
export function judge(
  reading: GateReading,
  caller: Caller,
  { limits, isAnswering }: { limits: GateLimits; isAnswering: boolean },
  nowMs: number,
): GateVerdict {
  const ends = reading.mutes.map((value) => readMute(value, nowMs) ?? 0);
  const untilMs = Math.max(0, ...ends);
  if (untilMs > 0) return { kind: 'muted', untilMs };
  if (!isAnswering) return { kind: 'not_here' };
  const block = readBlock(reading.block, nowMs);
  if (block !== null) return { kind: 'refused', failure: blockedFailure(block, nowMs) };
  const failure = findUsedUpCalls(reading, limits, nowMs) ?? findUsedUpBudget(reading, caller, limits, nowMs);
  return failure === null ? { kind: 'open' } : { kind: 'refused', failure };
}

/**
 * So many questions of this person will surely be within every limit, though others ask too, and most need more than the least:
 * half of what is left. None where a budget was not read, or half of its money is used.
 */
export function roomLeft(
  reading: GateReading,
  caller: Caller,
  { limits }: { limits: GateLimits },
  nowMs: number,
): Room {
  const calls = callsPerMinute(reading, limits).map(({ limit, counts }) => limit - callsUsed(counts, nowMs));
  const budgets = budgetsOf(caller, limits, nowMs).map(({ budget, key }) => {
    const used = reading.spent.find((each) => each.key === key);
    if (used === undefined) return 0;
    if (budget.microUsd > 0 && 2 * toCount(used.microUsd) >= budget.microUsd) return 0;
    const tokensLeft = budget.tokens - toCount(used.tokens);
    return budget.tokens === 0 ? Infinity : tokensLeft / RESERVED_ANSWER_TOKENS;
  });
  const halfOf = (left: readonly number[]) => Math.floor(Math.min(...left) / 2);
  return { aMinute: halfOf(calls), inAll: halfOf(budgets) };
}

/** In the order in which they refuse. */
function callsPerMinute({ calls }: GateReading, { userCallsPerMin, guildCallsPerMin }: CostLimits) {
  const counts = (index: number) => ({ current: toCount(calls[index]), previous: toCount(calls[index + 1]) });
  const user = { code: 'rate_limit_user' as const, limit: userCallsPerMin, counts: counts(0) };
  // Outside servers the person's alone are read.
  return calls.length <= 2
    ? [user]
    : [user, { code: 'rate_limit_guild' as const, limit: guildCallsPerMin, counts: counts(2) }];
}

function findUsedUpCalls(reading: GateReading, limits: CostLimits, nowMs: number): Failure | null {
  for (const { code, limit, counts } of callsPerMinute(reading, limits)) {
    if (callsUsed(counts, nowMs) >= limit) {
      return { code, evidence: endingAt(callsResetMs(nowMs), nowMs, limit) };
    }
  }
  return null;
}

/** Only what the bff would surely refuse: it reserves at least an answer's tokens for each question. */
function findUsedUpBudget(
  { spent }: GateReading,
  caller: Caller,
  limits: GateLimits,
  nowMs: number,
): Failure | null {
  for (const { code, budget, key } of budgetsOf(caller, limits, nowMs)) {
    const used = spent.find((each) => each.key === key);
    const endMs = nextUtcMidnight(nowMs);
    if (budget.tokens > 0 && toCount(used?.tokens) + RESERVED_ANSWER_TOKENS > budget.tokens) {
      return { code, evidence: { ...endingAt(endMs, nowMs, budget.tokens), limit_unit: 'tokens' } };
    }
    if (budget.microUsd > 0 && toCount(used?.microUsd) >= budget.microUsd) {
      return { code, evidence: { ...endingAt(endMs, nowMs, budget.microUsd), limit_unit: 'micro_usd' } };
    }
  }
  return null;
}

function budgetsOf(caller: Caller, { budgets, member }: GateLimits, nowMs: number): BudgetLimit[] {
  const day = utcDay(nowMs);
  const of = (scope: BudgetScope, code: ErrorCode, budget: Budget, id: string): BudgetLimit[] =>
    // Without a budget there is nothing to read.
    budget.tokens === 0 && budget.microUsd === 0
      ? []
      : [{ scope, code, budget, key: spentKey(day, scope, id) }];
  const { guild_id: guildId } = caller;
  return [
    ...of('user', 'budget_user', budgets.user, caller.user_id),
    ...(guildId === null || member === undefined
      ? []
      : of('member', 'budget_role', member, `${guildId}:${caller.user_id}`)),
    ...(guildId === null ? [] : of('guild', 'budget_guild', budgets.guild, guildId)),
    ...of('all', 'budget_global', budgets.everyone, ''),
  ];
}

/** Nothing is 0. */
function toCount(value: unknown): number {
  if (value === null || value === undefined) return 0;
  const count = typeof value === 'string' ? Number(value) : Number.NaN;
  if (!Number.isFinite(count)) throw new TypeError('A counter is no number');
  return count;
}
