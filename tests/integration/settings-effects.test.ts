/** Each setting changes what it says: those whose effect no other test shows. */
import { beforeEach, describe, expect, it } from 'vitest';
import { signCall } from '../../dev/sign/signed-call.ts';
import { CHAT_COMPLETIONS_PATH } from '../../shared/chat/completions.ts';
import type { Caller } from '../../shared/contract/caller.ts';
import { SETTINGS_CHANGE_PATH, SETTINGS_READ_PATH, STATUS_PATH } from '../../shared/contract/routes.ts';
import type { ChangeSettingsRequest, SettingsView } from '../../shared/contract/settings.ts';
import type { BffStatus } from '../../shared/contract/status.ts';
import { ERROR_CODES } from '../../shared/errors.ts';
import { en } from '../../workers/bot/locale/en.ts';
import { ko } from '../../workers/bot/locale/ko.ts';
import { send, signFor, somebody } from '../signed-calls.ts';
import { standInsOf } from '../stand-ins.ts';
import { textOf, useStack } from '../use-stack.ts';

const running = useStack({
  vars: { bff: { ANSWER_CACHE_SEC: '0', LLM_CALLS_PER_MIN: '1000', LLM_GUILD_CALLS_PER_MIN: '1000' } },
});

const place = () => {
  const channel = running.stack.world.channels.find(
    ({ guildId, parentId }) => guildId !== null && parentId === undefined,
  );
  return { guild_id: channel?.guildId ?? '', channel_id: channel?.id ?? '' };
};
const manager = () => somebody(place());

async function call<Value>(path: string, caller: Caller, body: object): Promise<Value> {
  const { stack } = running;
  const signed = await signCall({
    secret: stack.keys.sharedSecret,
    signer: 'bot',
    url: `${stack.urls.bff}${path}`,
    body: JSON.stringify({
      libra: { caller },
      permissions: { manage_server: true, manage_channels: true },
      ...body,
    }),
  });
  return JSON.parse((await send(signed)).text) as Value;
}

async function set(changes: ChangeSettingsRequest['changes'], caller = manager()): Promise<SettingsView> {
  const before = await call<SettingsView>(SETTINGS_READ_PATH, caller, {});
  const request = { target: { scope: 'server' }, changes, expected_version: before.version };
  return call<SettingsView>(SETTINGS_CHANGE_PATH, caller, request);
}

const provider = () => {
  const { openai } = standInsOf(running.stack, 'openai');
  return openai;
};
const asked = () =>
  provider()
    .requests()
    .map(({ body }) => body as { model: string; messages: { role: string; content: unknown }[] });

async function use(name: string, options: Record<string, string> = {}, userId = running.stack.member) {
  const { interactionId } = await running.stack.invoke(
    name,
    { ...options },
    { userId, channelId: place().channel_id },
  );
  return running.stack.settled(interactionId);
}

beforeEach(() => provider().forgetRequests());

it('allowedModels: another model is refused by the bff too, whoever sends the request', async () => {
  const caller = somebody();
  const ask = async (model: string) => {
    const { stack } = running;
    const body = JSON.stringify({ model, messages: [{ role: 'user', content: 'hi?' }], libra: { caller } });
    const url = `${stack.urls.bff}${CHAT_COMPLETIONS_PATH}`;
    return send(await signCall({ secret: stack.keys.sharedSecret, signer: 'bot', url, body }));
  };
  const { catalogue } = await call<SettingsView>(SETTINGS_READ_PATH, caller, {});
  const [allowed = '', other = ''] = catalogue;
  expect((await ask(other)).status).toBe(200);
  await set({ allowedModels: [allowed] }, caller);
  provider().forgetRequests();
  expect(await ask(other)).toMatchObject({ status: 404, code: 'model_not_found' });
  expect(asked()).toEqual([]);
  expect((await ask(allowed)).status).toBe(200);
  const facts = { retryAtSec: null, limit: null, limitUnit: null, model: null, categories: [], side: null };
  expect(ERROR_CODES).toContain('model_not_found');
  for (const { errors } of [ko, en]) {
    expect(errors.model_not_found({ ...facts, file: null })).toMatch(/AI/);
  }
});

it('persona: the server’s answers where neither channel nor person has another', async () => {
  await set({ persona: 'tutor' });
  const record = await use('chat', { prompt: '중력이 뭐야?' });
  expect(textOf(record)).toContain('🎓');
  await set({ persona: null });
  expect(textOf(await use('chat', { prompt: '중력이 뭐야?' }))).not.toContain('🎓');
});

describe('showCosts', () => {
  const hasCost = async (userId: string) =>
    textOf(await use('chat', { prompt: '사과가 뭐야?' }, userId)).includes('-# 💰 $');

  it.each([
    ['nobody', [false, false]],
    ['moderators', [false, true]],
    ['everybody', [true, true]],
  ] as const)('%s: a line stands under an answer of member and moderator: %j', async (audience, shown) => {
    await set({ showCosts: audience });
    const { member, moderator } = running.stack;
    expect([await hasCost(member), await hasCost(moderator)]).toEqual(shown);
    await set({ showCosts: null });
  });
});

it('privateAnswers: only the person who asks sees the answer', async () => {
  const isPrivate = async () =>
    (await use('chat', { prompt: '달이 뭐야?' })).messages.map(({ ephemeral }) => ephemeral);
  await set({ privateAnswers: true });
  expect(await isPrivate()).toEqual([true]);
  await set({ privateAnswers: null });
  expect(await isPrivate()).toEqual([false]);
});

it('roleLimits: who has the role is refused beyond them, others are not', async () => {
  const { member, moderator, world } = running.stack;
  const roleId = world.users.find(({ id }) => id === member)?.roleIds?.[place().guild_id]?.[0] ?? '';
  await set({ roleLimits: [{ roleId, tokensPerDay: 1 }] });
  provider().forgetRequests();
  await use('chat', { prompt: '해는 뭐야?' }, member);
  expect(asked()).toEqual([]);
  await use('chat', { prompt: '해는 뭐야?' }, moderator);
  expect(asked().length).toBe(1);
  await set({ roleLimits: null });
});

it('timeZone: the model is told which day it is there', async () => {
  const caller = manager();
  const userId = running.stack.member;
  const own = { target: { scope: 'person' }, changes: { timeZone: 'Pacific/Kiritimati' } };
  const me = { ...caller, user_id: userId };
  const { person_version: version } = await call<SettingsView>(SETTINGS_READ_PATH, me, {});
  await call(SETTINGS_CHANGE_PATH, me, { ...own, expected_version: version });
  await use('chat', { prompt: '오늘 며칠이야?' });
  expect(JSON.stringify(asked().at(-1)?.messages[0])).toContain('Pacific/Kiritimati');
});

describe('/status under the server’s limits', () => {
  const statusOf = async (caller: Caller) =>
    JSON.parse((await send(await signFor(running.stack, STATUS_PATH, caller))).text) as BffStatus;

  it('names the budget of the server, and the lower limits of a role', async () => {
    const caller = somebody({ role_ids: ['140000000000000077'] });
    const limit = { roleId: '140000000000000077', callsPerMin: 3, tokensPerDay: 4_000 };
    await set({ dailyTokens: 7_777, roleLimits: [limit] }, caller);
    const status = await statusOf(caller);
    expect(status).toMatchObject({
      calls: { user_limit: 3, user_remaining: 3 },
      member_budget: { tokens_limit: 4_000, tokens_spent: 0 },
      guild_budget: { tokens_limit: 7_777 },
    });
    const other = await statusOf({ ...caller, role_ids: [] });
    expect(other).toMatchObject({ calls: { user_limit: 1000 }, member_budget: null });
    const elsewhere = await statusOf(somebody());
    expect(elsewhere).not.toMatchObject({ guild_budget: { tokens_limit: 7_777 } });
  });
});
