/** Discord's permission bits, as far as Libra checks them. Pure. */
import type { InteractionBase } from './parse.ts';

const ADMINISTRATOR = 1n << 3n;
const MANAGE_CHANNELS = 1n << 4n;
const MANAGE_SERVER = 1n << 5n;
const VIEW_CHANNEL = 1n << 10n;
const SEND_MESSAGES = 1n << 11n;
export const MANAGE_MESSAGES = 1n << 13n;
const READ_MESSAGE_HISTORY = 1n << 16n;
const CREATE_PUBLIC_THREADS = 1n << 35n;
const SEND_IN_THREADS = 1n << 38n;
const SEND_POLLS = 1n << 49n;
const MODERATE_MEMBERS = 1n << 40n;

type Where = Pick<InteractionBase, 'guildId' | 'permissions'>;

/** Who may mute the bot here: moderators in a guild; everyone where there are no moderators. */
export function isModerator({ guildId, permissions }: Where): boolean {
  return guildId === null || hasAny(permissions, MANAGE_MESSAGES);
}

/** Outside servers nobody: there is nothing to manage. */
export function mayManageServer({ guildId, permissions }: Where): boolean {
  return guildId !== null && hasAny(permissions, MANAGE_SERVER);
}

export function mayManageChannel({ guildId, permissions }: Where): boolean {
  return guildId !== null && hasAny(permissions, MANAGE_SERVER | MANAGE_CHANNELS);
}

/** As the bff is told of it. */
export function permissionsOf(where: Where): { manage_server: boolean; manage_channels: boolean } {
  return { manage_server: mayManageServer(where), manage_channels: mayManageChannel(where) };
}

function hasAny(permissions: bigint | null, wanted: bigint): boolean {
  return permissions !== null && (permissions & (ADMINISTRATOR | wanted)) !== 0n;
}

/** Who may change the settings of the server or of this channel. */
export function isManager({ permissions }: Pick<InteractionBase, 'permissions'>): boolean {
  return hasAny(permissions, MANAGE_SERVER | MANAGE_CHANNELS);
}

/** Who may do so in a server: what is nobody's own there is theirs to end. */
export function isServerModerator(interaction: Pick<InteractionBase, 'guildId' | 'permissions'>): boolean {
  return interaction.guildId !== null && isModerator(interaction);
}

/** Of a member or of the application, in this channel of a guild. */
export function mayOpenThreads(permissions: bigint | null): boolean {
  return permissions !== null && (permissions & (ADMINISTRATOR | CREATE_PUBLIC_THREADS)) !== 0n;
}

/** Who sees in this channel of a server what was said before they came. */
export function mayReadHistory({ guildId, permissions }: Where): boolean {
  return guildId !== null && hasAll(permissions, VIEW_CHANNEL | READ_MESSAGE_HISTORY);
}

/** Who looks after this server. */
export function mayModerate({ guildId, permissions }: Where): boolean {
  return guildId !== null && hasAny(permissions, MANAGE_MESSAGES | MODERATE_MEMBERS);
}

type Place = Pick<InteractionBase, 'guildId' | 'parentId'>;

/** Of a member or of the application; in a direct message everyone may. */
export function mayWrite({ guildId, parentId }: Place, permissions: bigint | null): boolean {
  if (guildId === null) return true;
  return hasAll(permissions, VIEW_CHANNEL | (parentId === null ? SEND_MESSAGES : SEND_IN_THREADS));
}

export function mayPostPolls(place: Place, permissions: bigint | null): boolean {
  return place.guildId === null || (mayWrite(place, permissions) && hasAll(permissions, SEND_POLLS));
}

function hasAll(permissions: bigint | null, wanted: bigint): boolean {
  if (permissions === null) return false;
  return (permissions & ADMINISTRATOR) !== 0n || (permissions & wanted) === wanted;
}
