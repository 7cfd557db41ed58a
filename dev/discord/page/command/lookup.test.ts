import { describe, expect, it } from 'vitest';
import type { RegisteredCommand } from '../../protocol.ts';
import { commandsHere, isLocked } from './lookup.ts';

const guild = { id: 'c', name: 'general', guildId: 'g' };
const direct = { id: 'd', name: 'Libra', guildId: null };
const member = { id: 'u', username: 'u', displayName: 'U', color: '#000', moderator: false };
const moderator = { ...member, moderator: true };
const command = (name: string, more: Partial<RegisteredCommand> = {}): RegisteredCommand => ({
  id: name,
  name,
  description: name,
  type: 1,
  ...more,
});
const MANAGE_MESSAGES = '8192';

describe('the commands of a channel', () => {
  const all = [
    command('mute', { default_member_permissions: MANAGE_MESSAGES }),
    command('here', { guild_id: 'g' }),
    command('elsewhere', { guild_id: 'other' }),
    command('private', { contexts: [1] }),
    command('menu', { type: 3 }),
    command('chat'),
  ];
  const names = (channel: typeof guild | typeof direct) =>
    commandsHere(all, channel, member).map(({ name }) => name);

  it('are those of its guild and its kind, in the order of their registration', () => {
    expect(names(guild)).toEqual(['mute', 'here', 'chat']);
    expect(names(direct)).toEqual(['mute', 'private', 'chat']);
  });
  it('are locked for who lacks the permission there', () => {
    const [mute] = all;
    if (mute === undefined) throw new Error('no mute');
    expect(isLocked(mute, guild, member)).toBe(true);
    expect(isLocked(mute, guild, moderator)).toBe(false);
    expect(isLocked(mute, direct, member)).toBe(false);
  });
});
