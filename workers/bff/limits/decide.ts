/**
 * What the guard makes of Redis' answers. Pure: no I/O, no clock of its own.
 *
 * The limits and the admission are decided by Redis at the same time, each without knowing of the others; here they
 * become one verdict, and what was taken for a call that will not happen is listed to be given back.
 */

import { type Block, blockedFailure } from '../../../shared/contract/blocks.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { isList } from '../../../shared/json.ts';
import { parseStoredAnswer, type StoredAnswer } from '../idempotency/stored-answer.ts';
import { nextUtcMinute } from '../store/redis-keys.ts';
import { type Bounds, endOf, type GuardScope } from './budget-lines.ts';
import { limitOf, type Over, refuseCalls, refuseOverBudget } from './refuse.ts';
import { findTooLarge, type Needed } from './too-large.ts';
import type { Allowance, Verdict } from './verdict.ts';

/** One limiter's answer. */
export interface LimitReading {
  success: boolean;
  limit: number;
  remaining: number;
  /** Unix milliseconds. */
  resetMs: number;
}

/** What the ADMIT script said. */
export type Admission =
  | { kind: 'replayed' }
  /** The same request, or the same question, too often in this minute. */
  | { kind: 'repeated' }
  | { kind: 'mismatch' }
  /** What the bot went by does not hold any more: it has to look anew. */
  | { kind: 'outdated' }
  /** The person has had everything erased since they asked. */
  | { kind: 'erased' }
  | { kind: 'answered' | 'cached'; answer: StoredAnswer }
  | { kind: 'running'; what: 'request' | 'question' }
  | ({ kind: 'over'; tokensSpent: number } & Over)
  | { kind: 'admitted'; tokensSpent: number; windowTokens: number };

export interface Readings {
  user: LimitReading;
  /** Null outside guilds. */
  guild: LimitReading | null;
  /** Whether this person may ask at all. Absent: may. */
  block?: Block | null;
}

export interface Decision {
  verdict: Verdict;
  /** Limits to give a call back to. */
  refund: { user: boolean; guild: boolean };
  /** True when the admission's reservation has to be undone. */
  release: boolean;
}

/** Reads the ADMIT script's answer; null for garbage, which counts as an outage. `scopes` names its budget keys in order. */
export function parseAdmission(raw: unknown, scopes: readonly GuardScope[]): Admission | null {
  if (!isList(raw)) return null;
  const [kind, first, second, third, fourth] = raw;
  switch (kind) {
    case 'replayed':
    case 'repeated':
    case 'mismatch':
    case 'outdated':
    case 'erased':
      return { kind };
    case 'answered':
    case 'cached': {
      const answer = typeof first === 'string' ? parseStoredAnswer(first) : null;
      return answer === null ? null : { kind, answer };
    }
    case 'running':
      return first === 'request' || first === 'question' ? { kind, what: first } : null;
    case 'over': {
      const scope = scopes[Number(first)];
      if (scope === undefined || (second !== 'tokens' && second !== 'micro_usd')) return null;
      return typeof third === 'number'
        ? { kind, scope, unit: second, tokensSpent: third, isHeld: fourth === 1 }
        : null;
    }
    case 'admitted':
      return typeof first === 'number' && typeof second === 'number'
        ? { kind, tokensSpent: first, windowTokens: second }
        : null;
    default:
      return null;
  }
}

/** What a decision goes by beside the admission. */
interface Considered {
  readings: Readings;
  budgets: Bounds;
  needed: Needed;
  allowance: Allowance;
  nowMs: number;
}

/** `told`: the budget whose use the caller hears of. `needed`: what this request reserves at least. */
export function decide(
  admission: Admission,
  readings: Readings,
  budgets: Bounds,
  nowMs: number,
  { told = 'user', needed = NOTHING }: { told?: GuardScope; needed?: Needed } = {},
): Decision {
  const spent = 'tokensSpent' in admission ? admission.tokensSpent : null;
  const allowance = toAllowance(
    readings.user,
    { scope: told, bound: budgets[told]?.tokens ?? 0, spent },
    nowMs,
  );
  const considered = { readings, budgets, needed, allowance, nowMs };
  const blocked = admission.kind === 'replayed' ? null : refuseBlocked(admission, considered);
  if (blocked !== null) return blocked;
  switch (admission.kind) {
    case 'running':
    case 'admitted':
    case 'over':
      return refuseUsedUpCalls(admission, considered) ?? decideWithinCalls(admission, considered);
    default:
      return decideBesidesCalls(admission, considered);
  }
}

/** What the limits on calls have a say in. */
type Counted = Extract<Admission, { kind: 'running' | 'admitted' | 'over' }>;

const NO_CALLS = { user: false, guild: false };

function takenCalls({ user, guild }: Readings): Decision['refund'] {
  return { user: user.success, guild: guild?.success === true };
}

function refuseBlocked({ kind }: Admission, { readings, allowance, nowMs }: Considered): Decision | null {
  const { block = null } = readings;
  if (block === null) return null;
  const { code, evidence = {} } = blockedFailure(block, nowMs);
  return {
    verdict: { kind: 'refused', code, evidence, allowance },
    refund: takenCalls(readings),
    release: kind === 'admitted',
  };
}

function decideBesidesCalls(
  admission: Exclude<Admission, Counted>,
  { readings, allowance, nowMs }: Considered,
): Decision {
  const refund = takenCalls(readings);
  switch (admission.kind) {
    case 'replayed':
      return { verdict: { kind: 'replayed' }, refund, release: false };
    case 'repeated': {
      // As many repeats a minute as calls, besides them.
      const resetMs = nextUtcMinute(nowMs);
      const verdict = refuseCalls('rate_limit_user', { ...readings.user, resetMs }, allowance, nowMs);
      return { verdict, refund, release: false };
    }
    case 'mismatch':
    case 'outdated':
    case 'erased': {
      const code = REFUSED_AT_ONCE[admission.kind];
      return { verdict: { kind: 'refused', code, evidence: {}, allowance }, refund, release: false };
    }
    // An answer that exists costs nothing: it is given even to a caller whose calls are used up.
    case 'answered':
    case 'cached': {
      const by = admission.kind === 'answered' ? 'replay' : 'cache';
      // Nothing is given back yet: a cached answer may turn out not to fit, and then the call is made after all.
      return {
        verdict: { kind: 'answered', by, answer: admission.answer, allowance },
        refund: NO_CALLS,
        release: false,
      };
    }
  }
}

function refuseUsedUpCalls(
  { kind }: Counted,
  { readings: { user, guild }, allowance, nowMs }: Considered,
): Decision | null {
  const release = kind === 'admitted';
  if (!user.success) {
    const verdict = refuseCalls('rate_limit_user', user, allowance, nowMs);
    return { verdict, refund: { user: false, guild: guild?.success === true }, release };
  }
  if (guild !== null && !guild.success) {
    const verdict = refuseCalls('rate_limit_guild', guild, allowance, nowMs);
    return { verdict, refund: { user: true, guild: false }, release };
  }
  return null;
}

function decideWithinCalls(
  admission: Counted,
  { readings, budgets, needed, allowance, nowMs }: Considered,
): Decision {
  switch (admission.kind) {
    case 'running':
      // The charge stays: should the other request fail, this one takes its place.
      return { verdict: { ...admission, allowance }, refund: NO_CALLS, release: false };
    case 'admitted': {
      const { windowTokens } = admission;
      const verdict: Verdict = { kind: 'admitted', windowTokens, allowance, degraded: false };
      return { verdict, refund: NO_CALLS, release: false };
    }
    case 'over': {
      const { scope, unit } = admission;
      const limit = limitOf(admission, budgets);
      const tooLarge = limit === undefined ? null : findTooLarge({ scope, unit, limit }, needed);
      const verdict: Verdict =
        tooLarge === null
          ? refuseOverBudget(admission, budgets, allowance, nowMs)
          : { kind: 'refused', ...tooLarge, allowance };
      return { verdict, refund: takenCalls(readings), release: false };
    }
  }
}

const NOTHING: Needed = { tokens: 0, microUsd: 0 };

const REFUSED_AT_ONCE = {
  mismatch: 'idempotency_mismatch',
  outdated: 'gate_outdated',
  erased: 'question_erased',
} as const satisfies Record<string, ErrorCode>;

function toAllowance(
  user: LimitReading,
  { scope, bound, spent }: { scope: GuardScope; bound: number; spent: number | null },
  nowMs: number,
): Allowance {
  return {
    calls: { limit: user.limit, remaining: user.remaining, resetMs: user.resetMs },
    tokens:
      bound === 0 || spent === null
        ? null
        : { limit: bound, remaining: Math.max(0, bound - spent), resetMs: endOf(scope, nowMs) },
  };
}
