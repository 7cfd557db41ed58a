/**
 * Permission bits as Discord sends them: decimal strings of a 64-bit set. Pure.
 *
 * Source: https://discord.com/developers/docs/topics/permissions#permission-hierarchy
 */
import type { RegisteredCommand, Snowflake, WorldChannel, WorldUser } from '../protocol.ts';

const bit = (position: number) => 1n << BigInt(position);
const allOf = (positions: readonly number[]) => positions.map(bit).reduce((all, one) => all | one);
export const PERMISSION = {
  manageChannels: bit(4),
  manageServer: bit(5),
  viewChannel: bit(10),
  sendMessages: bit(11),
  manageMessages: bit(13),
  readMessageHistory: bit(16),
  mentionEveryone: bit(17),
  useApplicationCommands: bit(31),
  createPublicThreads: bit(35),
  createPrivateThreads: bit(36),
  sendMessagesInThreads: bit(38),
  sendPolls: bit(49),
} as const;
/** View, send, embed, attach, read history, react, use commands, open public threads, send in threads, post polls. */
const MEMBER = allOf([10, 11, 14, 15, 16, 6, 31, 35, 38, 49]);
const APP = MEMBER | PERMISSION.mentionEveryone | PERMISSION.createPrivateThreads;

const MODERATOR =
  PERMISSION.manageMessages |
  PERMISSION.mentionEveryone |
  PERMISSION.manageChannels |
  PERMISSION.manageServer;

/** In the guild, before a channel changes anything. */
function guildPermissions(user: WorldUser): bigint {
  return user.moderator ? MEMBER | MODERATOR : MEMBER;
}

export function memberPermissions(user: WorldUser, channel: WorldChannel): bigint {
  const roles = channel.guildId === null ? [] : (user.roleIds?.[channel.guildId] ?? []);
  return overwritten(guildPermissions(user), channel, roles, user.id);
}

/** The application's own. */
export function appPermissions(applicationId: Snowflake, channel: WorldChannel): bigint {
  return overwritten(APP, channel, [], applicationId);
}

export const APP_PERMISSIONS = APP.toString();

/** First what the channel says of everyone, then of the roles together, then of the one. */
function overwritten(
  base: bigint,
  { guildId, overwrites = [] }: WorldChannel,
  roleIds: readonly Snowflake[],
  id: Snowflake,
): bigint {
  if (guildId === null) return base;
  const steps = [[guildId], roleIds, [id]];
  return steps.reduce((permissions, ids) => {
    const found = overwrites.filter((overwrite) => ids.includes(overwrite.id));
    const deny = found.reduce((bits, overwrite) => bits | BigInt(overwrite.deny), 0n);
    const allow = found.reduce((bits, overwrite) => bits | BigInt(overwrite.allow), 0n);
    return (permissions & ~deny) | allow;
  }, base);
}

/** True when a Discord client would offer the command to this person in this channel. */
export function isOffered(command: RegisteredCommand, channel: WorldChannel, user: WorldUser): boolean {
  const context = channel.guildId === null ? 1 : 0;
  if (command.contexts != null && !command.contexts.includes(context)) return false;
  if (command.guild_id !== undefined && command.guild_id !== channel.guildId) return false;
  if (channel.guildId === null) return true;
  const permissions = memberPermissions(user, channel);
  if ((permissions & PERMISSION.useApplicationCommands) === 0n) return false;
  if (command.default_member_permissions == null) return true;
  const needed = BigInt(command.default_member_permissions);
  if (needed === 0n) return user.moderator;
  return (permissions & needed) === needed;
}
