/** An erasure over the real scripts, on a real Redis behind Upstash's HTTP form. */
import { expect, it } from 'vitest';
import { noteKeys } from '../../../shared/contract/deliveries.ts';
import { personProjectionKey } from '../../../shared/settings/projection.ts';
import { answer, ask, nothingUsed, somebody, useGuard } from '../../../tests/use-guard.ts';
import { openGuardSession } from '../limits/cost-guard.ts';
import type { GuardRequest } from '../limits/guard-store.ts';
import { heardKey } from '../store/redis-keys.ts';
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

it('deletes transcripts, and what the bot knows of a person, and names the deliveries of half an hour', async () => {
  const request = question();
  const { owner } = request.account;
  const [now, before] = noteKeys(owner, Date.now());
  await guard.redis('SET', `llm:heard-text:${owner}`, 'what was said');
  await guard.redis('SADD', heardKey(owner), `llm:heard-text:${owner}`);
  await guard.redis('SET', personProjectionKey(owner), '{"version":1}');
  await guard.redis('SADD', now, '300000000000000001');
  await guard.redis('SADD', before, '300000000000000002');
  const { deliveries } = await erase(request);
  expect(deliveries.toSorted()).toEqual(['300000000000000001', '300000000000000002']);
  for (const key of [`llm:heard-text:${owner}`, heardKey(owner), personProjectionKey(owner)]) {
    expect(await guard.redis('EXISTS', key)).toBe(0);
  }
});

it('keeps the answer from being stored that was asked by a clock a little ahead', async () => {
  const request = question();
  await erase(request, Date.now() - 500);
  const session = openGuardSession(guard.deps(), request);
  await session.admit();
  await session.settle(whole);
  expect(await keysOf(request)).toEqual([]);
});

it('reads only what is an answer', async () => {
  const request = question();
  await openGuardSession(guard.deps(), request).admit();
  expect(await readAnswers(config(), request.account.owner)).toEqual([]);
  const [key] = (await guard.redis('KEYS', `llm:idem*:*${request.account.owner}*`)) as unknown as string[];
  if (key !== undefined) await guard.redis('HSET', key, 'answer', '{}');
  expect(await readAnswers(config(), request.account.owner)).toEqual([]);
});
