import { beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from '../../../../shared/observe/log.ts';
import type { SettingsChangeReply, SettingsClient } from '../../bff/settings.ts';
import type { ComponentInteraction, ModalInteraction } from '../../discord/parse.ts';
import { textsFor } from '../../locale/choose.ts';
import type { InteractionContext, Services } from '../../services.ts';
import { CHANNEL, viewOf } from './fixtures.ts';
import { formatLogId, formatPanelId } from './panel-id.ts';
import { answerSettingsForm, answerSettingsPress } from './press.ts';

const MANAGE_GUILD = 1n << 5n;
const MANAGE_CHANNELS = 1n << 4n;

let calls: { method: string; given: unknown }[] = [];
let reply: SettingsChangeReply = { kind: 'ok', value: viewOf() };
beforeEach(() => {
  calls = [];
  reply = { kind: 'ok', value: viewOf() };
});

const note = (method: string, given?: unknown) => calls.push({ method, given });
const client: SettingsClient = {
  read: async ({ permissions }) => {
    note('read', permissions);
    return { kind: 'ok', value: viewOf({ server: { dailyTokens: 7 } }) };
  },
  change: async (_, given) => {
    note('change', given);
    return reply;
  },
  audit: async () => {
    note('audit');
    return { kind: 'ok', value: { entries: [], next: null } };
  },
  export: () => Promise.reject(new Error('not from the panel')),
  import: () => Promise.reject(new Error('not from the panel')),
};

type Who = Partial<Pick<ComponentInteraction, 'guildId' | 'permissions' | 'parentId'>>;

function contextOf<Kind extends { kind: string }>(own: Kind, who: Who) {
  const base = {
    id: '1',
    token: 't',
    userId: '2',
    guildId: '3',
    channelId: CHANNEL,
    parentId: null,
    displayName: null,
    locale: 'en' as const,
    permissions: 0n,
    roleIds: [],
    channelType: null,
    appPermissions: null,
    isAgeRestricted: false,
    isInstalledInGuild: true,
    isBotDm: false,
    attachmentSizeLimit: 1,
    ...who,
  };
  const caller = { user_id: '2', guild_id: base.guildId, channel_id: CHANNEL, locale: 'en' as const };
  const services = {
    bff: { settings: client },
    log: createLogger({ worker: 'bot', write: () => {} }),
    now: () => 0,
  } as unknown as Services;
  return { interaction: { ...base, ...own }, caller, texts: textsFor('en'), services };
}

const press = async (customId: string, who: Who = {}, values: string[] = []) => {
  const context: InteractionContext<ComponentInteraction> = contextOf(
    { kind: 'component' as const, customId, values, isEphemeral: true },
    who,
  );
  return answerSettingsPress(context);
};
const send = async (customId: string, values: Record<string, string>, who: Who = {}) => {
  const own = {
    kind: 'modal' as const,
    customId,
    files: new Map(),
    values: { texts: new Map(Object.entries(values)), lists: new Map() },
  };
  const context: InteractionContext<ModalInteraction> = contextOf(own, who);
  return answerSettingsForm(context);
};
const put = (scope: 'server' | 'channel' | 'person', field: 'language' | 'answersIn', part = '0') =>
  formatPanelId({ verb: 'put', scope, field, part, version: 3 });

describe('who may change what', () => {
  it.each([
    ['a member, the server', put('server', 'language'), {}, 'settings_server_forbidden'],
    ['a member, the channel', put('channel', 'language'), {}, 'settings_channel_forbidden'],
    [
      'a manager of channels, the server',
      put('server', 'language'),
      { permissions: MANAGE_CHANNELS },
      'settings_server_forbidden',
    ],
    [
      'somebody in a direct message, a server',
      put('server', 'language'),
      { guildId: null, permissions: null },
      'settings_server_only',
    ],
    [
      'somebody in a direct message with the bits of a server, a channel',
      put('channel', 'language'),
      { guildId: null, permissions: MANAGE_GUILD },
      'settings_server_only',
    ],
    ['a member, the log', formatLogId(0), {}, 'settings_server_forbidden'],
    [
      'a member, a form of the server',
      formatPanelId({ verb: 'edit', scope: 'server', field: 'instructions' }),
      {},
      'settings_server_forbidden',
    ],
  ])('%s: refused, and nothing is asked of the bff', async (_, customId, who, code) => {
    expect(JSON.stringify(await press(customId, who, ['en']))).toContain(code);
    if (customId.startsWith('set.')) {
      expect(JSON.stringify(await send(customId, { value: 'x' }, who))).toContain(code);
    }
    expect(calls).toEqual([]);
  });

  it.each([
    ['a member, their own', put('person', 'language'), {}, { scope: 'person' }],
    [
      'a manager of channels, in a thread: its channel',
      put('channel', 'language'),
      { permissions: MANAGE_CHANNELS, parentId: '9' },
      { scope: 'channel', channel_id: '9' },
    ],
    [
      'a manager of the server',
      put('server', 'language'),
      { permissions: MANAGE_GUILD },
      { scope: 'server' },
    ],
  ])('%s: changed, with the version that was seen', async (_, customId, who, target) => {
    expect(await press(customId, who, ['en'])).toMatchObject({ type: 7 });
    expect(calls).toEqual([
      { method: 'change', given: { target, changes: { language: 'en' }, expected_version: 3 } },
    ]);
  });
});

describe('a change', () => {
  const who = { permissions: MANAGE_GUILD };

  it('that conflicts shows what is in force, and asks again with the new version', async () => {
    reply = {
      kind: 'conflict',
      current: viewOf({ version: 8, server: { language: 'ko' } }),
      fields: ['language'],
    };
    const answer = await press(put('server', 'language'), who, ['en']);
    expect(answer?.type).toBe(7);
    const shown = JSON.stringify(answer);
    expect(shown).toContain('Somebody else was faster: Language');
    expect(shown).toContain('**Set here** Korean');
    expect(shown).toContain('set.put.server.language.0.8');
  });

  it('that is wrong names each path, and leaves the panel as it is', async () => {
    reply = { kind: 'invalid', problems: [{ code: 'too_large', path: 'dailyTokens', limit: 9 }] };
    const id = formatPanelId({ verb: 'edit', scope: 'server', field: 'dailyTokens', version: 3 });
    const answer = await send(id, { value: '10' }, who);
    expect(answer?.type).toBe(4);
    expect(JSON.stringify(answer)).toContain('`dailyTokens` is too large: at most 9');
  });

  it('of a number that is none asks nothing of the bff', async () => {
    const id = formatPanelId({ verb: 'edit', scope: 'server', field: 'dailyTokens', version: 3 });
    expect(JSON.stringify(await send(id, { value: 'many' }, who))).toContain('settings_invalid');
    expect(calls).toEqual([]);
  });

  it('opens a form with what is set', async () => {
    const id = formatPanelId({ verb: 'edit', scope: 'server', field: 'dailyTokens', version: 3 });
    const answer = await press(id, who);
    expect(answer?.type).toBe(9);
    expect(JSON.stringify(answer)).toContain('"value":"7"');
  });
});

it('leaves other custom ids to others', async () => {
  expect(await press('example.0')).toBeNull();
  expect(await send('ask.1.x', {})).toBeNull();
});
