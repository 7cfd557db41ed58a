/** An erasure over the real scripts, on a real Redis behind Upstash's HTTP form. */
import { expect, it } from 'vitest';
import { answer, ask, nothingUsed, somebody, useGuard } from '../../../tests/use-guard.ts';
import { openGuardSession } from '../limits/cost-guard.ts';
import type { GuardRequest } from '../limits/guard-store.ts';
import { eraseAnswers, readAnswers } from './erase.ts';

const guard = useGuard();
const config = () => ({ url: guard.upstash.url, token: guard.upstash.token });
const whole = { ...nothingUsed, answer, share: true };

function question(): GuardRequest & { pseudonym: string } {
  const account = somebody();
  const pseudonym = `pseudonym of ${account.owner}`;
  return ask(account, { pseudonym, idempotencyKey: 'k', shareable: true }) as GuardRequest & {
    pseudonym: string;
  };
}
const keysOf = async ({ account }: GuardRequest) =>
  (await guard.redis('KEYS', `llm:[ika]*:*${account.owner}*`)) as unknown as string[];

const erase = ({ account, pseudonym }: ReturnType<typeof question>, nowMs = Date.now()) =>
  eraseAnswers(config(), { userId: account.owner, pseudonyms: [pseudonym], nowMs });

it('deletes whole answers and those under way, and nothing of anybody else', async () => {
  const [done, running, other] = [question(), question(), question()];
  for (const request of [done, other]) {
    const session = openGuardSession(guard.deps(), request);
    await session.admit();
    await session.settle(whole);
  }
  await openGuardSession(guard.deps(), running).admit();
  expect(await readAnswers(config(), done.account.owner)).toMatchObject([
    { content: answer.content },
    { content: answer.content },
  ]);
  expect(await keysOf(running)).toHaveLength(3);

  for (const request of [done, running]) {
    expect((await erase(request)).answers).toBe(2);
    expect(await keysOf(request)).toEqual([]);
    expect(await readAnswers(config(), request.account.owner)).toEqual([]);
  }
  expect(await keysOf(other)).toHaveLength(3);
});

it.each([
  ['after it has been admitted', true],
  ['before it has been admitted', false],
])('keeps the answer of a request from being stored, when it comes %s', async (_, isAdmitted) => {
  const request = question();
  const session = openGuardSession(guard.deps(), request);
  if (isAdmitted) await session.admit();
  await erase(request);
  if (!isAdmitted) await session.admit();
  await session.settle(whole);
  expect(await keysOf(request)).toEqual([]);
});

it('keeps the answer from being stored when the admission was not heard', async () => {
  const request = question();
  const session = openGuardSession(guard.deps(), request);
  await erase(request);
  await session.settle(whole);
  expect(await keysOf(request)).toEqual([]);
});

it('lets what is asked later be kept', async () => {
  const request = question();
  await erase(request, Date.now() - 2_000);
  const session = openGuardSession(guard.deps(), request);
  await session.admit();
  await session.settle(whole);
  expect(await keysOf(request)).toHaveLength(3);
});

it('is marked for longer than any answer takes, under the pseudonym alone', async () => {
  const request = question();
  await erase(request);
  const lifeMs = Number(await guard.redis('PTTL', `llm:erased:${request.pseudonym}`));
  expect(lifeMs).toBeGreaterThan(240_000);
  expect(lifeMs).toBeLessThanOrEqual(300_000);
});

it('leaves no index that outlives what it names', async () => {
  const request = question();
  const session = openGuardSession(guard.deps(), request);
  await session.admit();
  const index = `llm:kept:${request.account.owner}`;
  expect(Number(await guard.redis('PTTL', index))).toBeLessThanOrEqual(30_000);
  await session.settle(whole);
  expect(Number(await guard.redis('PTTL', index))).toBeGreaterThan(900_000);
  expect(Number(await guard.redis('PTTL', index))).toBeLessThanOrEqual(960_000);
});
