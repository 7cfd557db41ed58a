import type { Caller } from '../../../shared/contract/caller.ts';

/**
 * Where facts are used that were told there: a server, by its id; `dm`, the person's own direct messages with Libra; or one group of
 * direct messages, which others read, by its channel. Pure.
 */
export function factSpaceOf({ guild_id: guildId, channel_id: channelId, direct }: Caller): string {
  return guildId ?? (direct === true ? 'dm' : `dm:${channelId}`);
}
