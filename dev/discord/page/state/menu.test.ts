import { expect, it } from 'vitest';
import type { RegisteredCommand, WorldChannel, WorldUser } from '../../protocol.ts';
import { menuCommands, menuPlace } from './menu.ts';

const channel: WorldChannel = { id: '1', name: 'c', guildId: '9' };
const user: WorldUser = { id: '2', username: 'u', displayName: 'U', color: '#000', moderator: false };
const command = (name: string, type: number, more: Partial<RegisteredCommand> = {}): RegisteredCommand => ({
  id: name,
  name,
  type,
  description: '',
  ...more,
});
const COMMANDS = [
  command('zebra', 3),
  command('apple', 3),
  command('slash', 1),
  command('user', 2),
  command('hidden', 3, { default_member_permissions: '8192' }),
  command('dm', 3, { contexts: [1] }),
];

it('offers a target’s own commands in the order of their registration', () => {
  const names = (type: 2 | 3) =>
    menuCommands(COMMANDS, { type, id: 'x' }, channel, user).map(({ name }) => name);
  expect(names(3)).toEqual(['zebra', 'apple']);
  expect(names(2)).toEqual(['user']);
  expect(menuCommands(COMMANDS, { type: 3, id: 'x' }, undefined, user)).toEqual([]);
});

it('opens at the pointer, and below the element when it was opened by a key', () => {
  const element = { getBoundingClientRect: () => ({ left: 10, bottom: 50 }) as DOMRect };
  expect(menuPlace({ clientX: 300, clientY: 200, button: 2 }, element)).toEqual({ x: 300, y: 200 });
  expect(menuPlace({ clientX: 0, clientY: 0, button: 0 }, element)).toEqual({ x: 10, y: 54 });
});
