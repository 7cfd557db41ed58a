import { expect, it } from 'vitest';
import { actionsIn } from './allowed.ts';

const ALL = (1n << 10n) | (1n << 11n) | (1n << 38n) | (1n << 49n);
const guild = {
  guildId: '2',
  parentId: null,
  permissions: ALL,
  appPermissions: ALL,
  isInstalledInGuild: true,
  isBotDm: false,
};
const dm = {
  ...guild,
  guildId: null,
  permissions: null,
  appPermissions: null,
  isInstalledInGuild: false,
  isBotDm: true,
};

it.each([
  ['in a server', guild, true, ['poll', 'remind']],
  ['without a token of Libra’s own', guild, false, ['poll']],
  ['where the person may not post polls', { ...guild, permissions: ALL & ~(1n << 49n) }, true, ['remind']],
  ['where the person may not write', { ...guild, permissions: ALL & ~(1n << 11n) }, true, []],
  ['where Libra may not write', { ...guild, appPermissions: ALL & ~(1n << 11n) }, true, ['poll']],
  ['where Libra is no member', { ...guild, isInstalledInGuild: false }, true, ['poll']],
  [
    'in a thread, by the right to write in threads',
    { ...guild, parentId: '3', permissions: ALL & ~(1n << 11n) },
    true,
    ['poll', 'remind'],
  ],
  ['for an administrator', { ...guild, permissions: 8n }, true, ['poll', 'remind']],
  ['where Discord says nothing of rights', { ...guild, permissions: null }, true, []],
  ['in a direct message with Libra', dm, true, ['poll', 'remind']],
  ['in a direct message with somebody else', { ...dm, isBotDm: false }, true, ['poll']],
] as const)('are what can work %s', (_, place, hasBotToken, actions) => {
  expect(actionsIn(place, { hasBotToken })).toEqual(actions);
});
