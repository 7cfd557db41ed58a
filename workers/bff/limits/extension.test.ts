/** An answer that takes more than one model call, over a real Redis. */
import { describe, expect, it } from 'vitest';
import { utcDay } from '../../../shared/contract/cost-limits.ts';
import { ask, nothingUsed, reserve, somebody, useGuard } from '../../../tests/use-guard.ts';
import { budgetKey } from '../store/redis-keys.ts';
import type { Account } from './account.ts';
import { type GuardDeps, openGuardSession } from './cost-guard.ts';

const { deps, pressed, redis } = useGuard();

const read = async (account: Account) => {
  const key = budgetKey(utcDay(Date.now()), 'user', account.owner);
  return [await redis('HGET', key, 'tokens'), await redis('HGET', key, 'held_tokens')];
};
const extension = (tokens: number, charged: number) => ({
  tokens,
  microUsd: 0,
  charge: { tokens: charged, microUsd: 0 },
});

async function open(account: Account, tokens: number) {
  const session = openGuardSession(deps(), ask(account, { reserve: reserve(tokens) }));
  await session.admit();
  return session;
}

describe('one more call of an answer', () => {
  it('is reserved beside what the calls before it have used, and settled with them', async () => {
    const account = somebody();
    const session = await open(account, 300);
    expect(await session.extend(extension(700, 250))).toBeNull();
    expect(await read(account)).toEqual(['250', '450']);
    await session.renew({ tokens: 400, microUsd: 0 });
    expect(await read(account)).toEqual(['400', '300']);
    await session.settle({ ...nothingUsed, tokens: 320 });
    expect(await read(account)).toEqual(['320', '0']);
  });

  it('is refused when a budget has no room for it, and changes nothing', async () => {
    const account = somebody({ callsPerMin: 100 });
    const session = await open(account, 300);
    await open(account, 500);
    expect(await session.extend(extension(501, 100))).toMatchObject({ code: 'budget_held' });
    expect(await read(account)).toEqual(['0', '800']);
    expect(await session.extend(extension(500, 100))).toBeNull();
  });

  it('tells of a budget that is used up, and not of one that is only held', async () => {
    const account = somebody({ callsPerMin: 100 });
    const session = await open(account, 300);
    const other = await open(account, 500);
    await session.extend(extension(501, 100));
    expect(pressed).toEqual([]);
    await other.settle({ ...nothingUsed, tokens: 500 });
    expect(await session.extend(extension(501, 100))).toMatchObject({ code: 'budget_user' });
    expect(pressed).toEqual(['user']);
  });

  it('is held to the ledger with all that it may use while Redis is out', async () => {
    const out = { redis: { url: 'http://127.0.0.1:9', token: 'none', timeoutMs: 1_000 } };
    const asked: unknown[] = [];
    const findExhaustedBudget: GuardDeps['findExhaustedBudget'] = async (_, reserve) => {
      asked.push(reserve);
      return 'user';
    };
    const session = openGuardSession(deps({ ...out, findExhaustedBudget }), ask(somebody()));
    expect(await session.extend(extension(20, 5))).toMatchObject({ code: 'rate_limit_degraded' });
    expect(asked).toMatchObject([{ tokens: 20, microUsd: 0 }]);
  });

  it('takes no question from the limit', async () => {
    const account = somebody({ callsPerMin: 1 });
    const session = await open(account, 10);
    expect(await session.extend(extension(20, 0))).toBeNull();
  });

  it('is held to the local limit while Redis is out', async () => {
    const account = somebody();
    const out = { redis: { url: 'http://127.0.0.1:9', token: 'none', timeoutMs: 1_000 } };
    const session = openGuardSession(deps(out), ask(account));
    expect(await session.extend(extension(20, 0))).toBeNull();
    let refused = null;
    for (let call = 0; call < 50 && refused === null; call += 1) {
      refused = await session.extend(extension(20, 0));
    }
    expect(refused).toMatchObject({ code: 'rate_limit_degraded' });
  });
});
