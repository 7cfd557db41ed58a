/**
 * The cost guard's shell: asks Redis once (limits of person and guild, the signature's nonce, idempotency, the shared
 * answer and every budget in one HTTP request), and decides by itself within its own deadline when Redis does not answer.
 *
 *     const session = openGuardSession(deps, ask);
 *     const verdict = await session.admit();       // before the model
 *     await session.settle({ … });                 // after it, once, off the caller's path
 *
 * Never throws for an outage, and never opens: without Redis a stricter local limit binds.
 */
import { errorName, type Logger } from '../../../shared/observe/log.ts';
import type { NonceBook, NonceVerdict } from '../../../shared/signing/nonce-book.ts';
import type { Budget } from '../config.ts';
import { type StoredAnswer, serialiseAnswer } from '../idempotency/stored-answer.ts';
import { openRedis, runScript } from '../store/redis.ts';
import {
  type BudgetScope,
  guildCallsId,
  idempotencyKey,
  keptKey,
  nonceKey,
  reservationKey,
  sharedAnswerKey,
  spentKey,
  utcDay,
} from '../store/redis-keys.ts';
import type { Account } from './account.ts';
import { CALLS_WINDOW_MS, createCallLimiter } from './call-limiter.ts';
import { type Decision, decide, parseAdmission, type Readings, type Verdict } from './decide.ts';
import { type DegradedDeps, decideWithoutRedis } from './degraded.ts';
import { ADMIT, RENEW, SETTLE } from './scripts.ts';

/** Nobody waits for what comes after the answer. */
const AFTER_DEADLINE_MS = 3_000;
/** A holder that died frees its request after so long; a living one renews in time. */
const LEASE_MS = 30_000;
/** Leaves time for one renewal to fail. Most answers take less and never renew. */
export const RENEW_EVERY_MS = 20_000;
/** Longer than Discord's interaction token lives, so that a repeated delivery always finds the first answer. */
const IDEMPOTENCY_MS = 16 * 60_000;
/** A day's counters stay readable for the day after. */
const BUDGET_LIFE_MS = 48 * 3_600_000;
const NONCE_MARGIN_MS = 1_000;

export interface GuardDeps extends DegradedDeps {
  /** `timeoutMs`: for what a question waits for. */
  redis: { url: string; token: string; timeoutMs: number };
  budgets: { user: Budget; guild: Budget; everyone: Budget };
  answerCacheMs: number;
  nonces: NonceBook;
  log: Logger;
  /** Unix milliseconds. */
  now: () => number;
  /** Lets work go on after the response. */
  waitUntil: (work: Promise<unknown>) => void;
}

export interface GuardRequest {
  account: Account;
  /** The signature's nonce; absent for API keys. */
  nonce?: { value: string; expiresAtMs: number };
  idempotencyKey?: string;
  /** SHA-256 of what determines the answer. */
  fingerprint: string;
  /** True when an equal request of the same account may be answered by one model call. */
  shareable: boolean;
  estimate: { tokens: number; microUsd: number };
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
  /** Keeps the request ours while a long answer is being written. */
  renew(): Promise<void>;
}

interface Limits {
  user: boolean;
  guild: boolean;
}

const NO_CALLS: Limits = { user: false, guild: false };
const NOTHING_USED = { tokens: 0, microUsd: 0, answer: null };

export function openGuardSession(deps: GuardDeps, ask: GuardRequest): GuardSession {
  const { account, fingerprint, estimate } = ask;
  const { log, now } = deps;
  const lease = crypto.randomUUID();
  const reservation = reservationKey(lease);
  const day = utcDay(now());
  const scopes: BudgetScope[] = account.guild === null ? ['user', 'all'] : ['user', 'guild', 'all'];
  const bounds = { user: deps.budgets.user, guild: deps.budgets.guild, all: deps.budgets.everyone };
  const budgetKeys = scopes.map((scope) =>
    spentKey(day, scope, scope === 'guild' ? (account.guild?.id ?? '') : account.owner),
  );
  const requestKey = ask.idempotencyKey === undefined ? '' : idempotencyKey(account.id, ask.idempotencyKey);
  let answerKey = ask.shareable && deps.answerCacheMs > 0 ? sharedAnswerKey(account.id, fingerprint) : '';

  /** What the limiters said when the request came; undefined until then, and when Redis was out. */
  let readings: Readings | undefined;
  let readAtMs = now();
  let taken: Limits = { user: false, guild: false };

  function runAdmit(redis: ReturnType<typeof openRedis>, nonce: GuardRequest['nonce']): Promise<unknown> {
    const nonceLifeMs = nonce === undefined ? 1 : Math.max(1, nonce.expiresAtMs - now() + NONCE_MARGIN_MS);
    return runScript(
      redis,
      ADMIT,
      [nonce === undefined ? '' : nonceKey(nonce.value), requestKey, answerKey, reservation, ...budgetKeys],
      [
        nonceLifeMs,
        fingerprint,
        lease,
        LEASE_MS,
        estimate.tokens,
        estimate.microUsd,
        BUDGET_LIFE_MS,
        ...scopes.flatMap((scope) => [bounds[scope].tokens, bounds[scope].microUsd]),
      ],
    );
  }

  /** Takes one call from each limit, or gives it back. */
  function moveCalls(redis: ReturnType<typeof openRedis>, which: Limits, calls: 1 | -1) {
    const { guild } = account;
    return Promise.all([
      which.user ? createCallLimiter(redis, account.callsPerMin).take(account.id, calls) : null,
      which.guild && guild !== null
        ? createCallLimiter(redis, guild.callsPerMin).take(guildCallsId(guild.id), calls)
        : null,
    ]);
  }

  function concludeFrom(raw: unknown): Verdict {
    const admission = parseAdmission(raw, scopes);
    if (admission === null || readings === undefined) throw new TypeError('Redis gave no proper answer');
    const { verdict, refund, release }: Decision = decide(admission, readings, bounds, now());
    if (release || refund.user || refund.guild) {
      deps.waitUntil(writeAfter(refund, release ? NOTHING_USED : null, 0));
    }
    return verdict;
  }

  /** Everything that is written after the decision, in one HTTP request. Failures are logged: nobody waits for it. */
  async function writeAfter(
    refund: Limits,
    used: { tokens: number; microUsd: number; answer: string | null } | null,
    shareMs: number,
  ): Promise<void> {
    // A call given back after its window has ended would open the next one wider.
    const sameWindow = Math.floor(readAtMs / CALLS_WINDOW_MS) === Math.floor(now() / CALLS_WINDOW_MS);
    const back = sameWindow ? refund : NO_CALLS;
    taken = { user: taken.user && !refund.user, guild: taken.guild && !refund.guild };
    if (used === null && !back.user && !back.guild) return;
    const redis = openRedis(deps.redis, AFTER_DEADLINE_MS);
    try {
      await Promise.all([
        moveCalls(redis, back, -1),
        used === null
          ? null
          : runScript(
              redis,
              SETTLE,
              [requestKey, answerKey, keptKey(account.owner), reservation, ...budgetKeys],
              [
                lease,
                fingerprint,
                used.answer ?? '',
                IDEMPOTENCY_MS,
                shareMs,
                used.tokens,
                used.microUsd,
                BUDGET_LIFE_MS,
              ],
            ),
      ]);
    } catch (error) {
      log.warn('guard.settle_failed', { error: errorName(error) });
    }
  }

  async function decideAlone(error: unknown, nonce: NonceVerdict): Promise<Verdict> {
    log.warn('guard.degraded', { error: errorName(error) });
    const verdict = await decideWithoutRedis(deps, account, nonce);
    // Redis may have admitted it all the same, only too late to be heard: an admitted call is settled at its end.
    if (verdict.kind === 'refused') deps.waitUntil(writeAfter(NO_CALLS, NOTHING_USED, 0));
    return verdict;
  }

  function report(verdict: Verdict): Verdict {
    if (verdict.kind === 'replayed') log.warn('signature.refused', { reason: 'nonce_replayed' });
    if (verdict.kind === 'refused') {
      const { code, evidence } = verdict;
      log.info('guard.refused', { code, retryAfterSec: evidence.retry_after_sec });
    }
    return verdict;
  }

  return {
    async admit() {
      const { nonce } = ask;
      const seen = nonce === undefined ? 'spent' : deps.nonces.spend(nonce.value, nonce.expiresAtMs, now());
      if (seen === 'replayed') return report({ kind: 'replayed' });
      readAtMs = now();
      const redis = openRedis(deps.redis, deps.redis.timeoutMs);
      try {
        // Begun in one tick, without an await between them: that is what makes them one HTTP request.
        const limits = moveCalls(redis, { user: true, guild: true }, 1);
        const [[user, guild], raw] = await Promise.all([limits, runAdmit(redis, nonce)]);
        if (user === null) throw new TypeError('The limiter was not asked');
        readings = { user, guild };
        taken = { user: user.success, guild: guild?.success === true };
        return report(concludeFrom(raw));
      } catch (error) {
        return report(await decideAlone(error, seen));
      }
    },

    async again({ share }) {
      if (!share) answerKey = '';
      try {
        const redis = openRedis(deps.redis, deps.redis.timeoutMs);
        return report(concludeFrom(await runAdmit(redis, undefined)));
      } catch (error) {
        return report(await decideAlone(error, 'spent'));
      }
    },

    settle({ tokens, microUsd, answer, share, giveBack }) {
      return writeAfter(
        giveBack ? taken : NO_CALLS,
        { tokens, microUsd, answer: answer === null ? null : serialiseAnswer(answer) },
        share ? deps.answerCacheMs : 0,
      );
    },

    giveBack: () => writeAfter(taken, null, 0),

    async renew() {
      if (requestKey === '' && answerKey === '') return;
      try {
        const redis = openRedis(deps.redis, AFTER_DEADLINE_MS);
        await runScript(redis, RENEW, [requestKey, answerKey], [lease, LEASE_MS]);
      } catch (error) {
        log.warn('guard.renew_failed', { error: errorName(error) });
      }
    },
  };
}
