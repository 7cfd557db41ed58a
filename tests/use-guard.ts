/** The guard over the real scripts and the real limiter, on a real Redis behind Upstash's HTTP form. */
import { afterAll, beforeAll, beforeEach, vi } from 'vitest';
import { startUpstashStandIn, type UpstashStandIn } from '../dev/upstash/server.ts';
import { createLogger } from '../shared/observe/log.ts';
import { createNonceBook } from '../shared/signing/nonce-book.ts';
import type { StoredAnswer } from '../workers/bff/idempotency/stored-answer.ts';
import type { Account } from '../workers/bff/limits/account.ts';
import { type GuardDeps, type GuardSession, openGuardSession } from '../workers/bff/limits/cost-guard.ts';
import type { GuardRequest } from '../workers/bff/limits/guard-store.ts';
import { createKeyUse } from '../workers/bff/limits/key-use.ts';

/** A busy machine must not be taken for an outage. */
const PATIENT_MS = 20_000;

export const none = { tokens: 0, microUsd: 0 };
export const nothingUsed = { tokens: 0, microUsd: 0, answer: null, share: false, giveBack: false };
export const answer: StoredAnswer = {
  id: 'chatcmpl-1',
  created: 1,
  model: 'm',
  answeredBy: 'm',
  content: '안녕하세요 👋',
  finishReason: 'stop',
  usage: null,
  fallback: false,
  provider: 'api.openai.com',
  conversationId: null,
};

let people = 0;

/** Nobody has met this person before. */
export function somebody(overrides: Partial<Account> = {}): Account {
  people += 1;
  return {
    id: `guild${people}:user${people}`,
    owner: `user${people}`,
    callsPerMin: 3,
    guild: { id: `guild${people}`, callsPerMin: 100 },
    ...overrides,
  };
}

/** Of a call without anything said before. */
export function reserve(tokens: number, microUsd = 0): GuardRequest['reserve'] {
  return { tokens, microUsd, window: none, charge: none };
}

export function ask(account: Account, overrides: Partial<GuardRequest> = {}): GuardRequest {
  return {
    account,
    fingerprint: 'f'.repeat(64),
    shareable: false,
    reserve: reserve(100, 10),
    ...overrides,
  };
}

/** The platform's limiter, as far as a test needs it. */
export function counter(limit: number): RateLimit {
  const calls = new Map<string, number>();
  return {
    limit: async ({ key }: { key: string }) => {
      calls.set(key, (calls.get(key) ?? 0) + 1);
      return { success: (calls.get(key) ?? 0) <= limit };
    },
  } as RateLimit;
}

/** Starts a Redis before the file's tests and stops it after them. What it has seen is of the current test alone. */
export function useGuard() {
  let upstash: UpstashStandIn | undefined;
  const running = () => {
    if (upstash === undefined) throw new Error('Redis is not started yet');
    return upstash;
  };
  const background: Promise<unknown>[] = [];
  const lines: string[] = [];
  const pressed: string[] = [];

  function deps(overrides: Partial<GuardDeps> = {}): GuardDeps {
    const { url, token } = running();
    return {
      redis: { url, token, timeoutMs: PATIENT_MS },
      budgets: { user: { tokens: 1000, microUsd: 0 }, guild: none, everyone: none },
      degraded: { user: counter(2), guild: counter(3) },
      keyUse: createKeyUse(Date.now),
      answerCacheMs: 60_000,
      nonces: createNonceBook(1_000),
      log: createLogger({ worker: 'bff', write: (line) => lines.push(line) }),
      now: Date.now,
      onOverBudget: (scope) => pressed.push(scope),
      waitUntil: (work) => background.push(work),
      findExhaustedBudget: async () => null,
      ...overrides,
    };
  }

  async function settled(session: GuardSession): Promise<void> {
    await session.settle(nothingUsed);
    await Promise.all(background);
  }

  async function redis(...command: string[]): Promise<string | number | null> {
    const { url, token } = running();
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(command) });
    return ((await response.json()) as { result: string | number | null }).result;
  }

  beforeAll(async () => {
    // The middle of a minute: no test may see the limiter's window end.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 10, 23, 12, 0, 30) });
    upstash = await startUpstashStandIn({ token: 'a-token-for-tests' });
    // The server learns the scripts once, which costs one more request than afterwards.
    const session = openGuardSession(deps(), ask(somebody()));
    await session.admit();
    await settled(session);
  });
  afterAll(async () => {
    vi.useRealTimers();
    await upstash?.close();
  });
  beforeEach(() => {
    running().setFaults({});
    for (const seen of [background, lines, pressed]) seen.length = 0;
  });

  return {
    deps,
    settled,
    redis,
    background,
    lines,
    pressed,
    get upstash() {
      return running();
    },
  };
}
