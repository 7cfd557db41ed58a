/**
 * What is known of the limits on model calls outside of the Worker that takes from them: the names of their counters in Redis
 * and what they say. Pure.
 *
 *   llm:cost:<guild or dm>:<user>:<minute>    calls of a person (the limiter appends the window)
 *   llm:cost:guild:<guild>:<minute>           calls of a guild
 *   llm:spent:<day>:user:<user>               hash {tokens, micro_usd}; likewise `guild:<guild>`, `all` and
 *                                           `member:<guild>:<user>`, where a server bounds roles
 *   llm:limits                                JSON `CostLimits`: what operators have set in the place of variables
 */
import { isRecord, parseJson } from '../json.ts';
import type { Caller } from './caller.ts';
import type { ErrorEvidence } from './error-body.ts';

export const CALLS_PREFIX = 'llm:cost';
export const CALLS_WINDOW_MS = 60_000;

/** Per day (UTC). 0 means no budget of this kind. */
export interface Budget {
  tokens: number;
  microUsd: number;
}

export interface CostLimits {
  userCallsPerMin: number;
  guildCallsPerMin: number;
  budgets: { user: Budget; guild: Budget; everyone: Budget };
}

export const userCallsId = ({ guild_id, user_id }: Caller): string => `${guild_id ?? 'dm'}:${user_id}`;
export const guildCallsId = (guildId: string): string => `guild:${guildId}`;

/** The counters of the current and of the previous window, as @upstash/ratelimit names those of its sliding window. */
export function callsKeys(id: string, nowMs: number): [current: string, previous: string] {
  const window = Math.floor(nowMs / CALLS_WINDOW_MS);
  return [`${CALLS_PREFIX}:${id}:${window}`, `${CALLS_PREFIX}:${id}:${window - 1}`];
}

/** As the limiter counts: the previous window weighs as much as of it still lies within the last minute. */
export function callsUsed(counts: { current: number; previous: number }, nowMs: number): number {
  const passed = (nowMs % CALLS_WINDOW_MS) / CALLS_WINDOW_MS;
  return counts.current + Math.floor((1 - passed) * counts.previous);
}

/** Unix milliseconds when the current window ends. */
export function callsResetMs(nowMs: number): number {
  return (Math.floor(nowMs / CALLS_WINDOW_MS) + 1) * CALLS_WINDOW_MS;
}

/** `member`: a person in one server, where the server bounds their roles. */
export type BudgetScope = 'user' | 'member' | 'guild' | 'all';

/** `day` as `utcDay` writes it; `id` is ignored for `all`. */
export function spentKey(day: string, scope: BudgetScope, id: string): string {
  return scope === 'all' ? `llm:spent:${day}:all` : `llm:spent:${day}:${scope}:${id}`;
}

/** `2026-11-23`, in UTC: the day that a budget belongs to. */
export function utcDay(nowMs: number): string {
  return new Date(nowMs).toISOString().slice(0, 10);
}

/** Unix milliseconds of the next midnight in UTC, when budgets begin anew. */
export function nextUtcMidnight(nowMs: number): number {
  const DAY_MS = 86_400_000;
  return (Math.floor(nowMs / DAY_MS) + 1) * DAY_MS;
}

/** Evidence for a limit that ends at `endMs`. */
export function endingAt(endMs: number, nowMs: number, limit?: number): ErrorEvidence {
  return {
    retry_after_sec: Math.max(1, Math.ceil((endMs - nowMs) / 1000)),
    resets_at: Math.ceil(endMs / 1000),
    ...(limit === undefined ? {} : { limit }),
  };
}

/** The bff writes it, the bot reads it with its other keys; absent: the variables hold. */
export const OPERATOR_LIMITS_KEY = 'llm:limits';

/** Null for none, and for what is none. */
export function readLimits(text: unknown): CostLimits | null {
  const value = typeof text === 'string' ? parseJson(text) : undefined;
  if (!isRecord(value) || !isRecord(value.budgets)) return null;
  const { userCallsPerMin, guildCallsPerMin, budgets } = value;
  const { user, guild, everyone } = budgets;
  if (!isBound(userCallsPerMin) || !isBound(guildCallsPerMin)) return null;
  if (!isBudget(user) || !isBudget(guild) || !isBudget(everyone)) return null;
  return { userCallsPerMin, guildCallsPerMin, budgets: { user, guild, everyone } };
}

function isBudget(value: unknown): value is Budget {
  return isRecord(value) && isBound(value.tokens) && isBound(value.microUsd);
}

function isBound(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
