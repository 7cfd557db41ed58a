import { describe, expect, it } from 'vitest';
import { APPLICATION_ID, BOT_TOKEN, startScene } from '../discord/fake-bot.ts';
import { registerCommands } from '../stack/register.ts';
import { checkCommands, diffCommands } from './commands.ts';

describe('diffCommands', () => {
  const chat = { name: 'chat', description: 'Ask', options: [{ name: 'prompt', type: 3, required: true }] };
  const shown = { id: '1', version: '2', type: 1, nsfw: false, name_localizations: null, ...chat };

  it('finds nothing where Discord only adds its own', () =>
    expect(diffCommands([chat], [shown])).toEqual([]));

  it('names what is missing, what is left over and what has changed', () => {
    expect(diffCommands([chat], [])).toEqual(['not registered: chat']);
    expect(diffCommands([], [shown])).toEqual(['not declared any more: chat']);
    expect(diffCommands([{ ...chat, description: 'Ask me' }], [shown])).toEqual([
      'registered as they were before: chat',
    ]);
    expect(diffCommands([{ name: 'chat', description: 'Ask' }], [shown])).toEqual([
      'registered as they were before: chat',
    ]);
    expect(diffCommands([{ ...chat, options: [] }], [shown])).toHaveLength(1);
  });

  it('tells a message command from a slash command of the same name, and leaves an Entry Point alone', () => {
    expect(diffCommands([chat], [shown, { name: 'chat', type: 3 }])).toEqual(['not declared any more: chat']);
    expect(diffCommands([chat], [shown, { name: 'launch', type: 4 }])).toEqual([]);
  });
});

it('finds what was registered to be what is declared, and says what to do where it is not', async () => {
  const scene = await startScene();
  try {
    const { apiBaseUrl } = scene.discord;
    const discord = { applicationId: APPLICATION_ID, publicKey: '', botToken: BOT_TOKEN };
    await registerCommands({ apiBaseUrl, applicationId: APPLICATION_ID, botToken: BOT_TOKEN });
    expect(await checkCommands({ discord, overrides: {} }, apiBaseUrl)).toMatchObject({ state: 'ok' });
    await scene.api('PUT', `/applications/${APPLICATION_ID}/commands`, []);
    expect(await checkCommands({ discord, overrides: {} }, apiBaseUrl)).toMatchObject({
      state: 'failed',
      seen: expect.stringContaining('not registered: '),
      advice: 'npm run register',
    });
  } finally {
    await scene.close();
  }
});
