/**
 * What one request asks of Redis and writes there: limits of person and server, the signature's nonce, idempotency, the
 * shared answer and every budget, each time in one HTTP request. Throws when Redis gives no answer in time.
 */
import type { Redis } from '@upstash/redis/cloudflare';
import type { Budget } from '../config.ts';
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
import { createCallLimiter } from './call-limiter.ts';
import type { Readings } from './decide.ts';
import { ADMIT, RENEW, SETTLE } from './scripts.ts';

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

export interface GuardStoreDeps {
  /** `timeoutMs`: for what a question waits for. */
  redis: { url: string; token: string; timeoutMs: number };
  budgets: { user: Budget; guild: Budget; everyone: Budget };
  answerCacheMs: number;
  /** Unix milliseconds. */
  now: () => number;
}

/** Limits to take a call from, or to give it back to. */
export interface Limits {
  user: boolean;
  guild: boolean;
}

/** What takes the place of the reservation. */
export interface Used {
  tokens: number;
  microUsd: number;
  /** Null when there is none to keep. */
  answer: string | null;
  /** How long the answer may serve equal questions; 0 for not at all. */
  shareMs: number;
}

export interface GuardStore {
  scopes: readonly BudgetScope[];
  bounds: Record<BudgetScope, Budget>;
  /** True when another request could wait for this one. */
  canBeJoined: () => boolean;
  /** From now on this request neither takes nor gives a shared answer. */
  stopSharing(): void;
  /** Takes one call from each limit, and admits. `raw` is the ADMIT script's answer. */
  takeAndAdmit(): Promise<{ readings: Readings; raw: unknown }>;
  /** Admits once more, without taking calls or spending the nonce. */
  admit(): Promise<unknown>;
  write(refund: Limits, used: Used | null): Promise<void>;
  renew(): Promise<void>;
}

/** No request waits for what comes after the answer. */
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

export function createGuardStore(deps: GuardStoreDeps, request: GuardRequest): GuardStore {
  const { account, fingerprint, nonce } = request;
  const lease = crypto.randomUUID();
  const scopes: BudgetScope[] = account.guild === null ? ['user', 'all'] : ['user', 'guild', 'all'];
  const bounds = { user: deps.budgets.user, guild: deps.budgets.guild, all: deps.budgets.everyone };
  const keys = keysOf(deps, request, lease, scopes);
  const forAnswer = () => openRedis(deps.redis, deps.redis.timeoutMs);
  const afterAnswer = () => openRedis(deps.redis, AFTER_DEADLINE_MS);

  function runAdmit(redis: Redis, spent: GuardRequest['nonce']): Promise<unknown> {
    const nonceLifeMs = spent === undefined ? 1 : spent.expiresAtMs - deps.now() + NONCE_MARGIN_MS;
    return runScript(
      redis,
      ADMIT,
      [
        spent === undefined ? '' : nonceKey(spent.value),
        keys.request,
        keys.answer,
        keys.reservation,
        ...keys.budgets,
      ],
      [
        Math.max(1, nonceLifeMs),
        fingerprint,
        lease,
        LEASE_MS,
        request.estimate.tokens,
        request.estimate.microUsd,
        BUDGET_LIFE_MS,
        ...scopes.flatMap((scope) => [bounds[scope].tokens, bounds[scope].microUsd]),
      ],
    );
  }

  function runSettle(redis: Redis, { answer, shareMs, tokens, microUsd }: Used): Promise<unknown> {
    return runScript(
      redis,
      SETTLE,
      [keys.request, keys.answer, keptKey(account.owner), keys.reservation, ...keys.budgets],
      [lease, fingerprint, answer ?? '', IDEMPOTENCY_MS, shareMs, tokens, microUsd, BUDGET_LIFE_MS],
    );
  }

  return {
    scopes,
    bounds,
    canBeJoined: () => keys.request !== '' || keys.answer !== '',
    stopSharing() {
      keys.answer = '';
    },

    async takeAndAdmit() {
      const redis = forAnswer();
      // Begun in one tick, without an await between them: that is what makes them one HTTP request.
      const limits = moveCalls(redis, account, { user: true, guild: true }, 1);
      const [[user, guild], raw] = await Promise.all([limits, runAdmit(redis, nonce)]);
      if (user === null) throw new TypeError('The limiter was not asked');
      return { readings: { user, guild }, raw };
    },

    admit: () => runAdmit(forAnswer(), undefined),

    async write(refund, used) {
      const redis = afterAnswer();
      await Promise.all([
        moveCalls(redis, account, refund, -1),
        used === null ? null : runSettle(redis, used),
      ]);
    },

    async renew() {
      await runScript(afterAnswer(), RENEW, [keys.request, keys.answer], [lease, LEASE_MS]);
    },
  };
}

/** Of the day on which the request came: it is settled where it was reserved. Empty: does not apply. */
function keysOf(
  { answerCacheMs, now }: GuardStoreDeps,
  request: GuardRequest,
  lease: string,
  scopes: readonly BudgetScope[],
) {
  const { account, fingerprint, shareable } = request;
  const day = utcDay(now());
  const key = request.idempotencyKey;
  return {
    request: key === undefined ? '' : idempotencyKey(account.id, key),
    answer: shareable && answerCacheMs > 0 ? sharedAnswerKey(account.id, fingerprint) : '',
    reservation: reservationKey(lease),
    budgets: scopes.map((scope) =>
      spentKey(day, scope, scope === 'guild' ? (account.guild?.id ?? '') : account.owner),
    ),
  };
}

/** Takes one call from each limit, or gives it back. */
function moveCalls(redis: Redis, { id, callsPerMin, guild }: Account, which: Limits, calls: 1 | -1) {
  return Promise.all([
    which.user ? createCallLimiter(redis, callsPerMin).take(id, calls) : null,
    which.guild && guild !== null
      ? createCallLimiter(redis, guild.callsPerMin).take(guildCallsId(guild.id), calls)
      : null,
  ]);
}
