/** An API key's budgets of a day, a month and a minute, over a real Redis. */
import { describe, expect, it, vi } from 'vitest';
import { ask, none, nothingUsed, reserve, useGuard } from '../../../tests/use-guard.ts';
import type { KeySettings } from '../access/key-settings.ts';
import { type Account, accountOfApiKey } from './account.ts';
import { type GuardDeps, openGuardSession } from './cost-guard.ts';

const guard = useGuard();
const { deps, redis, settled } = guard;

let keys = 0;

/** A key that nobody has used before. */
function newKey(settings: KeySettings, callsPerMin = 1_000): Account {
  keys += 1;
  return accountOfApiKey({ id: keys, callsPerMin, settings });
}

const roomy: Partial<GuardDeps> = { budgets: { user: none, guild: none, everyone: none } };

function open(account: Account, tokens: number, microUsd = 0, overrides: Partial<GuardDeps> = {}) {
  const request = ask(account, { reserve: reserve(tokens, microUsd) });
  return openGuardSession(deps({ ...roomy, ...overrides }), request);
}

async function at(nowMs: number, work: () => Promise<void>): Promise<void> {
  const before = Date.now();
  vi.setSystemTime(nowMs);
  try {
    await work();
  } finally {
    vi.setSystemTime(before);
  }
}

describe('a budget of a key', () => {
  it.each<[string, KeySettings, string]>([
    ['tokens a day', { tokens_per_day: 1_000 }, 'budget_user'],
    ['tokens a month', { tokens_per_month: 1_000 }, 'budget_month'],
    ['tokens a minute', { tokens_per_min: 1_000 }, 'rate_limit_tokens'],
    ['money a day', { micro_usd_per_day: 1_000 }, 'budget_user'],
    ['money a month', { micro_usd_per_month: 1_000 }, 'budget_month'],
  ])('of %s admits three of twelve calls at once that need 300 each', async (_, settings, code) => {
    const account = newKey(settings);
    const sessions = Array.from({ length: 12 }, () => open(account, 300, 300));
    const verdicts = await Promise.all(sessions.map((session) => session.admit()));
    const refused = verdicts.flatMap((verdict) => (verdict.kind === 'refused' ? [verdict.code] : []));
    const held = code === 'rate_limit_tokens' ? code : 'budget_held';
    expect(refused).toEqual(Array(9).fill(held));
    const admitted = sessions.filter((_session, index) => verdicts[index]?.kind === 'admitted');
    for (const session of admitted) await session.settle({ ...nothingUsed, tokens: 300, microUsd: 300 });
    expect(await open(account, 300, 300).admit()).toMatchObject({ code });
  });

  it('has room again for what a call did not use', async () => {
    const account = newKey({ tokens_per_month: 1_000, tokens_per_day: 1_000, tokens_per_min: 1_000 });
    const first = open(account, 900);
    await first.admit();
    expect(await open(account, 200).admit()).toMatchObject({ kind: 'refused' });
    await first.settle({ ...nothingUsed, tokens: 50 });
    expect(await open(account, 200).admit()).toMatchObject({
      kind: 'admitted',
      allowance: { tokens: { limit: 1_000, remaining: 750 } },
    });
  });

  it('costs no more HTTP requests than a person’s', async () => {
    const session = open(newKey({ tokens_per_month: 1_000, tokens_per_min: 1_000 }), 100, 5);
    const before = guard.upstash.requests();
    await session.admit();
    expect(guard.upstash.requests() - before).toBe(1);
    await settled(session);
    expect(guard.upstash.requests() - before).toBe(2);
  });

  it('of a month ends with it, and is named before the day’s', async () => {
    const account = newKey({ tokens_per_month: 1_000, tokens_per_day: 1_000 });
    await at(Date.UTC(2026, 10, 30, 23, 59, 30), async () => {
      const session = open(account, 900);
      await session.admit();
      await session.settle({ ...nothingUsed, tokens: 900 });
      expect(await open(account, 200).admit()).toMatchObject({
        code: 'budget_month',
        evidence: { limit: 1_000, limit_unit: 'tokens', retry_after_sec: 30 },
      });
    });
    await at(Date.UTC(2026, 11, 1, 0, 0, 1), async () => {
      expect((await open(account, 200).admit()).kind).toBe('admitted');
    });
  });

  it('of a month remembers the days before', async () => {
    const account = newKey({ tokens_per_month: 1_000, tokens_per_day: 600 });
    for (const day of [3, 4]) {
      await at(Date.UTC(2026, 10, day, 12), async () => {
        const session = open(account, 450);
        expect((await session.admit()).kind).toBe('admitted');
        await session.settle({ ...nothingUsed, tokens: 450 });
      });
    }
    await at(Date.UTC(2026, 10, 5, 12), async () => {
      expect(await open(account, 200).admit()).toMatchObject({ code: 'budget_month' });
    });
  });

  it('of a month that is set later knows what was used before', async () => {
    const before = newKey({});
    const session = open(before, 900);
    await session.admit();
    await session.settle({ ...nothingUsed, tokens: 900 });
    const now = accountOfApiKey({ id: keys, callsPerMin: 9, settings: { tokens_per_month: 1_000 } });
    expect(await open(now, 200).admit()).toMatchObject({ code: 'budget_month' });
    expect(Number(await redis('PTTL', `llm:spent:2026-11:user:api:${keys}`))).toBeGreaterThan(
      31 * 86_400_000,
    );
  });

  it('of a minute ends with it, and counts a call where it began', async () => {
    const account = newKey({ tokens_per_min: 1_000 });
    const long = open(account, 900);
    await long.admit();
    expect(await open(account, 200).admit()).toMatchObject({
      code: 'rate_limit_tokens',
      evidence: { retry_after_sec: 30, limit: 1_000 },
    });
    await at(Date.now() + 31_000, async () => {
      await long.settle({ ...nothingUsed, tokens: 900 });
      expect(await open(account, 200).admit()).toMatchObject({
        allowance: { tokens: { remaining: 800, limit: 1_000 } },
      });
    });
  });

  it('of a minute refuses a call that it can never hold with a code that says so', async () => {
    const verdict = await open(newKey({ tokens_per_min: 1_000 }), 1_001).admit();
    expect(verdict).toMatchObject({ code: 'request_too_large', evidence: { limit: 1_000 } });
    expect(verdict).toMatchObject({ detail: expect.stringContaining('1001 tokens') });
    expect(verdict).not.toHaveProperty('evidence.retry_after_sec');
  });

  it.each([
    ['a day', { tokens_per_day: 1_000 }, 1_001, 0, '1001 tokens'],
    ['a month', { tokens_per_month: 1_000 }, 1_001, 0, '1001 tokens'],
    ['a day in money', { micro_usd_per_day: 1_000 }, 10, 1_001, '1001 micro-USD'],
  ] as const)(
    'of %s does so too, though nothing of it is used',
    async (_span, settings, tokens, microUsd, said) => {
      const verdict = await open(newKey(settings), tokens, microUsd).admit();
      expect(verdict).toMatchObject({ code: 'request_too_large', evidence: { limit: 1_000 } });
      expect(verdict).toMatchObject({ detail: expect.stringContaining(said) });
      expect(verdict).not.toHaveProperty('evidence.retry_after_sec');
    },
  );

  it('takes the place of everybody’s, and 0 lifts that', async () => {
    const budgets = { user: { tokens: 500, microUsd: 0 }, guild: none, everyone: none };
    const kind = async (settings: KeySettings) =>
      (await open(newKey(settings), 800, 0, { budgets }).admit()).kind;
    expect(await kind({})).toBe('refused');
    expect(await kind({ tokens_per_day: 1_000 })).toBe('admitted');
    expect(await kind({ tokens_per_day: 0 })).toBe('admitted');
  });
});

describe('without Redis a key', () => {
  const outage = async (account: Account, calls: number, tokens = 10) => {
    guard.upstash.setFaults({ status: 500 });
    const shared = deps(roomy);
    const request = ask(account, { reserve: reserve(tokens) });
    const verdicts = await Promise.all(
      Array.from({ length: calls }, () => openGuardSession(shared, request).admit()),
    );
    return verdicts.map((verdict) => (verdict.kind === 'refused' ? verdict.code : verdict.kind));
  };

  it('is held to its own calls a minute where they are fewer than the local limiter’s', async () => {
    expect(await outage(newKey({}, 1), 2)).toEqual(['admitted', 'rate_limit_degraded']);
  });

  it('is held to its tokens a minute', async () => {
    expect(await outage(newKey({ tokens_per_min: 15 }), 2)).toEqual(['admitted', 'rate_limit_degraded']);
  });

  it('is held to the local limiter though its own limits are wide', async () => {
    expect(await outage(newKey({}), 3)).toEqual(['admitted', 'admitted', 'rate_limit_degraded']);
  });
});
