/** How long Redis keeps what the guard writes, and how often it may be asked the same, over a real Redis. */
import { describe, expect, it, vi } from 'vitest';
import { utcDay } from '../../../shared/contract/cost-limits.ts';
import { answer, ask, counter, nothingUsed, reserve, somebody, useGuard } from '../../../tests/use-guard.ts';
import {
  budgetKey,
  idempotencyKey,
  keptKey,
  repeatsKey,
  sharedAnswerKey,
  utcMinute,
} from '../store/redis-keys.ts';
import { openGuardSession } from './cost-guard.ts';

const guard = useGuard();
const { background, deps, redis } = guard;
const lifeOf = async (key: string) => Number(await redis('PTTL', key));
const once = () => ask(somebody({ callsPerMin: 9 }), { idempotencyKey: 'k', shareable: true });

describe('what the guard writes', () => {
  it('of a request that nobody ends is gone after half a minute, its index too', async () => {
    const request = once();
    await openGuardSession(deps(), request).admit();
    const { id, owner } = request.account;
    for (const key of [idempotencyKey(id, 'k'), sharedAnswerKey(id, request.fingerprint), keptKey(owner)]) {
      expect(await lifeOf(key)).toBeGreaterThan(0);
      expect(await lifeOf(key)).toBeLessThanOrEqual(30_000);
    }
  });

  it('of an answer is there for a repeat of its request for a quarter of an hour', async () => {
    const request = once();
    const session = openGuardSession(deps(), request);
    await session.admit();
    await session.settle({ ...nothingUsed, answer });
    expect(await lifeOf(idempotencyKey(request.account.id, 'k'))).toBeGreaterThan(900_000);
  });

  it('of a request lives on by renewals of its holder alone, and is ended by nobody else', async () => {
    const request = { ...once(), shareable: false };
    const key = idempotencyKey(request.account.id, 'k');
    const late = openGuardSession(deps(), request);
    await late.admit();
    await late.settle(nothingUsed);
    const current = openGuardSession(deps(), request);
    await current.admit();
    await redis('PEXPIRE', key, '5000');
    await late.renew({ tokens: 0, microUsd: 0 });
    await late.settle(nothingUsed);
    expect(await lifeOf(key)).toBeGreaterThan(0);
    expect(await lifeOf(key)).toBeLessThanOrEqual(5_000);
    await current.renew({ tokens: 0, microUsd: 0 });
    expect(await lifeOf(key)).toBeGreaterThan(5_000);
  });

  it('does not shorten the index of what is kept of a person', async () => {
    const request = once();
    const session = openGuardSession(deps(), request);
    await session.admit();
    await session.settle({ ...nothingUsed, answer });
    const next = openGuardSession(deps(), { ...request, idempotencyKey: 'k2' });
    await next.admit();
    await next.renew({ tokens: 0, microUsd: 0 });
    expect(await lifeOf(keptKey(request.account.owner))).toBeGreaterThan(900_000);
  });

  it.each([
    ['a request', { idempotencyKey: 'k' }],
    ['a question', { shareable: true }],
  ])('counts how often somebody asks for %s that is running, for a minute', async (_, same) => {
    const account = somebody({ callsPerMin: 9, guild: null });
    const request = ask(account, same);
    for (let call = 0; call < 3; call += 1) await openGuardSession(deps(), request).admit();
    const repeats = repeatsKey(account.id, utcMinute(Date.now()));
    expect(Number(await redis('GET', repeats))).toBe(2);
    expect(await lifeOf(repeats)).toBeGreaterThan(0);
  });
});

describe('a reservation whose Worker died', () => {
  it('is free again in its own time, though others were made since', async () => {
    const account = somebody({ callsPerMin: 100, guild: null });
    const admit = (tokens: number) =>
      openGuardSession(deps(), ask(account, { reserve: reserve(tokens) })).admit();
    const began = Date.now();
    try {
      await admit(900);
      vi.setSystemTime(began + 30_000);
      await admit(50);
      vi.setSystemTime(began + 50_000);
      expect((await admit(200)).kind).toBe('admitted');
    } finally {
      vi.setSystemTime(began);
    }
  });
});

it('what was charged at an admission that was not heard is replaced by what was used', async () => {
  const account = somebody();
  const { url, token } = guard.upstash;
  const slow = deps({
    redis: { url, token, timeoutMs: 200 },
    degraded: { user: counter(9), guild: counter(9) },
  });
  const charged = { ...reserve(300), charge: { tokens: 200, microUsd: 0 } };
  const session = openGuardSession(slow, ask(account, { reserve: charged }));
  guard.upstash.setFaults({ lateMs: 400 });
  expect(await session.admit()).toMatchObject({ degraded: true });
  guard.upstash.setFaults({});
  await session.settle({ ...nothingUsed, tokens: 50 });
  await Promise.all(background);
  expect(await redis('HGET', budgetKey(utcDay(Date.now()), 'user', account.owner), 'tokens')).toBe('50');
});
