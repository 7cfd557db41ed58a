/** Requests and questions that are asked again, over a real Redis. */
import { describe, expect, it } from 'vitest';
import { answer, ask, nothingUsed, somebody, useGuard } from '../../../tests/use-guard.ts';
import { type Account, accountOfApiKey } from './account.ts';
import { openGuardSession } from './cost-guard.ts';

const { background, deps, redis, settled } = useGuard();

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

describe('what is kept of an owner', () => {
  async function answered(account: Account) {
    const request = ask(account, { idempotencyKey: 'k', shareable: true });
    const session = openGuardSession(deps(), request);
    await session.admit();
    await session.renew({ tokens: 1, microUsd: 0 });
    await session.settle({ ...nothingUsed, answer, share: true });
    expect(await openGuardSession(deps(), request).admit()).toMatchObject({ kind: 'answered', by: 'replay' });
    const failed = ask(account, { idempotencyKey: 'other', fingerprint: 'o' });
    await settled(openGuardSession(deps(), failed));
    return (await redis('SMEMBERS', `llm:kept:${account.owner}`)) as unknown as string[];
  }

  it('is found by a person’s erasure', async () => {
    const account = somebody();
    const kept = [`llm:answer:${account.id}:${'f'.repeat(64)}`, `llm:idem:${account.id}:k`];
    expect((await answered(account)).toSorted()).toEqual(kept);
  });

  it('is listed of no API key: a client that never rests would have a list that never ends', async () => {
    const account = accountOfApiKey({ id: 77, callsPerMin: 100, settings: {} });
    expect(await answered(account)).toEqual([]);
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

describe('a repeat', () => {
  const keyed = (account: Account) => ask(account, { idempotencyKey: 'k', fingerprint: 'a' });

  it('takes from a limit of its own, as large as that of calls', async () => {
    const account = somebody({ callsPerMin: 20 });
    const first = openGuardSession(deps(), keyed(account));
    await first.admit();
    await first.settle({ ...nothingUsed, answer });
    const kinds: string[] = [];
    for (let repeat = 0; repeat < 30; repeat += 1) {
      const session = openGuardSession(deps(), keyed(account));
      const verdict = await session.admit();
      if (verdict.kind === 'answered') await session.giveBack();
      await Promise.all(background);
      kinds.push(verdict.kind === 'refused' ? verdict.code : verdict.kind);
    }
    expect(kinds.slice(0, 20)).toEqual(Array(20).fill('answered'));
    expect(kinds.slice(20)).toEqual(Array(10).fill('rate_limit_user'));
    // Another call is not concerned.
    expect((await openGuardSession(deps(), ask(account)).admit()).kind).toBe('admitted');
  });

  it('of an equal question takes from it as well', async () => {
    const account = somebody({ callsPerMin: 3 });
    const first = openGuardSession(deps(), ask(account, { shareable: true }));
    await first.admit();
    await first.settle({ ...nothingUsed, answer, share: true });
    const kinds: string[] = [];
    for (let repeat = 0; repeat < 5; repeat += 1) {
      const session = openGuardSession(deps(), ask(account, { shareable: true }));
      const verdict = await session.admit();
      if (verdict.kind === 'answered') await session.giveBack();
      await Promise.all(background);
      kinds.push(verdict.kind);
    }
    expect(kinds).toEqual(['answered', 'answered', 'answered', 'refused', 'refused']);
  });

  it('that waits for the first takes once, however often it asks', async () => {
    const account = somebody({ callsPerMin: 3 });
    const first = openGuardSession(deps(), keyed(account));
    await first.admit();
    const repeat = openGuardSession(deps(), keyed(account));
    expect((await repeat.admit()).kind).toBe('running');
    for (let poll = 0; poll < 9; poll += 1)
      expect((await repeat.again({ share: true })).kind).toBe('running');
    await first.settle({ ...nothingUsed, answer });
    expect((await repeat.again({ share: true })).kind).toBe('answered');
  });
});
