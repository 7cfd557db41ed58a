import { expect, it } from 'vitest';
import { findThreadProblem } from './thread-wish.ts';

const PUBLIC_THREADS = 1n << 35n;
const place = {
  guildId: '1',
  parentId: null,
  channelType: 0,
  permissions: PUBLIC_THREADS,
  appPermissions: PUBLIC_THREADS,
  isInstalledInGuild: true,
};
const wish = { isPrivate: false, hasToken: true };

it('a thread can be opened in a text or announcement channel, where both may', () => {
  expect(findThreadProblem(place, wish)).toBeNull();
  expect(findThreadProblem({ ...place, channelType: 5, permissions: 1n << 3n }, wish)).toBeNull();
});

it.each([
  ['in a direct message', { guildId: null }, {}, 'thread_in_dm'],
  ['in a thread', { parentId: '2', channelType: 11 }, {}, 'thread_in_thread'],
  ['in a voice channel', { channelType: 2 }, {}, 'thread_impossible'],
  ['for an answer that only one person sees', {}, { isPrivate: true }, 'thread_private'],
  ['without a bot token', {}, { hasToken: false }, 'thread_unavailable'],
  ['without the person’s permission', { permissions: 0n }, {}, 'thread_forbidden'],
  ['without Libra’s permission', { appPermissions: 0n }, {}, 'thread_forbidden'],
  ['where Libra is no member', { isInstalledInGuild: false }, {}, 'thread_forbidden'],
] as const)('not %s', (_, where, how, problem) => {
  expect(findThreadProblem({ ...place, ...where }, { ...wish, ...how })).toBe(problem);
});
