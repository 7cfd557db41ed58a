/** Discord's permission bits, as far as Libra checks them. Pure. */
import type { InteractionBase } from './parse.ts';

const ADMINISTRATOR = 1n << 3n;
const MANAGE_CHANNELS = 1n << 4n;
const MANAGE_GUILD = 1n << 5n;
const MANAGE_MESSAGES = 1n << 13n;

/** Who may mute the bot here: moderators in a guild; everyone where there are no moderators. */
export function isModerator({
  guildId,
  permissions,
}: Pick<InteractionBase, 'guildId' | 'permissions'>): boolean {
  if (guildId === null) return true;
  return permissions !== null && (permissions & (ADMINISTRATOR | MANAGE_MESSAGES)) !== 0n;
}

/** Who may change the settings of the server or of this channel. */
export function isManager({ permissions }: Pick<InteractionBase, 'permissions'>): boolean {
  return permissions !== null && (permissions & (ADMINISTRATOR | MANAGE_GUILD | MANAGE_CHANNELS)) !== 0n;
}
