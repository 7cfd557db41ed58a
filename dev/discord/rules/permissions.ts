/** Permission bits as Discord sends them: decimal strings of a 64-bit set. */
import type { RegisteredCommand, WorldChannel, WorldUser } from '../protocol.ts';

const bit = (position: number) => 1n << BigInt(position);
/** View, send, embed, attach, read history, react, use commands, send in threads. */
const MEMBER = [10, 11, 14, 15, 16, 6, 31, 38].map(bit).reduce((all, one) => all | one);
const MANAGE_MESSAGES = bit(13);
const MENTION_EVERYONE = bit(17);

export function memberPermissions(user: WorldUser): bigint {
  return user.moderator ? MEMBER | MANAGE_MESSAGES | MENTION_EVERYONE : MEMBER;
}

export const APP_PERMISSIONS = (MEMBER | MENTION_EVERYONE).toString();

/** True when a Discord client would offer the command to this person in this channel. */
export function isOffered(command: RegisteredCommand, channel: WorldChannel, user: WorldUser): boolean {
  const context = channel.guildId === null ? 1 : 0;
  if (command.contexts != null && !command.contexts.includes(context)) return false;
  if (command.guild_id !== undefined && command.guild_id !== channel.guildId) return false;
  if (channel.guildId === null || command.default_member_permissions == null) return true;
  const needed = BigInt(command.default_member_permissions);
  if (needed === 0n) return user.moderator;
  return (memberPermissions(user) & needed) === needed;
}
