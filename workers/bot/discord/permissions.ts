/** Discord's permission bits, as far as Libra checks them. Pure. */
import type { InteractionBase } from './parse.ts';

const ADMINISTRATOR = 1n << 3n;
const MANAGE_MESSAGES = 1n << 13n;

/** Who may mute the bot here: moderators in a guild; everyone where there are no moderators. */
export function isModerator({
  guildId,
  permissions,
}: Pick<InteractionBase, 'guildId' | 'permissions'>): boolean {
  if (guildId === null) return true;
  return permissions !== null && (permissions & (ADMINISTRATOR | MANAGE_MESSAGES)) !== 0n;
}
