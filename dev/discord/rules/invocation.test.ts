import { describe, expect, it } from 'vitest';
import type { RegisteredCommand, WorldChannel, WorldUser } from '../protocol.ts';
import { parseInvocation } from './invocation.ts';
import { isOffered } from './permissions.ts';

const COMMANDS: RegisteredCommand[] = [
  {
    id: '1',
    type: 1,
    name: 'chat',
    description: 'Ask',
    options: [{ type: 3, name: 'prompt', description: 'x', required: true, min_length: 2, max_length: 10 }],
  },
  {
    id: '2',
    type: 1,
    name: 'mute',
    description: 'Be quiet',
    options: [
      { type: 4, name: 'seconds', description: 'x', required: true, min_value: 1, max_value: 3600 },
      { type: 5, name: 'quietly', description: 'x' },
      { type: 3, name: 'why', description: 'x', choices: [{ name: 'Noise', value: 'noise' }] },
    ],
  },
  {
    id: '3',
    type: 1,
    name: 'privacy',
    description: 'Data',
    options: [
      { type: 1, name: 'export', description: 'x', options: [{ type: 6, name: 'who', description: 'x' }] },
    ],
  },
];

describe('a call that a client sends', () => {
  it.each([
    [
      { name: 'chat', options: { prompt: '안녕' } },
      '/chat 안녕',
      [{ name: 'prompt', type: 3, value: '안녕' }],
    ],
    [{ name: 'mute', options: { seconds: 30 } }, '/mute 30', [{ name: 'seconds', type: 4, value: 30 }]],
    [{ name: 'privacy export' }, '/privacy export', [{ name: 'export', type: 1, options: [] }]],
  ])('%j', (call, text, options) => {
    expect(parseInvocation(call, COMMANDS)).toMatchObject({ ok: true, text, data: { options } });
  });
});

describe('a call that a client holds back', () => {
  it.each([
    [{ name: 'dance' }, 'dance: There is no such command here'],
    [{ name: 'chat' }, 'prompt: This option is required'],
    [{ name: 'chat', options: { prompt: '' } }, 'prompt: This option is required'],
    [{ name: 'chat', options: { prompt: 'a' } }, 'prompt: Must be at least 2 characters long'],
    [{ name: 'chat', options: { prompt: 'a'.repeat(11) } }, 'prompt: Must be at most 10 characters long'],
    [{ name: 'chat', options: { prompt: 12 } }, 'prompt: Must be a text'],
    [{ name: 'chat', options: { prompt: 'hey', tone: 'loud' } }, 'tone: There is no such option'],
    [{ name: 'mute', options: { seconds: 0 } }, 'seconds: Must be at least 1'],
    [{ name: 'mute', options: { seconds: 1e9 } }, 'seconds: Must be at most 3600'],
    [{ name: 'mute', options: { seconds: 1.5 } }, 'seconds: Must be a whole number'],
    [{ name: 'mute', options: { seconds: 'abc' } }, 'seconds: Must be a number'],
    [{ name: 'mute', options: { seconds: 5, quietly: 'yes' } }, 'quietly: Must be true or false'],
    [{ name: 'mute', options: { seconds: 5, why: 'boredom' } }, 'why: Must be one of the choices'],
    [{ name: 'privacy' }, 'privacy: Choose a sub-command'],
    [{ name: 'privacy burn' }, 'burn: There is no such sub-command'],
  ])('%j', (call, error) => {
    expect(parseInvocation(call as Parameters<typeof parseInvocation>[0], COMMANDS)).toEqual({
      ok: false,
      error,
    });
  });
});

describe('what is offered', () => {
  const user = (moderator: boolean): WorldUser => ({
    id: '1',
    username: 'u',
    displayName: 'u',
    color: '#000',
    moderator,
  });
  const guild: WorldChannel = { id: '1', name: 'c', guildId: '9' };
  const dm: WorldChannel = { id: '2', name: 'd', guildId: null, recipientId: '1' };
  const command = (change: Partial<RegisteredCommand>): RegisteredCommand => ({
    id: '1',
    type: 1,
    name: 'mute',
    description: 'x',
    ...change,
  });

  it.each<[string, Partial<RegisteredCommand>, WorldChannel, boolean, boolean]>([
    ['everything, when nothing is said', {}, dm, false, true],
    ['nothing that is for guilds in a direct message', { contexts: [0] }, dm, false, false],
    ['nothing of another guild', { guild_id: '8' }, guild, true, false],
    ['what needs MANAGE_MESSAGES, to a moderator', { default_member_permissions: '8192' }, guild, true, true],
    [
      'not what needs MANAGE_MESSAGES, to others',
      { default_member_permissions: '8192' },
      guild,
      false,
      false,
    ],
    ['what is for moderators alone, not to others', { default_member_permissions: '0' }, guild, false, false],
    [
      'what needs permissions, to anybody in a direct message',
      { default_member_permissions: '8192' },
      dm,
      false,
      true,
    ],
  ])('is %s', (_, change, channel, moderator, offered) => {
    expect(isOffered(command(change), channel, user(moderator))).toBe(offered);
  });
});
