import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandDefinitions } from '../../workers/bot/commands/table.ts';
import { APPLICATION_ID, BOT_TOKEN, type Json, startScene, type TestScene } from '../discord/fake-bot.ts';
import { CommandsRefusedError, registerCommands, withEntryPoints } from './register.ts';

const PATH = `/applications/${APPLICATION_ID}`;
const GUILD_ID = '1300000000000000201';
const ENTRY_POINT = {
  name: 'launch',
  name_localizations: { ko: '시작' },
  description: 'Start the activity',
  description_localizations: { ko: '활동을 시작해요' },
  type: 4,
  handler: 2,
  default_member_permissions: '2048',
  integration_types: [0, 1],
  contexts: [0, 1, 2],
  nsfw: true,
};

let scene: TestScene;
beforeEach(async () => {
  scene = await startScene();
});
afterEach(() => scene.close());

const register = (change: object = {}) =>
  registerCommands({
    apiBaseUrl: scene.discord.apiBaseUrl,
    applicationId: APPLICATION_ID,
    botToken: BOT_TOKEN,
    ...change,
  });

async function registered(place = ''): Promise<Json[]> {
  const answer = await scene.api('GET', `${PATH}${place}/commands?with_localizations=true`);
  return (await answer.json()) as Json[];
}

describe('registerCommands', () => {
  it('makes what is declared what exists', async () => {
    await scene.api('POST', `${PATH}/commands`, { name: 'old', description: 'x' });
    expect(await register()).toBe(commandDefinitions.length);
    expect((await registered()).map(({ name }) => name)).toEqual(commandDefinitions.map(({ name }) => name));
  });

  it('keeps an Entry Point command with its id and everything that can be set', async () => {
    const { id } = (await (await scene.api('POST', `${PATH}/commands`, ENTRY_POINT)).json()) as Json;
    expect(await register()).toBe(commandDefinitions.length + 1);
    expect((await registered()).find(({ type }) => type === 4)).toMatchObject({ id, ...ENTRY_POINT });
    expect(await register()).toBe(commandDefinitions.length + 1);
  });

  it('registers in one guild without the global Entry Point command', async () => {
    await scene.api('POST', `${PATH}/commands`, ENTRY_POINT);
    expect(await register({ guildId: GUILD_ID })).toBe(commandDefinitions.length);
    expect((await registered(`/guilds/${GUILD_ID}`)).some(({ type }) => type === 4)).toBe(false);
  });

  it('throws Discord’s reason when it refuses, also the list', async () => {
    const definitions = [{ name: 'Bad', description: 'x' }];
    await expect(register({ definitions })).rejects.toThrow('APPLICATION_COMMAND_INVALID_NAME');
    const failure = await register({ botToken: 'of-somebody-else' }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(CommandsRefusedError);
    expect(String(failure)).not.toContain('of-somebody-else');
  });
});

describe('withEntryPoints', () => {
  const declared = [{ name: 'chat', description: 'Ask' }];

  it('adds only fields that an overwrite takes, and no empty description', () => {
    const registered = {
      ...ENTRY_POINT,
      id: '1',
      application_id: APPLICATION_ID,
      version: '2',
      description: '',
      name_localized: 'launch',
      dm_permission: true,
    };
    const { description: _, ...kept } = ENTRY_POINT;
    expect(withEntryPoints(declared, [registered])).toEqual([...declared, kept]);
  });

  it('adds nothing of another type or shape', () => {
    const registered = [{ name: 'old', type: 1 }, { name: 'old', type: 3 }, null, 4, { name: 'launch' }];
    expect(withEntryPoints(declared, registered)).toEqual(declared);
  });
});
