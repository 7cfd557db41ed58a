/** The guard over the real scripts and the real limiter, on a real Redis behind Upstash's HTTP form. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startUpstashStandIn, type UpstashStandIn } from '../../../dev/upstash/server.ts';
import { createLogger } from '../../../shared/observe/log.ts';
import { createNonceBook } from '../../../shared/signing/nonce-book.ts';
import type { StoredAnswer } from '../idempotency/stored-answer.ts';
import { spentKey, utcDay } from '../store/redis-keys.ts';
import type { Account } from './account.ts';
import { type GuardDeps, openGuardSession } from './cost-guard.ts';
import type { GuardRequest } from './guard-store.ts';

let upstash: UpstashStandIn;
let background: Promise<unknown>[] = [];
let lines: string[] = [];
let people = 0;

/** A busy machine must not be taken for an outage. */
const PATIENT_MS = 20_000;

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
  await upstash.close();
});
beforeEach(() => {
  upstash.setFaults({});
  background = [];
  lines = [];
});

/** Nobody has met this person before. */
function somebody(overrides: Partial<Account> = {}): Account {
  people += 1;
  return {
    id: `guild${people}:user${people}`,
    owner: `user${people}`,
    callsPerMin: 3,
    guild: { id: `guild${people}`, callsPerMin: 100 },
    ...overrides,
  };
}

function deps(overrides: Partial<GuardDeps> = {}): GuardDeps {
  const budget = { tokens: 1000, microUsd: 0 };
  return {
    redis: { url: upstash.url, token: upstash.token, timeoutMs: PATIENT_MS },
    budgets: { user: budget, guild: { tokens: 0, microUsd: 0 }, everyone: { tokens: 0, microUsd: 0 } },
    degraded: { user: counter(2), guild: counter(3) },
    answerCacheMs: 60_000,
    nonces: createNonceBook(1_000),
    log: createLogger({ worker: 'bff', write: (line) => lines.push(line) }),
    now: Date.now,
    waitUntil: (work) => background.push(work),
    findExhaustedBudget: async () => null,
    ...overrides,
  };
}

/** The platform's limiter, as far as a test needs it. */
function counter(limit: number): RateLimit {
  const calls = new Map<string, number>();
  return {
    limit: async ({ key }: { key: string }) => {
      calls.set(key, (calls.get(key) ?? 0) + 1);
      return { success: (calls.get(key) ?? 0) <= limit };
    },
  } as RateLimit;
}

function ask(account: Account, overrides: Partial<GuardRequest> = {}): GuardRequest {
  return {
    account,
    fingerprint: 'f'.repeat(64),
    shareable: false,
    estimate: { tokens: 100, microUsd: 10 },
    ...overrides,
  };
}

const answer: StoredAnswer = {
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
const nothingUsed = { tokens: 0, microUsd: 0, answer: null, share: false, giveBack: false };

async function redis(...command: string[]): Promise<void> {
  const headers = { authorization: `Bearer ${upstash.token}` };
  await fetch(upstash.url, { method: 'POST', headers, body: JSON.stringify(command) });
}

async function settled(session: ReturnType<typeof openGuardSession>): Promise<void> {
  await session.settle(nothingUsed);
  await Promise.all(background);
}

describe('the cost guard', () => {
  it('decides limits, nonce, idempotency, cache and budgets in one HTTP request, and settles in another', async () => {
    const session = openGuardSession(
      deps(),
      ask(somebody(), {
        nonce: { value: 'n-one', expiresAtMs: Date.now() + 60_000 },
        idempotencyKey: 'k',
        shareable: true,
      }),
    );
    const before = upstash.requests();
    expect((await session.admit()).kind).toBe('admitted');
    expect(upstash.requests() - before).toBe(1);
    await session.settle({ ...nothingUsed, tokens: 7, answer, share: true });
    expect(upstash.requests() - before).toBe(2);
  });

  it('refuses the fourth call of three a minute and says when to come again', async () => {
    const account = somebody();
    const kinds: string[] = [];
    for (let call = 0; call < 4; call += 1) {
      const session = openGuardSession(deps(), ask(account));
      const verdict = await session.admit();
      kinds.push(verdict.kind);
      await settled(session);
      if (verdict.kind === 'refused') {
        expect(verdict.code).toBe('rate_limit_user');
        expect(verdict.evidence.retry_after_sec).toBeGreaterThan(0);
        expect(verdict.evidence.retry_after_sec).toBeLessThanOrEqual(60);
      }
    }
    expect(kinds).toEqual(['admitted', 'admitted', 'admitted', 'refused']);
  });

  it('gives the guild its call back when the person is refused', async () => {
    const guild = { id: 'shared-guild', callsPerMin: 3 };
    const [busy, other] = [somebody({ callsPerMin: 1, guild }), somebody({ callsPerMin: 9, guild })];
    for (let call = 0; call < 5; call += 1) {
      await openGuardSession(deps(), ask(busy)).admit();
      await Promise.all(background);
    }
    const kinds = [];
    for (let call = 0; call < 3; call += 1)
      kinds.push((await openGuardSession(deps(), ask(other)).admit()).kind);
    expect(kinds).toEqual(['admitted', 'admitted', 'refused']);
  });

  it('spends a nonce once, also over two isolates, and lets exactly one of fifty at once through', async () => {
    const nonce = { value: 'n-race', expiresAtMs: Date.now() + 60_000 };
    const account = somebody({ callsPerMin: 1000, guild: null });
    const verdicts = await Promise.all(
      Array.from({ length: 50 }, () =>
        openGuardSession(
          deps({ budgets: { user: none, guild: none, everyone: none } }),
          ask(account, { nonce }),
        ).admit(),
      ),
    );
    expect(verdicts.filter(({ kind }) => kind === 'admitted')).toHaveLength(1);
    expect(verdicts.filter(({ kind }) => kind === 'replayed')).toHaveLength(49);
  });

  it('reserves the estimate and settles what was really used', async () => {
    const account = somebody({ callsPerMin: 100 });
    const first = openGuardSession(deps(), ask(account, { estimate: { tokens: 900, microUsd: 0 } }));
    await first.admit();
    const second = ask(account, { estimate: { tokens: 200, microUsd: 0 } });
    expect(await openGuardSession(deps(), second).admit()).toMatchObject({
      kind: 'refused',
      code: 'budget_user',
      evidence: { limit: 1000 },
    });
    await first.settle({ ...nothingUsed, tokens: 50 });
    expect(await openGuardSession(deps(), second).admit()).toMatchObject({
      kind: 'admitted',
      allowance: { tokens: { remaining: 750 } },
    });
  });

  it('settles a call that ends after midnight on the day that it was reserved from', async () => {
    const account = somebody({ callsPerMin: 100 });
    const noon = Date.now();
    const [eve, morning] = [Date.UTC(2026, 10, 24, -1, 59, 40), Date.UTC(2026, 10, 24, 0, 0, 20)];
    try {
      vi.setSystemTime(eve);
      const session = openGuardSession(deps(), ask(account, { estimate: { tokens: 900, microUsd: 0 } }));
      await session.admit();
      vi.setSystemTime(morning);
      await session.settle({ ...nothingUsed, tokens: 50 });
      expect(await openGuardSession(deps(), ask(account)).admit()).toMatchObject({
        allowance: { tokens: { remaining: 900 } },
      });
      vi.setSystemTime(eve);
      expect(await openGuardSession(deps(), ask(account)).admit()).toMatchObject({
        allowance: { tokens: { remaining: 850 } },
      });
    } finally {
      vi.setSystemTime(noon);
    }
  });

  it('gives no call back to a minute that it was not taken from', async () => {
    const account = somebody({ callsPerMin: 3, guild: null });
    const taken = Date.now();
    try {
      const session = openGuardSession(deps(), ask(account));
      await session.admit();
      vi.setSystemTime(taken + 3 * 60_000);
      await session.giveBack();
      const kinds = [];
      for (let call = 0; call < 4; call += 1)
        kinds.push((await openGuardSession(deps(), ask(account)).admit()).kind);
      expect(kinds).toEqual(['admitted', 'admitted', 'admitted', 'refused']);
    } finally {
      vi.setSystemTime(taken);
    }
  });

  it('never goes below zero, also when an operator has removed the counter during a call', async () => {
    const account = somebody({ callsPerMin: 100 });
    const session = openGuardSession(deps(), ask(account, { estimate: { tokens: 900, microUsd: 0 } }));
    await session.admit();
    await redis('DEL', spentKey(utcDay(Date.now()), 'user', account.owner));
    await session.settle({ ...nothingUsed, tokens: 50 });
    expect(await openGuardSession(deps(), ask(account)).admit()).toMatchObject({
      allowance: { tokens: { remaining: 900 } },
    });
  });

  it('follows a person’s budget into another guild, but not into another person', async () => {
    const here = somebody();
    const there = { ...somebody(), owner: here.owner };
    await openGuardSession(deps(), ask(here, { estimate: { tokens: 950, microUsd: 0 } })).admit();
    expect(await openGuardSession(deps(), ask(there)).admit()).toMatchObject({ code: 'budget_user' });
    expect((await openGuardSession(deps(), ask(somebody())).admit()).kind).toBe('admitted');
  });
});

const none = { tokens: 0, microUsd: 0 };

describe('idempotency', () => {
  const keyed = (account: Account, fingerprint = 'a') => ask(account, { idempotencyKey: 'k', fingerprint });

  it('holds a repeat off while the first is running, and answers it from the first when that is done', async () => {
    const account = somebody();
    const first = openGuardSession(deps(), keyed(account));
    const repeat = openGuardSession(deps(), keyed(account));
    await first.admit();
    expect(await repeat.admit()).toMatchObject({ kind: 'running', what: 'request' });
    await first.settle({ ...nothingUsed, answer });
    expect(await repeat.again({ share: true })).toMatchObject({ kind: 'answered', by: 'replay', answer });
  });

  it('lets a repeat take over when the first has failed', async () => {
    const account = somebody();
    const first = openGuardSession(deps(), keyed(account));
    const repeat = openGuardSession(deps(), keyed(account));
    await first.admit();
    await repeat.admit();
    await settled(first);
    expect((await repeat.again({ share: true })).kind).toBe('admitted');
  });

  it('refuses the same key with another body', async () => {
    const account = somebody();
    await openGuardSession(deps(), keyed(account)).admit();
    expect(await openGuardSession(deps(), keyed(account, 'b')).admit()).toMatchObject({
      code: 'idempotency_mismatch',
    });
  });

  it('keeps the keys of two people apart', async () => {
    await openGuardSession(deps(), keyed(somebody())).admit();
    expect((await openGuardSession(deps(), keyed(somebody(), 'b')).admit()).kind).toBe('admitted');
  });

  it('does not let a holder that has lost its lease overwrite the new one', async () => {
    const account = somebody();
    const late = openGuardSession(deps(), keyed(account));
    await late.admit();
    await settled(late);
    const current = openGuardSession(deps(), keyed(account));
    await current.admit();
    await late.settle({ ...nothingUsed, answer });
    expect((await openGuardSession(deps(), keyed(account)).admit()).kind).toBe('running');
  });
});

describe('shared answers', () => {
  const question = (account: Account) => ask(account, { shareable: true });

  it('joins equal questions of one person, and repeats a whole answer for a moment', async () => {
    const account = somebody();
    const first = openGuardSession(deps(), question(account));
    await first.admit();
    expect(await openGuardSession(deps(), question(account)).admit()).toMatchObject({ what: 'question' });
    await first.settle({ ...nothingUsed, answer, share: true });
    expect(await openGuardSession(deps(), question(account)).admit()).toMatchObject({ by: 'cache', answer });
  });

  it('never reach another person or guild', async () => {
    const session = openGuardSession(deps(), question(somebody()));
    await session.admit();
    await session.settle({ ...nothingUsed, answer, share: true });
    expect((await openGuardSession(deps(), question(somebody())).admit()).kind).toBe('admitted');
  });

  it('are not kept of an answer that was cut off or depended on more than the question', async () => {
    const account = somebody();
    const session = openGuardSession(deps(), question(account));
    await session.admit();
    await session.settle({ ...nothingUsed, answer, share: false });
    expect((await openGuardSession(deps(), question(account)).admit()).kind).toBe('admitted');
  });

  it('can be passed by, and switched off', async () => {
    const account = somebody({ callsPerMin: 9 });
    const first = openGuardSession(deps(), question(account));
    await first.admit();
    await first.settle({ ...nothingUsed, answer, share: true });
    const session = openGuardSession(deps(), question(account));
    expect((await session.admit()).kind).toBe('answered');
    expect((await session.again({ share: false })).kind).toBe('admitted');
    const off = openGuardSession(deps({ answerCacheMs: 0 }), question(account));
    expect((await off.admit()).kind).toBe('admitted');
  });
});

/** Passes while Redis is silent; the answer of a healthy one is not waited for by this. */
const SHORT_MS = 200;

describe('without Redis', () => {
  it.each([
    ['it answers with an error', { status: 500 }],
    ['it refuses connections', { down: true }],
    ['it answers garbage', { garbage: true }],
    ['it hangs', { hang: true }],
  ])('binds the stricter local limit when %s', async (_name, faults) => {
    upstash.setFaults(faults);
    const shared = deps({ redis: { url: upstash.url, token: upstash.token, timeoutMs: 50 } });
    const account = somebody();
    const kinds = [];
    for (let call = 0; call < 3; call += 1) {
      const verdict = await openGuardSession(shared, ask(account)).admit();
      kinds.push(verdict.kind === 'refused' ? verdict.code : verdict.kind);
    }
    expect(kinds).toEqual(['admitted', 'admitted', 'rate_limit_degraded']);
    expect(lines.join()).toContain('guard.degraded');
  });

  it('holds nothing of a budget for calls that Redis admitted too late to be heard', async () => {
    const account = somebody();
    const shared = deps({
      redis: { url: upstash.url, token: upstash.token, timeoutMs: SHORT_MS },
      degraded: { user: counter(1), guild: counter(9) },
    });
    const estimate = { tokens: 300, microUsd: 0 };
    const [answered, refused] = [
      openGuardSession(shared, ask(account, { estimate })),
      openGuardSession(shared, ask(account, { estimate })),
    ];
    upstash.setFaults({ lateMs: 2 * SHORT_MS });
    expect(await answered.admit()).toMatchObject({ kind: 'admitted', degraded: true });
    expect(await refused.admit()).toMatchObject({ code: 'rate_limit_degraded' });
    upstash.setFaults({});
    await answered.settle({ ...nothingUsed, tokens: 50 });
    await Promise.all(background);
    expect(await openGuardSession(deps(), ask(account)).admit()).toMatchObject({
      allowance: { tokens: { remaining: 1000 - 50 - 100 } },
    });
  });

  it('binds the guild as a whole', async () => {
    upstash.setFaults({ status: 500 });
    const shared = deps();
    const guild = { id: 'busy', callsPerMin: 100 };
    const kinds = [];
    for (let call = 0; call < 4; call += 1) {
      kinds.push((await openGuardSession(shared, ask(somebody({ guild }))).admit()).kind);
    }
    expect(kinds).toEqual(['admitted', 'admitted', 'admitted', 'refused']);
  });

  it('still refuses a nonce that it has seen, with Redis or without', async () => {
    const shared = deps();
    const nonce = { value: 'n-outage', expiresAtMs: Date.now() + 60_000 };
    expect((await openGuardSession(shared, ask(somebody(), { nonce })).admit()).kind).toBe('admitted');
    upstash.setFaults({ status: 500 });
    expect((await openGuardSession(shared, ask(somebody(), { nonce })).admit()).kind).toBe('replayed');
    const next = { value: 'n-outage-2', expiresAtMs: nonce.expiresAtMs };
    expect((await openGuardSession(shared, ask(somebody(), { nonce: next })).admit()).kind).toBe('admitted');
    expect((await openGuardSession(shared, ask(somebody(), { nonce: next })).admit()).kind).toBe('replayed');
  });

  it('asks the ledger for the budgets', async () => {
    upstash.setFaults({ status: 500 });
    const session = openGuardSession(deps({ findExhaustedBudget: async () => 'all' }), ask(somebody()));
    expect(await session.admit()).toMatchObject({ code: 'rate_limit_degraded' });
  });
});
