/** Settings over the whole stack: who may set what, what it changes, and what becomes of two changes at once. */
import { describe, expect, it } from 'vitest';
import { signCall } from '../../dev/sign/signed-call.ts';
import type { Caller } from '../../shared/contract/caller.ts';
import {
  SETTINGS_AUDIT_PATH,
  SETTINGS_CHANGE_PATH,
  SETTINGS_EXPORT_PATH,
  SETTINGS_IMPORT_PATH,
  SETTINGS_READ_PATH,
} from '../../shared/contract/routes.ts';
import type {
  ChangeSettingsRequest,
  SettingsAuditPage,
  SettingsDocument,
  SettingsView,
} from '../../shared/contract/settings.ts';
import { serverProjectionKey } from '../../shared/settings/projection.ts';
import { en } from '../../workers/bot/locale/en.ts';
import { send, somebody } from '../signed-calls.ts';
import { useStack } from '../use-stack.ts';

const running = useStack();
const MANAGER = { manage_server: true, manage_channels: true };
const NOBODY = { manage_server: false, manage_channels: false };

async function call<Value>(path: string, caller: Caller, body: object = {}, permissions = MANAGER) {
  const { stack } = running;
  const reply = await send(
    await signCall({
      secret: stack.keys.sharedSecret,
      signer: 'bot',
      url: `${stack.urls.bff}${path}`,
      body: JSON.stringify({ libra: { caller }, permissions, ...body }),
    }),
  );
  return { ...reply, value: JSON.parse(reply.text) as Value };
}

type Change = Pick<ChangeSettingsRequest, 'target' | 'changes'> & { expected_version?: number };

const change = (caller: Caller, given: Change, permissions = MANAGER) =>
  call<SettingsView>(SETTINGS_CHANGE_PATH, caller, { expected_version: 0, ...given }, permissions);
const read = async (caller: Caller) => (await call<SettingsView>(SETTINGS_READ_PATH, caller)).value;
const server = (changes: Change['changes'], expected_version = 0): Change => ({
  target: { scope: 'server' },
  changes,
  expected_version,
});

describe('a change', () => {
  it('needs the permission of its scope, and is in its audit', async () => {
    const caller = somebody();
    const channel = {
      target: { scope: 'channel', channel_id: caller.channel_id },
      changes: { memory: false },
    } as const;
    expect((await change(caller, server({ language: 'en' }), NOBODY)).code).toBe('forbidden');
    expect((await change(caller, channel, NOBODY)).code).toBe('forbidden');
    expect((await change(caller, channel, { ...NOBODY, manage_channels: true })).status).toBe(200);
    const { value } = await change(caller, server({ language: 'en', dailyTokens: 500 }, 1));
    expect(value).toMatchObject({
      version: 2,
      channel: { memory: false },
      effective: { memory: false, language: 'en' },
    });
    const own = { target: { scope: 'person' }, changes: { timeZone: 'Asia/Seoul' } } as const;
    expect((await change(caller, own, NOBODY)).value).toMatchObject({
      person: own.changes,
      person_version: 1,
      version: 2,
    });

    const { entries } = (await call<SettingsAuditPage>(SETTINGS_AUDIT_PATH, caller)).value;
    expect(entries).toMatchObject([
      {
        actor: caller.user_id,
        scope: 'server',
        target: null,
        field: 'dailyTokens',
        before: null,
        after: 500,
      },
      { field: 'language', after: 'en' },
      { scope: 'channel', target: caller.channel_id, field: 'memory', after: false },
    ]);
    expect((await call(SETTINGS_AUDIT_PATH, caller, {}, NOBODY)).code).toBe('forbidden');
  });

  it('by two people at once keeps both, or shows what is in force when they meet in one field', async () => {
    const caller = somebody();
    const other = somebody({ guild_id: caller.guild_id });
    const both = await Promise.all([
      change(caller, server({ language: 'en' })),
      change(other, server({ showQuestion: false })),
    ]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(await read(caller)).toMatchObject({ version: 2, server: { language: 'en', showQuestion: false } });
    const late = await change(other, server({ language: 'ko', memory: false }));
    expect(late).toMatchObject({ status: 409, code: 'settings_conflict' });
    expect(late.value).toMatchObject({
      fields: ['language'],
      current: { version: 2, server: { language: 'en' } },
    });
    expect((await read(caller)).server.memory).toBeUndefined();
  });

  it('says everything that is wrong with it', async () => {
    const wrong = { language: 'fr', instructions: 'x'.repeat(4_001) } as unknown as Change['changes'];
    const reply = await change(somebody(), server(wrong));
    expect(reply).toMatchObject({ status: 400, code: 'settings_invalid' });
    expect(reply.value).toMatchObject({
      problems: [
        { code: 'not_in_list', path: 'language' },
        { code: 'too_long', path: 'instructions' },
      ],
    });
  });

  it('of a channel of another server changes nothing there', async () => {
    const [victim, attacker] = [somebody(), somebody()];
    const target = { scope: 'channel', channel_id: victim.channel_id } as const;
    await change(victim, { target, changes: { memory: true } });
    expect(
      (await change(attacker, { target, changes: { memory: false, privateAnswers: true } })).status,
    ).toBe(200);
    expect(await read(victim)).toMatchObject({ version: 1, channel: { memory: true } });
    expect((await call<SettingsAuditPage>(SETTINGS_AUDIT_PATH, victim)).value.entries).toHaveLength(1);
    expect((await call<SettingsDocument>(SETTINGS_EXPORT_PATH, victim)).value.channels).toEqual({
      [victim.channel_id]: { memory: true },
    });
  });
});

it('an export comes back whole, and an import on top of an unseen change is refused', async () => {
  const [from, to] = [somebody(), somebody()];
  await change(from, server({ instructions: 'Be brief.', answersIn: { allow: [], deny: ['9'] } }));
  await change(from, { target: { scope: 'channel', channel_id: '8' }, changes: { language: 'en' } });
  const document = (await call<SettingsDocument>(SETTINGS_EXPORT_PATH, from)).value;
  const withPersona = {
    ...document,
    personas: [
      { name: 'Poet', instructions: 'Rhyme.', model: null, temperature: 1, greeting: null, avatar: null },
    ],
  };
  await change(to, server({ memory: false }));
  const put = (version: number) =>
    call<SettingsView>(SETTINGS_IMPORT_PATH, to, { document: withPersona, expected_version: version });
  expect((await put(0)).code).toBe('settings_conflict');
  expect((await put(1)).value).toMatchObject({ version: 2, server: document.server, personas: ['Poet'] });
  expect((await read(to)).server).toEqual(document.server);
  expect((await call<SettingsDocument>(SETTINGS_EXPORT_PATH, to)).value).toEqual(withPersona);
});

it('models that the catalogue has lost keep nobody from changing the rest of a list, or taking back an export', async () => {
  const caller = somebody();
  const names = { allowedModels: ['gone', 'gpt-4o-mini'], model: 'gone' };
  await running.stack.standIns.neon?.query(
    'INSERT INTO guild_settings (guild_id, settings, version) VALUES ($1, $2::jsonb, 1)',
    [caller.guild_id, JSON.stringify(names)],
  );
  // As the panel sends it: what was not in sight stays.
  const list = ['gone', 'gpt-4o-mini', 'gpt-4.1-nano'];
  const changed = await change(caller, server({ allowedModels: list }, 1));
  expect([changed.status, changed.value.server?.allowedModels]).toEqual([200, list]);
  const added = await change(caller, server({ allowedModels: [...list, 'never there'] }, 2));
  expect(added).toMatchObject({ status: 400, value: { problems: [{ path: 'allowedModels[3]' }] } });

  const { value: document } = await call<SettingsDocument>(SETTINGS_EXPORT_PATH, caller);
  await change(caller, server({ language: 'en' }, 2));
  const back = await call<SettingsView>(SETTINGS_IMPORT_PATH, caller, { document, expected_version: 3 });
  expect(back).toMatchObject({ status: 200, value: { server: { ...names, allowedModels: list } } });
  const elsewhere = { document, expected_version: 0 };
  expect((await call(SETTINGS_IMPORT_PATH, somebody(), elsewhere)).code).toBe('settings_invalid');
});

describe('in Discord', () => {
  const guild = () => {
    const { world } = running.stack;
    const channel = world.channels.find(
      ({ guildId, parentId }) => guildId !== null && parentId === undefined,
    );
    return { guildId: channel?.guildId ?? '', channelId: channel?.id ?? '' };
  };
  const manager = () => somebody({ guild_id: guild().guildId, channel_id: guild().channelId });
  const set = async (changes: Change['changes']) =>
    change(manager(), server(changes, (await read(manager())).version));
  const asked = () => running.stack.standIns.openai?.requests().at(-1) as { body?: unknown } | undefined;

  it('a channel is closed and opened again, its threads with it', async () => {
    const { channelId } = guild();
    const thread = await running.stack.createThread(channelId);
    await set({ answersIn: { allow: ['1'], deny: [] }, language: 'en' });
    for (const place of [channelId, thread]) {
      const { interactionId } = await running.stack.invoke('chat', { prompt: 'hi?' }, { channelId: place });
      const record = await running.stack.settled(interactionId);
      expect(JSON.stringify(record)).toContain('channel_not_allowed');
      expect(JSON.stringify(record)).toContain('You can ask me in');
    }
    await set({ answersIn: null });
    const { interactionId } = await running.stack.invoke('chat', { prompt: 'hi?' }, { channelId });
    expect(JSON.stringify(await running.stack.settled(interactionId))).not.toContain('channel_not_allowed');
  });

  it('instructions and the model are those that are set, from the next question on', async () => {
    const { channelId } = guild();
    const { catalogue, default_model: usual } = await read(manager());
    const model = catalogue.find((name) => name !== usual) ?? usual;
    await set({ instructions: 'Always mention the moon.', model, memory: false });
    running.stack.standIns.openai?.forgetRequests();
    const { interactionId } = await running.stack.invoke('chat', { prompt: 'Who are you?' }, { channelId });
    const record = await running.stack.settled(interactionId);
    expect(model).not.toBe(usual);
    expect(JSON.stringify(asked())).toContain('Always mention the moon.');
    expect(asked()?.body).toMatchObject({ model });
    expect(JSON.stringify(record)).toContain(en.notices.not_remembered);
    await set({ instructions: null, model: null, memory: null });
  });

  it('a projection that Redis has lost is written anew by the next question', async () => {
    const { guildId, channelId } = guild();
    await set({ showQuestion: false });
    const redis = await redisOf();
    await redis('DEL', serverProjectionKey(guildId));
    const { interactionId } = await running.stack.invoke('chat', { prompt: 'again?' }, { channelId });
    await running.stack.settled(interactionId);
    await expect.poll(() => redis('GET', serverProjectionKey(guildId))).toContain('"showQuestion":false');
    await set({ showQuestion: null });
  });

  it('a day’s budget of the server refuses, though the operator’s would not', async () => {
    await set({ dailyTokens: 1 });
    const { interactionId } = await running.stack.invoke(
      'chat',
      { prompt: 'hello' },
      { channelId: guild().channelId },
    );
    const record = await running.stack.settled(interactionId);
    expect(JSON.stringify(record)).toContain('budget_guild');
    await set({ dailyTokens: null });
  });
});

it('a model that has left the catalogue is replaced, which its person is told once', async () => {
  const { stack } = running;
  await stack.standIns.neon?.query(
    `insert into user_settings (user_id, version, settings) values ($1, 1, '{"model": "gone"}')`,
    [stack.moderator],
  );
  const answered = async () => {
    const { interactionId } = await stack.invoke('chat', { prompt: 'hi?' }, { userId: stack.moderator });
    return JSON.stringify(await stack.settled(interactionId));
  };
  expect(await answered()).toContain('`gone`');
  await expect
    .poll(() =>
      stack.standIns.neon?.query('select settings from user_settings where user_id = $1', [stack.moderator]),
    )
    .toEqual([{ settings: {} }]);
  expect(await answered()).not.toContain('`gone`');
});

async function redisOf() {
  const { upstash } = running.stack.standIns;
  if (upstash === null) throw new Error('read at the stand-in');
  const { url, token } = upstash;
  return async (...command: string[]) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify(command),
    });
    return ((await response.json()) as { result: unknown }).result;
  };
}
