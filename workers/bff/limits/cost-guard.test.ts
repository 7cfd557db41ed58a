/** Limits, budgets and outages of the guard over a real Redis. */
import { describe, expect, it, vi } from 'vitest';
import { utcDay } from '../../../shared/contract/cost-limits.ts';
import { createNonceBook } from '../../../shared/signing/nonce-book.ts';
import {
  answer,
  ask,
  counter,
  none,
  nothingUsed,
  reserve,
  somebody,
  useGuard,
} from '../../../tests/use-guard.ts';
import { budgetKey } from '../store/redis-keys.ts';
import { openGuardSession } from './cost-guard.ts';

const guard = useGuard();
const { background, deps, lines, pressed, redis, settled } = guard;

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
    const before = guard.upstash.requests();
    expect((await session.admit()).kind).toBe('admitted');
    expect(guard.upstash.requests() - before).toBe(1);
    await session.settle({ ...nothingUsed, tokens: 7, answer, share: true });
    expect(guard.upstash.requests() - before).toBe(2);
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
    const first = openGuardSession(deps(), ask(account, { reserve: reserve(900) }));
    await first.admit();
    const second = ask(account, { reserve: reserve(200) });
    expect(await openGuardSession(deps(), second).admit()).toMatchObject({
      kind: 'refused',
      code: 'budget_held',
      evidence: { limit: 1000, retry_after_sec: 20 },
    });
    expect(pressed).toEqual([]);
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
      const session = openGuardSession(deps(), ask(account, { reserve: reserve(900) }));
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

  it('gives person and guild their call back when no model was called, and only then', async () => {
    const guild = { id: 'given-back', callsPerMin: 1 };
    const once = somebody({ callsPerMin: 1, guild });
    const called = openGuardSession(deps(), ask(once));
    for (const giveBack of [true, false]) {
      const session = giveBack ? openGuardSession(deps(), ask(once)) : called;
      expect((await session.admit()).kind).toBe('admitted');
      await session.settle({ ...nothingUsed, giveBack });
    }
    expect(await openGuardSession(deps(), ask(once)).admit()).toMatchObject({ code: 'rate_limit_user' });
    const other = somebody({ callsPerMin: 1, guild });
    expect(await openGuardSession(deps(), ask(other)).admit()).toMatchObject({ code: 'rate_limit_guild' });
  });

  it('holds no budget for a call beyond the limit of its person, also where there is no guild', async () => {
    const account = somebody({ callsPerMin: 1, guild: null });
    const reserved = ask(account, { reserve: { ...reserve(300), charge: { tokens: 200, microUsd: 0 } } });
    const first = openGuardSession(deps(), reserved);
    await first.admit();
    await first.settle({ ...nothingUsed, tokens: 10 });
    await openGuardSession(deps(), reserved).admit();
    await Promise.all(background);
    const key = budgetKey(utcDay(Date.now()), 'user', account.owner);
    expect([await redis('HGET', key, 'tokens'), await redis('HGET', key, 'held_tokens')]).toEqual([
      '10',
      '0',
    ]);
  });

  it('takes no call for what a budget refuses', async () => {
    const account = somebody({ callsPerMin: 1 });
    const large = ask(account, { reserve: reserve(1_001) });
    expect((await openGuardSession(deps(), large).admit()).kind).toBe('refused');
    await Promise.all(background);
    expect((await openGuardSession(deps(), ask(account)).admit()).kind).toBe('admitted');
  });

  it('logs a replay and a refusal', async () => {
    const shared = deps();
    const nonce = { value: 'n-logged', expiresAtMs: Date.now() + 60_000 };
    const account = somebody({ callsPerMin: 1 });
    for (let call = 0; call < 2; call += 1) await openGuardSession(shared, ask(account, { nonce })).admit();
    await openGuardSession(shared, ask(account)).admit();
    const events = lines.map((line) => JSON.parse(line).event);
    expect(events).toEqual(['signature.refused', 'guard.refused']);
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

  it('gives a call back within the minute in which it was taken, whenever its session was opened', async () => {
    const account = somebody({ callsPerMin: 1, guild: null });
    const opened = Date.now();
    try {
      const session = openGuardSession(deps(), ask(account));
      vi.setSystemTime(opened + 3 * 60_000);
      await session.admit();
      await session.giveBack();
      expect((await openGuardSession(deps(), ask(account)).admit()).kind).toBe('admitted');
    } finally {
      vi.setSystemTime(opened);
    }
  });

  it('never goes below zero, also when an operator has removed the counter during a call', async () => {
    const account = somebody({ callsPerMin: 100 });
    const session = openGuardSession(deps(), ask(account, { reserve: reserve(900) }));
    await session.admit();
    await redis('DEL', budgetKey(utcDay(Date.now()), 'user', account.owner));
    await session.settle({ ...nothingUsed, tokens: 50 });
    expect(await openGuardSession(deps(), ask(account)).admit()).toMatchObject({
      allowance: { tokens: { remaining: 1000 - 50 - 100 } },
    });
  });

  it('follows a person’s budget into another guild, but not into another person', async () => {
    const here = somebody();
    const there = { ...somebody(), owner: here.owner };
    await openGuardSession(deps(), ask(here, { reserve: reserve(950) })).admit();
    expect(await openGuardSession(deps(), ask(there)).admit()).toMatchObject({ code: 'budget_held' });
    expect((await openGuardSession(deps(), ask(somebody())).admit()).kind).toBe('admitted');
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
    guard.upstash.setFaults(faults);
    const shared = deps({ redis: { url: guard.upstash.url, token: guard.upstash.token, timeoutMs: 50 } });
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
      redis: { url: guard.upstash.url, token: guard.upstash.token, timeoutMs: SHORT_MS },
      degraded: { user: counter(1), guild: counter(9) },
    });
    const held = reserve(300);
    const [answered, refused] = [
      openGuardSession(shared, ask(account, { reserve: held })),
      openGuardSession(shared, ask(account, { reserve: held })),
    ];
    guard.upstash.setFaults({ lateMs: 2 * SHORT_MS });
    expect(await answered.admit()).toMatchObject({ kind: 'admitted', degraded: true });
    expect(await refused.admit()).toMatchObject({ code: 'rate_limit_degraded' });
    guard.upstash.setFaults({});
    await answered.settle({ ...nothingUsed, tokens: 50 });
    await Promise.all(background);
    expect(await openGuardSession(deps(), ask(account)).admit()).toMatchObject({
      allowance: { tokens: { remaining: 1000 - 50 - 100 } },
    });
  });

  it('binds the guild as a whole', async () => {
    guard.upstash.setFaults({ status: 500 });
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
    guard.upstash.setFaults({ status: 500 });
    expect((await openGuardSession(shared, ask(somebody(), { nonce })).admit()).kind).toBe('replayed');
    const next = { value: 'n-outage-2', expiresAtMs: nonce.expiresAtMs };
    expect((await openGuardSession(shared, ask(somebody(), { nonce: next })).admit()).kind).toBe('admitted');
    expect((await openGuardSession(shared, ask(somebody(), { nonce: next })).admit()).kind).toBe('replayed');
  });

  it('refuses a request whose nonce it has no room for', async () => {
    guard.upstash.setFaults({ status: 500 });
    const nonce = { value: 'n-full', expiresAtMs: Date.now() + 60_000 };
    const full = deps({ nonces: createNonceBook(0) });
    expect(await openGuardSession(full, ask(somebody(), { nonce })).admit()).toMatchObject({
      code: 'rate_limit_degraded',
    });
  });

  it('asks again by the local limit, and goes on without a renewal', async () => {
    const session = openGuardSession(deps(), ask(somebody()));
    await session.admit();
    guard.upstash.setFaults({ status: 500 });
    expect(await session.again({ share: false })).toMatchObject({ kind: 'admitted', degraded: true });
    await session.renew({ tokens: 1, microUsd: 0 });
    expect(lines.join()).toContain('guard.renew_failed');
  });

  it('asks the ledger for the budgets', async () => {
    guard.upstash.setFaults({ status: 500 });
    const session = openGuardSession(deps({ findExhaustedBudget: async () => 'all' }), ask(somebody()));
    expect(await session.admit()).toMatchObject({ code: 'rate_limit_degraded' });
  });
});
