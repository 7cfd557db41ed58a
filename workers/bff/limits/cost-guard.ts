/**
 * The cost guard: asks Redis once (guard-store.ts), and decides by itself within its own deadline when Redis does not
 * answer.
 *
 *     const session = openGuardSession(deps, request);
 *     const verdict = await session.admit();       // before the model
 *     await session.settle({ … });                 // after it, once, off the caller's path
 *
 * Never throws for an outage, and never opens: without Redis a stricter local limit binds.
 */

import { CALLS_WINDOW_MS } from '../../../shared/contract/cost-limits.ts';
import { isBudgetUsed } from '../../../shared/errors.ts';
import { errorName, type Logger } from '../../../shared/observe/log.ts';
import type { NonceBook, NonceVerdict } from '../../../shared/signing/nonce-book.ts';
import { type StoredAnswer, serialiseAnswer } from '../idempotency/stored-answer.ts';
import type { GuardScope } from './budget-lines.ts';
import { decide, parseAdmission, type Readings } from './decide.ts';
import { type DegradedDeps, decideWithoutRedis } from './degraded.ts';
import {
  type Charge,
  createGuardStore,
  type Extension,
  type GuardRequest,
  type GuardStore,
  type GuardStoreDeps,
  type Limits,
  type Used,
} from './guard-store.ts';
import { refuseOverBudget } from './refuse.ts';
import type { Verdict } from './verdict.ts';

export interface GuardDeps extends GuardStoreDeps, DegradedDeps {
  nonces: NonceBook;
  log: Logger;
  /** A budget has refused this account. */
  onOverBudget: (scope: GuardScope) => void;
  /** Lets work go on after the response. */
  waitUntil: (work: Promise<unknown>) => void;
}

export interface Settlement {
  /** Tokens and money really used; zeros when the call failed before it was billed. */
  tokens: number;
  microUsd: number;
  /** Null when there is no whole answer: then the next request under the same key may try. */
  answer: StoredAnswer | null;
  /** True when the answer depended on nothing but the question. */
  share: boolean;
  /** True when no model was called: the calls taken from the limits are given back. */
  giveBack: boolean;
}

export interface GuardSession {
  admit(): Promise<Verdict>;
  /** Asks again: after `running`, or without sharing when the conversation turned out to have a history. */
  again(options: { share: boolean }): Promise<Verdict>;
  settle(settlement: Settlement): Promise<void>;
  /** Gives back the calls of a request that needs none. */
  giveBack(): Promise<void>;
  /**
   * Keeps the request, and what it has reserved, ours while a long answer is being written. `charge`: what it has used so
   * far by estimate, which stays charged when nobody settles.
   */
  renew(charge: Charge): Promise<void>;
  /**
   * Reserves one more call of the same answer, before it is made. Null: it may be made. Only the budgets are asked: the limits
   * count questions.
   */
  extend(extension: Extension): Promise<Refusal | null>;
}

export type Refusal = Extract<Verdict, { kind: 'refused' }>;

const NO_CALLS: Limits = { user: false, guild: false };
const NOTHING_USED: Used = { tokens: 0, microUsd: 0, answer: null, shareMs: 0 };

export function openGuardSession(deps: GuardDeps, request: GuardRequest): GuardSession {
  const { account, nonce } = request;
  const { log, now } = deps;
  const store = createGuardStore(deps, request);
  const calls = createTakenCalls(now);
  const write = (refund: Limits, used: Used | null) => writeAfter(log, store, calls.giveBack(refund), used);

  function concludeFrom(raw: unknown): Verdict {
    const admission = parseAdmission(raw, store.scopes);
    const readings = calls.readings();
    if (admission === null || readings === undefined) throw new TypeError('Redis gave no proper answer');
    const { verdict, refund, release } = decide(admission, readings, store.bounds, now(), {
      told: store.told,
      needed: request.reserve,
    });
    if (admission.kind === 'over' && verdict.kind === 'refused' && isBudgetUsed(verdict.code)) {
      deps.onOverBudget(admission.scope);
    }
    if (release || refund.user || refund.guild) deps.waitUntil(write(refund, release ? NOTHING_USED : null));
    return verdict;
  }

  async function decideAlone(error: unknown, seen: NonceVerdict): Promise<Verdict> {
    log.warn('guard.degraded', { error: errorName(error) });
    const verdict = await decideWithoutRedis(deps, account, seen, request.reserve);
    // Redis may have admitted it all the same, only too late to be heard: an admitted call is settled at its end.
    if (verdict.kind === 'refused') deps.waitUntil(write(NO_CALLS, NOTHING_USED));
    return verdict;
  }

  function readExtension(raw: unknown): Refusal | null {
    const admission = parseAdmission(raw, store.scopes);
    if (admission?.kind === 'admitted') return null;
    if (admission?.kind !== 'over') throw new TypeError('Redis gave no proper answer');
    if (!admission.isHeld) deps.onOverBudget(admission.scope);
    return refuseOverBudget(admission, store.bounds, null, now());
  }

  /** An answer without Redis is held to the local limit with each of its calls. */
  async function extendAlone(error: unknown, { charge, ...all }: Extension): Promise<Refusal | null> {
    log.warn('guard.degraded', { error: errorName(error) });
    const reserve = { ...all, window: { tokens: 0, microUsd: 0 }, charge };
    const verdict = await decideWithoutRedis(deps, account, 'spent', reserve);
    return verdict.kind === 'refused' ? verdict : null;
  }

  return {
    async admit() {
      const seen = nonce === undefined ? 'spent' : deps.nonces.spend(nonce.value, nonce.expiresAtMs, now());
      if (seen === 'replayed') return report(log, { kind: 'replayed' });
      calls.begin();
      try {
        const { readings, raw } = await store.takeAndAdmit();
        calls.take(readings);
        return report(log, concludeFrom(raw));
      } catch (error) {
        return report(log, await decideAlone(error, seen));
      }
    },

    async again({ share }) {
      if (!share) store.stopSharing();
      try {
        return report(log, concludeFrom(await store.admit()));
      } catch (error) {
        return report(log, await decideAlone(error, 'spent'));
      }
    },

    settle({ tokens, microUsd, answer, share, giveBack }) {
      const serialised = answer === null ? null : serialiseAnswer(answer);
      const shareMs = share ? deps.answerCacheMs : 0;
      return write(giveBack ? calls.taken() : NO_CALLS, { tokens, microUsd, answer: serialised, shareMs });
    },

    giveBack: () => write(calls.taken(), null),

    async renew(charge) {
      try {
        await store.renew(charge);
      } catch (error) {
        log.warn('guard.renew_failed', { error: errorName(error) });
      }
    },

    async extend(extension) {
      let refusal: Refusal | null;
      try {
        refusal = readExtension(await store.extend(extension));
      } catch (error) {
        refusal = await extendAlone(error, extension);
      }
      if (refusal !== null) report(log, refusal);
      return refusal;
    },
  };
}

/** The calls that a request has taken from the limits, and what the limiters said then. */
function createTakenCalls(now: () => number) {
  /** Undefined until the limiters have answered, and when Redis was out. */
  let readings: Readings | undefined;
  let takenAtMs = now();
  let taken = NO_CALLS;
  return {
    readings: () => readings,
    taken: () => taken,
    begin() {
      takenAtMs = now();
    },
    take(read: Readings) {
      readings = read;
      taken = { user: read.user.success, guild: read.guild?.success === true };
    },
    /** What may still be given back: in a later window a call given back would make that one wider. */
    giveBack(refund: Limits): Limits {
      taken = { user: taken.user && !refund.user, guild: taken.guild && !refund.guild };
      const isSameWindow = Math.floor(takenAtMs / CALLS_WINDOW_MS) === Math.floor(now() / CALLS_WINDOW_MS);
      return isSameWindow ? refund : NO_CALLS;
    },
  };
}

/** Everything that is written after the decision. Failures are logged: no request waits for it. */
async function writeAfter(log: Logger, store: GuardStore, refund: Limits, used: Used | null): Promise<void> {
  if (used === null && !refund.user && !refund.guild) return;
  try {
    await store.write(refund, used);
  } catch (error) {
    log.warn('guard.settle_failed', { error: errorName(error) });
  }
}

function report(log: Logger, verdict: Verdict): Verdict {
  if (verdict.kind === 'replayed') log.warn('signature.refused', { reason: 'nonce_replayed' });
  if (verdict.kind === 'refused') {
    const { code, evidence } = verdict;
    log.info('guard.refused', { code, retryAfterSec: evidence.retry_after_sec });
  }
  return verdict;
}
