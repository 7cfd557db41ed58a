/** What calls under way hold of the budgets, over a real Redis. */
import { describe, expect, it, vi } from 'vitest';
import { utcDay } from '../../../shared/contract/cost-limits.ts';
import { ask, none, nothingUsed, reserve, somebody, useGuard } from '../../../tests/use-guard.ts';
import { budgetKey } from '../store/redis-keys.ts';
import type { Account } from './account.ts';
import { type GuardDeps, openGuardSession } from './cost-guard.ts';

const { deps, redis } = useGuard();

describe('a reservation', () => {
  const admit = (account: Account, tokens: number, overrides: Partial<GuardDeps> = {}) =>
    openGuardSession(deps(overrides), ask(account, { reserve: reserve(tokens) })).admit();
  /** What a person has used, and what calls under way hold. */
  const read = async (account: Account) => {
    const key = budgetKey(utcDay(Date.now()), 'user', account.owner);
    return [await redis('HGET', key, 'tokens'), await redis('HGET', key, 'held_tokens')];
  };
  /** The clock of the Workers; the server's own goes on as it does. */
  async function later(ms: number, work: () => Promise<void>): Promise<void> {
    const before = Date.now();
    vi.setSystemTime(before + ms);
    try {
      await work();
    } finally {
      vi.setSystemTime(before);
    }
  }

  it('of a call whose Worker died is free again within a minute', async () => {
    const account = somebody({ callsPerMin: 100 });
    await admit(account, 900);
    await later(40_000, async () => expect(await admit(account, 200)).toMatchObject({ code: 'budget_held' }));
    await later(50_000, async () =>
      expect(await admit(account, 200)).toMatchObject({
        kind: 'admitted',
        allowance: { tokens: { remaining: 800 } },
      }),
    );
  });

  it('leaves nothing behind once its time is over and somebody asks again, and no longer than its budget', async () => {
    const account = somebody({ callsPerMin: 100 });
    const key = budgetKey(utcDay(Date.now()), 'user', account.owner);
    await admit(account, 900);
    expect(await read(account)).toEqual(['0', '900']);
    expect(Number(await redis('PTTL', key))).toBeLessThanOrEqual(48 * 3_600_000);
    expect(Number(await redis('HLEN', key))).toBe(6);
    await later(50_000, async () => {
      await openGuardSession(deps(), ask(account, { reserve: reserve(1) })).admit();
      expect(await read(account)).toEqual(['0', '1']);
      expect(Number(await redis('HLEN', key))).toBe(6);
    });
  });

  it('that has ended leaves its budget as short as before', async () => {
    const account = somebody({ callsPerMin: 100 });
    const key = budgetKey(utcDay(Date.now()), 'user', account.owner);
    for (let call = 0; call < 3; call += 1) {
      const session = openGuardSession(deps(), ask(account, { reserve: reserve(100) }));
      await session.admit();
      await session.settle({ ...nothingUsed, tokens: 10 });
    }
    expect(await read(account)).toEqual(['30', '0']);
    expect(await redis('HGET', key, 'oldest')).toBe('0');
    expect(Number(await redis('HLEN', key))).toBe(5);
  });

  it('lasts as long as the call that renews it', async () => {
    const account = somebody({ callsPerMin: 100 });
    const session = openGuardSession(deps(), ask(account, { reserve: reserve(900) }));
    await session.admit();
    await later(20_000, () => session.renew(none));
    await later(60_000, async () => expect(await admit(account, 200)).toMatchObject({ code: 'budget_held' }));
    await session.settle({ ...nothingUsed, tokens: 50 });
    expect(await read(account)).toEqual(['50', '0']);
  });

  it('is not taken again by a renewal that comes after the settlement', async () => {
    const account = somebody({ callsPerMin: 100 });
    const session = openGuardSession(deps(), ask(account, { reserve: reserve(900) }));
    await session.admit();
    await session.settle({ ...nothingUsed, tokens: 50 });
    await session.renew(none);
    expect(await read(account)).toEqual(['50', '0']);
  });

  it('of a call that has ended takes nothing of one that goes on', async () => {
    const account = somebody({ callsPerMin: 100 });
    const [first, second] = [300, 400].map((tokens) =>
      openGuardSession(deps(), ask(account, { reserve: reserve(tokens) })),
    );
    await first?.admit();
    await second?.admit();
    expect(await read(account)).toEqual(['0', '700']);
    await first?.settle({ ...nothingUsed, tokens: 50 });
    expect(await read(account)).toEqual(['50', '400']);
    expect(await admit(account, 551)).toMatchObject({ code: 'budget_held' });
    await second?.settle({ ...nothingUsed, tokens: 20 });
    expect(await read(account)).toEqual(['70', '0']);
  });

  it('that has run out is settled with what was used, and takes nothing of another', async () => {
    const account = somebody({ callsPerMin: 100 });
    const late = openGuardSession(deps(), ask(account, { reserve: reserve(400) }));
    await late.admit();
    await later(50_000, async () => {
      await admit(account, 300);
      expect(await read(account)).toEqual(['0', '300']);
      await late.settle({ ...nothingUsed, tokens: 50 });
      expect(await read(account)).toEqual(['50', '300']);
    });
  });

  it('drops any number of dead ones in the end', async () => {
    const account = somebody({ callsPerMin: 1_000, guild: null });
    const wide = { budgets: { user: { tokens: 10_000, microUsd: 0 }, guild: none, everyone: none } };
    for (let call = 0; call < 120; call += 1) await admit(account, 10, wide);
    await later(50_000, async () => {
      for (let call = 0; call < 3; call += 1) await admit(account, 1, wide);
      expect(await read(account)).toEqual(['0', '3']);
    });
  });

  it('holds the budget of all, though a hundred calls come at once for the last of it', async () => {
    const everyone = { tokens: 1_000, microUsd: 0 };
    await redis('DEL', budgetKey(utcDay(Date.now()), 'all', ''));
    const budgets = { user: none, guild: none, everyone };
    const verdicts = await Promise.all(Array.from({ length: 100 }, () => admit(somebody(), 70, { budgets })));
    const refused = verdicts.filter(({ kind }) => kind === 'refused');
    expect(verdicts.length - refused.length).toBe(14);
    for (const each of refused) expect(each).toMatchObject({ code: 'budget_held' });
    await redis('DEL', budgetKey(utcDay(Date.now()), 'all', ''));
  });
});

describe('what a call is charged before its end', () => {
  const open = (account: Account, charge: number, overrides: Partial<GuardDeps> = {}) =>
    openGuardSession(
      deps(overrides),
      ask(account, { reserve: { ...reserve(900, 90), charge: { tokens: charge, microUsd: charge / 10 } } }),
    );
  const readAll = async (account: Account) => {
    const key = budgetKey(utcDay(Date.now()), 'user', account.owner);
    const of = (prefix: string) =>
      Promise.all(['tokens', 'micro_usd'].map((unit) => redis('HGET', key, prefix + unit)));
    return { spent: await of(''), held: (await of('held_')).map((amount) => amount ?? '0') };
  };

  it('stays charged when its Worker dies, while the rest of the reservation ends', async () => {
    const account = somebody({ callsPerMin: 100 });
    await open(account, 300).admit();
    expect(await readAll(account)).toEqual({ spent: ['300', '30'], held: ['600', '60'] });
    vi.setSystemTime(Date.now() + 50_000);
    const verdict = await openGuardSession(deps(), ask(account, { reserve: reserve(700) })).admit();
    vi.setSystemTime(Date.now() - 50_000);
    expect(verdict).toMatchObject({ kind: 'admitted', allowance: { tokens: { remaining: 0 } } });
    expect(await readAll(account)).toEqual({ spent: ['300', '30'], held: ['700', '0'] });
  });

  it('is readable for as long as a budget of the day', async () => {
    const account = somebody();
    await open(account, 300).admit();
    const key = budgetKey(utcDay(Date.now()), 'user', account.owner);
    expect(Number(await redis('PTTL', key))).toBeGreaterThan(24 * 3_600_000);
  });

  it.each([
    ['less', 50],
    ['more', 800],
    ['nothing', 0],
  ])('is replaced by what was used, be it %s', async (_, tokens) => {
    const account = somebody();
    const session = open(account, 300);
    await session.admit();
    await session.settle({ ...nothingUsed, tokens, microUsd: tokens / 10 });
    expect(await readAll(account)).toEqual({
      spent: [String(tokens), String(tokens / 10)],
      held: ['0', '0'],
    });
  });

  it('follows its renewals, never beyond what was reserved', async () => {
    const account = somebody();
    const session = open(account, 300);
    await session.admit();
    for (const [tokens, spent, held] of [
      [500, '500', '400'],
      [200, '200', '700'],
      [5_000, '900', '0'],
    ] as const) {
      await session.renew({ tokens, microUsd: 0 });
      expect(await readAll(account)).toMatchObject({ spent: [spent, '0'], held: [held, '90'] });
    }
    await session.settle({ ...nothingUsed, tokens: 50 });
    expect(await readAll(account)).toEqual({ spent: ['50', '0'], held: ['0', '0'] });
  });

  it('is not charged twice when the call ends after its reservation', async () => {
    const account = somebody({ callsPerMin: 100 });
    const late = open(account, 300);
    await late.admit();
    await late.renew({ tokens: 400, microUsd: 0 });
    vi.setSystemTime(Date.now() + 50_000);
    await openGuardSession(deps(), ask(account, { reserve: reserve(1) })).admit();
    vi.setSystemTime(Date.now() - 50_000);
    await late.settle({ ...nothingUsed, tokens: 450 });
    expect(await readAll(account)).toMatchObject({ spent: ['450', '0'] });
  });

  it('is given back when a limit refuses the call', async () => {
    const account = somebody({ callsPerMin: 1 });
    await open(account, 0).settle(nothingUsed);
    const [first, second] = [open(account, 100), open(account, 0)];
    await first.admit();
    await first.settle({ ...nothingUsed, tokens: 10 });
    expect(await second.admit()).toMatchObject({ code: 'rate_limit_user' });
    await expect.poll(async () => (await readAll(account)).held).toEqual(['0', '0']);
    expect((await readAll(account)).spent[0]).toBe('10');
  });

  it('takes nothing from a budget that an operator has cleared meanwhile', async () => {
    const account = somebody();
    const session = open(account, 300);
    await session.admit();
    await redis('DEL', budgetKey(utcDay(Date.now()), 'user', account.owner));
    await session.settle({ ...nothingUsed, tokens: 50 });
    expect((await readAll(account)).spent[0]).toBe('50');
  });
});

describe('the window of what was said before', () => {
  const withWindow = (tokens: number, window: number) => ({
    reserve: { ...reserve(tokens), window: { tokens: window, microUsd: window } },
  });

  it('is reserved whole where the budgets have room', async () => {
    const verdict = await openGuardSession(deps(), ask(somebody(), withWindow(100, 300))).admit();
    expect(verdict).toMatchObject({ windowTokens: 300, allowance: { tokens: { remaining: 600 } } });
  });

  it('is shortened to half of what is left, so that another question finds room', async () => {
    const account = somebody();
    const first = await openGuardSession(deps(), ask(account, withWindow(200, 900))).admit();
    expect(first).toMatchObject({ windowTokens: 400, allowance: { tokens: { remaining: 400 } } });
    const second = await openGuardSession(deps(), ask(account, withWindow(200, 900))).admit();
    expect(second).toMatchObject({ windowTokens: 100, allowance: { tokens: { remaining: 100 } } });
    const third = await openGuardSession(deps(), ask(account, withWindow(200, 900))).admit();
    expect(third).toMatchObject({ code: 'budget_held' });
  });

  it('is shortened by a budget of money too', async () => {
    const user = { tokens: 0, microUsd: 300 };
    const shared = deps({ budgets: { user, guild: none, everyone: none } });
    const verdict = await openGuardSession(shared, ask(somebody(), withWindow(200, 600))).admit();
    expect(verdict).toMatchObject({ kind: 'admitted', windowTokens: 150 });
  });
});
