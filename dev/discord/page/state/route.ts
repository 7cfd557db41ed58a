/** The channel in the page's address: `#/channels/<guild id or @me>/<channel id>`. */
import type { PageLocale, Snowflake, WorldChannel, WorldState } from '../../protocol.ts';

export function formatHash(channel: WorldChannel): string {
  return `#/channels/${channel.guildId ?? '@me'}/${channel.id}`;
}

/** The channel that an address names, or null. */
export function parseHash(hash: string): Snowflake | null {
  return /^#\/channels\/(?:@me|\d{1,20})\/(\d{1,20})$/.exec(hash)?.[1] ?? null;
}

/** The channels that a user sees: direct messages are one's own alone. */
export function channelsOf(world: WorldState, userId: Snowflake | null): WorldChannel[] {
  return world.channels.filter(({ recipientId }) => recipientId === undefined || recipientId === userId);
}

/**
 * The channel to open for a user: the wanted one if he sees it; his own direct messages if it is somebody else's; else
 * the first of a guild in his language, or of the list.
 */
export function chooseChannel(
  world: WorldState,
  userId: Snowflake | null,
  wanted: Snowflake | null,
  locale?: PageLocale,
): Snowflake | null {
  const channels = channelsOf(world, userId);
  const home = world.guilds.find((guild) => guild.locale === locale);
  const elsewhere = world.channels.find(({ id }) => id === wanted);
  const channel =
    channels.find(({ id }) => id === wanted) ??
    (elsewhere === undefined ? undefined : channels.find(({ guildId }) => guildId === null)) ??
    channels.find(({ guildId }) => guildId !== null && guildId === home?.id) ??
    channels[0];
  return channel?.id ?? null;
}
