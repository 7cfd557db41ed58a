/** What becomes of budgets and leases that Redis has lost or that ran out under a call, over a real Redis. */
import { describe, expect, it, vi } from 'vitest';
import { utcDay } from '../../../shared/contract/cost-limits.ts';
import { answer, ask, none, nothingUsed, reserve, somebody, useGuard } from '../../../tests/use-guard.ts';
import { budgetKey, idempotencyKey, keptKey } from '../store/redis-keys.ts';
import { type Account, accountOfApiKey } from './account.ts';
import { openGuardSession } from './cost-guard.ts';

const { deps, redis } = useGuard();

const keyOf = (account: Account) => budgetKey(utcDay(Date.now()), 'user', account.owner);
const read = async (key: string) => [
  await redis('HGET', key, 'tokens'),
  await redis('HGET', key, 'held_tokens'),
];
const lifeOf = async (key: string) => Number(await redis('PTTL', key));
const extension = (tokens: number, charged: number) => ({
  tokens,
  microUsd: 0,
  charge: { tokens: charged, microUsd: 0 },
});
const patient = () => somebody({ callsPerMin: 100, guild: null });

async function open(account: Account, tokens: number, charged = 0) {
  const charge = { tokens: charged, microUsd: 0 };
  const session = openGuardSession(deps(), ask(account, { reserve: { ...reserve(tokens), charge } }));
  return { ...session, verdict: await session.admit() };
}

/** The clock of the Workers; the server's own goes on as it does. */
async function later<Result>(ms: number, work: () => Promise<Result>): Promise<Result> {
  const before = Date.now();
  vi.setSystemTime(before + ms);
  try {
    return await work();
  } finally {
    vi.setSystemTime(before);
  }
}

describe('an extension', () => {
  it('charges what is used so far in the place of what the one before it charged', async () => {
    const account = patient();
    const session = await open(account, 300);
    await session.extend(extension(500, 100));
    await session.extend(extension(700, 250));
    expect(await read(keyOf(account))).toEqual(['250', '450']);
  });

  it('of a reservation that has run out charges nothing twice, and runs out in its own time', async () => {
    const account = patient();
    const session = await open(account, 300, 200);
    await later(50_000, async () => {
      expect(await session.extend(extension(700, 250))).toBeNull();
      expect(await read(keyOf(account))).toEqual(['250', '450']);
    });
    await later(110_000, async () => expect((await open(account, 750)).verdict.kind).toBe('admitted'));
  });
});

it('of several lost calls each is free again in its own time', async () => {
  const account = patient();
  await open(account, 100);
  await later(10_000, () => open(account, 500));
  await later(20_000, () => open(account, 100));
  await later(50_000, () => open(account, 100));
  await later(57_000, async () => expect((await open(account, 700)).verdict.kind).toBe('admitted'));
});

describe('the life of a budget', () => {
  it('is not prolonged by another call', async () => {
    const account = patient();
    await open(account, 10);
    await redis('PEXPIRE', keyOf(account), '5000');
    await open(account, 10);
    expect(await lifeOf(keyOf(account))).toBeLessThanOrEqual(5_000);
  });

  it('begins anew where an extension or a settlement finds it gone', async () => {
    const account = patient();
    const session = await open(account, 10);
    await redis('DEL', keyOf(account));
    await session.extend(extension(20, 5));
    expect(await lifeOf(keyOf(account))).toBeGreaterThan(0);
    await redis('DEL', keyOf(account));
    await session.settle({ ...nothingUsed, tokens: 5 });
    expect(await lifeOf(keyOf(account))).toBeGreaterThan(0);
  });

  it('is its own, whichever call makes it', async () => {
    const settings = { tokens_per_day: 1_000, tokens_per_month: 1_000, tokens_per_min: 1_000 };
    const account = accountOfApiKey({ id: 77_001, callsPerMin: 100, settings });
    const roomy = { budgets: { user: none, guild: none, everyone: none } };
    const session = openGuardSession(deps(roomy), ask(account, { reserve: reserve(10) }));
    const lives = async () => {
      const keys = (await redis('KEYS', `*${account.owner}*`)) as unknown as string[];
      const all = await Promise.all(
        keys.map(async (key) => ((await redis('HEXISTS', key, 'tokens')) === 1 ? await lifeOf(key) : -1)),
      );
      await redis('DEL', ...keys);
      return all.filter((life) => life > 0).map((life) => Math.ceil(life / 60_000));
    };
    await session.admit();
    const admitted = (await lives()).toSorted((a, b) => a - b);
    expect(new Set(admitted).size).toBe(3);
    await session.extend(extension(20, 5));
    expect((await lives()).toSorted((a, b) => a - b)).toEqual(admitted);
    await session.settle({ ...nothingUsed, tokens: 5 });
    expect((await lives()).toSorted((a, b) => a - b)).toEqual(admitted);
  });
});

it('an answer whose lease is gone is kept all the same, and entered among what is kept of its person', async () => {
  const request = ask(patient(), { idempotencyKey: 'k' });
  const session = openGuardSession(deps(), request);
  await session.admit();
  const key = idempotencyKey(request.account.id, 'k');
  await redis('DEL', key, keptKey(request.account.owner));
  await session.settle({ ...nothingUsed, answer });
  expect(await redis('HEXISTS', key, 'answer')).toBe(1);
  expect(await redis('SISMEMBER', keptKey(request.account.owner), key)).toBe(1);
});
