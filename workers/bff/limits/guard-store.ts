/**
 * What one request asks of Redis and writes there: limits of person and server, the signature's nonce, idempotency, the
 * shared answer and every budget, each time in one HTTP request. Throws when Redis gives no answer in time.
 */
import type { Redis } from '@upstash/redis/cloudflare';
import { blockKey, readBlock } from '../../../shared/contract/blocks.ts';
import { type Budget, guildCallsId } from '../../../shared/contract/cost-limits.ts';
import { openRedis, runScript } from '../store/redis.ts';
import {
  erasedKey,
  idempotencyKey,
  keptKey,
  nonceKey,
  repeatsKey,
  sharedAnswerKey,
  utcMinute,
} from '../store/redis-keys.ts';
import { type Account, apiKeyIdOf } from './account.ts';
import { type Bounds, type BudgetLine, budgetLines, type GuardScope } from './budget-lines.ts';
import { createCallLimiter } from './call-limiter.ts';
import type { Readings } from './decide.ts';
import { ADMIT, EXTEND, RENEW, SETTLE } from './scripts.ts';
import { readUnchecked, type Unchecked } from './unchecked.ts';

export interface GuardRequest {
  account: Account;
  /** The person's, under which an erasure is marked; null or absent for API keys. */
  pseudonym?: string | null;
  /** The signature's nonce; absent for API keys. */
  nonce?: { value: string; expiresAtMs: number };
  idempotencyKey?: string;
  /** SHA-256 of what determines the answer. */
  fingerprint: string;
  /** True when an equal request of the same account may be answered by one model call. */
  shareable: boolean;
  /** The bot has let it through from memory. */
  unchecked?: Unchecked;
  reserve: Reserve;
}

/** The most that a call can use, as far as it is known before what was said before has been read. */
export interface Reserve {
  tokens: number;
  microUsd: number;
  /** Of the tokens, those that the shortest request of its sender would need, too; absent: none. */
  leastTokens?: number;
  /** What was said before may add so much; it is shortened to what the budgets leave. */
  window: Charge;
  /** What of all this is charged at once. */
  charge: Charge;
}

export interface Charge {
  tokens: number;
  microUsd: number;
}

/** What an answer may use in all, with one more call; `charge`: what of it is charged at once. */
export interface Extension extends Charge {
  charge: Charge;
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
export interface Used extends Charge {
  /** Null when there is none to keep. */
  answer: string | null;
  /** How long the answer may serve equal questions; 0 for not at all. */
  shareMs: number;
}

export interface GuardStore {
  scopes: readonly GuardScope[];
  bounds: Bounds;
  /** The budget whose use the caller is told. */
  told: GuardScope;
  /** From now on this request neither takes nor gives a shared answer. */
  stopSharing(): void;
  /** Takes one call from each limit, and admits. `raw` is the ADMIT script's answer. */
  takeAndAdmit(): Promise<{ readings: Readings; raw: unknown }>;
  /** Admits once more, without taking calls or spending the nonce. */
  admit(): Promise<unknown>;
  write(refund: Limits, used: Used | null): Promise<void>;
  /** `charge`: what the call has used so far, by estimate. */
  renew(charge: Charge): Promise<void>;
  /** Gives the EXTEND script's answer. */
  extend(extension: Extension): Promise<unknown>;
}

/** No request waits for what comes after the answer. */
const AFTER_DEADLINE_MS = 3_000;
/** A holder that died frees its request after so long; a living one renews in time. Most answers never renew. */
const LEASE_MS = 30_000;
/** What it had reserved is free again after so long. Leaves time for one renewal to fail. */
const RESERVATION_MS = 45_000;
export const RENEW_EVERY_MS = 20_000;
/** Longer than Discord's interaction token lives, so that a repeated delivery always finds the first answer. */
const IDEMPOTENCY_MS = 16 * 60_000;
/** A minute's count of repeats, and the moment after. */
const REPEATS_LIFE_MS = 120_000;
const NONCE_MARGIN_MS = 1_000;

export function createGuardStore(deps: GuardStoreDeps, request: GuardRequest): GuardStore {
  const { account, fingerprint, nonce, pseudonym = null } = request;
  const startedAtMs = deps.now();
  // Nobody looks for what is kept of an API key, and of one that never rests the index would grow for ever.
  const kept = apiKeyIdOf(account) === null ? keptKey(account.owner) : '';
  const lease = crypto.randomUUID();
  // Of the moment at which the request came: it is settled where it was reserved.
  const lines = budgetLines(account, deps.budgets, startedAtMs);
  const told = lines.some(({ scope }) => scope === 'minute') ? 'minute' : 'user';
  const keys = keysOf(deps, request, lines);
  const forAnswer = () => openRedis(deps.redis, deps.redis.timeoutMs);
  const afterAnswer = () => openRedis(deps.redis, AFTER_DEADLINE_MS);
  /** What Redis has confirmed to be charged: needed where the reservation is gone before it is settled. */
  let charged: Charge = { tokens: 0, microUsd: 0 };

  /** `isFirst`: a repeat takes from a limit of its own, and what the bot has not seen is looked at. Not while waiting for an answer. */
  async function runAdmit(
    redis: Redis,
    { spent, isFirst }: { spent: GuardRequest['nonce']; isFirst: boolean },
  ): Promise<unknown> {
    const nowMs = deps.now();
    const nonceLifeMs = spent === undefined ? 1 : spent.expiresAtMs - nowMs + NONCE_MARGIN_MS;
    const { tokens, microUsd, window, charge } = request.reserve;
    const unseen = readUnchecked(isFirst ? request.unchecked : undefined, pseudonym, nowMs);
    const raw = await runScript(
      redis,
      ADMIT,
      [
        spent === undefined ? '' : nonceKey(spent.value),
        keys.request,
        keys.answer,
        isFirst ? repeatsKey(account.id, utcMinute(nowMs)) : '',
        kept,
        ...unseen.keys,
        ...keys.budgets,
      ],
      [
        Math.max(1, nonceLifeMs),
        fingerprint,
        lease,
        LEASE_MS,
        tokens,
        microUsd,
        window.tokens,
        window.microUsd,
        nowMs,
        isFirst ? account.callsPerMin : 0,
        REPEATS_LIFE_MS,
        RESERVATION_MS,
        charge.tokens,
        charge.microUsd,
        lines.findIndex(({ scope }) => scope === told),
        ...unseen.args,
        ...lines.flatMap(({ bound, lifeMs }) => [bound.tokens, bound.microUsd, lifeMs]),
      ],
    );
    if (Array.isArray(raw) && raw[0] === 'admitted') charged = charge;
    return raw;
  }

  function runSettle(redis: Redis, { answer, shareMs, tokens, microUsd }: Used): Promise<unknown> {
    return runScript(
      redis,
      SETTLE,
      [keys.request, keys.answer, kept, pseudonym === null ? '' : erasedKey(pseudonym), ...keys.budgets],
      [
        lease,
        fingerprint,
        answer ?? '',
        IDEMPOTENCY_MS,
        shareMs,
        tokens,
        microUsd,
        charged.tokens,
        charged.microUsd,
        startedAtMs,
        ...lines.map(({ lifeMs }) => lifeMs),
      ],
    );
  }

  return {
    scopes: lines.map(({ scope }) => scope),
    bounds: {
      user: deps.budgets.user,
      ...Object.fromEntries(lines.map(({ scope, bound }) => [scope, bound])),
    },
    told,
    stopSharing() {
      keys.answer = '';
    },

    async takeAndAdmit() {
      const redis = forAnswer();
      // Begun in one tick, without an await between them: that is what makes them one HTTP request.
      const limits = moveCalls(redis, account, { user: true, guild: true }, 1);
      const [[user, guild], block, raw] = await Promise.all([
        limits,
        // Keys are revoked, not blocked. A GETEX, because the client sends its reads in a request of their own.
        apiKeyIdOf(account) === null ? redis.getex<string>(blockKey(account.id)) : null,
        runAdmit(redis, { spent: nonce, isFirst: true }),
      ]);
      if (user === null) throw new TypeError('The limiter was not asked');
      return { readings: { user, guild, block: readBlock(block, startedAtMs) }, raw };
    },

    admit: () => runAdmit(forAnswer(), { spent: undefined, isFirst: false }),

    async write(refund, used) {
      const redis = afterAnswer();
      await Promise.all([
        moveCalls(redis, account, refund, -1),
        used === null ? null : runSettle(redis, used),
      ]);
    },

    async renew(charge) {
      const isKept = await runScript(
        afterAnswer(),
        RENEW,
        [keys.request, keys.answer, kept, ...keys.budgets],
        [lease, LEASE_MS, deps.now(), RESERVATION_MS, charge.tokens, charge.microUsd],
      );
      if (isKept === 1) charged = charge;
    },

    async extend({ tokens, microUsd, charge }) {
      const raw = await runScript(
        forAnswer(),
        EXTEND,
        [keys.request, keys.answer, kept, ...keys.budgets],
        [
          lease,
          LEASE_MS,
          deps.now(),
          RESERVATION_MS,
          charge.tokens,
          charge.microUsd,
          tokens,
          microUsd,
          charged.tokens,
          charged.microUsd,
          ...lines.flatMap(({ bound, lifeMs }) => [bound.tokens, bound.microUsd, lifeMs]),
        ],
      );
      if (Array.isArray(raw) && raw[0] === 'admitted') charged = charge;
      return raw;
    },
  };
}

/** Empty: does not apply. */
function keysOf({ answerCacheMs }: GuardStoreDeps, request: GuardRequest, lines: readonly BudgetLine[]) {
  const { account, fingerprint, shareable } = request;
  const key = request.idempotencyKey;
  return {
    request: key === undefined ? '' : idempotencyKey(account.id, key),
    answer: shareable && answerCacheMs > 0 ? sharedAnswerKey(account.id, fingerprint) : '',
    budgets: lines.map(({ key }) => key),
  };
}

/** Takes one call from each limit, or gives it back. */
function moveCalls(
  redis: Redis,
  { id, callsPerMin, guild, countedAs }: Account,
  which: Limits,
  calls: 1 | -1,
) {
  const counter = (name: string) => (countedAs === undefined ? name : `${name}:${countedAs}`);
  return Promise.all([
    which.user ? createCallLimiter(redis, callsPerMin).take(counter(id), calls) : null,
    which.guild && guild !== null
      ? createCallLimiter(redis, guild.callsPerMin).take(counter(guildCallsId(guild.id)), calls)
      : null,
  ]);
}
