/**
 * A question that the bot has let through by what it remembers of the place, without asking Redis: what its gate would have read
 * is looked at by the admission, in the request that it makes anyway. Pure.
 */
import type { Caller } from '../../../shared/contract/caller.ts';
import { NOTE_LIFE_MS, noteKey } from '../../../shared/contract/deliveries.ts';
import { muteKey } from '../../../shared/contract/mutes.ts';
import {
  personProjectionKey,
  type SeenVersions,
  serverProjectionKey,
} from '../../../shared/settings/projection.ts';
import { ERASED_MARGIN_MS, erasedKey } from '../store/redis-keys.ts';

export interface Unchecked {
  caller: Caller;
  /** The interaction whose delivery it is. */
  deliveryId: string;
  /** Unix milliseconds. */
  askedAtMs: number;
  /** What the bot remembers; what is set in the meantime has another version. */
  seen: SeenVersions;
}

/** Keys 6 to 11 and arguments 16 to 20 of ADMIT. Where there is no second key of a kind, the first stands for it. */
export function readUnchecked(
  unchecked: Unchecked | undefined,
  pseudonym: string | null,
  nowMs: number,
): { keys: string[]; args: (string | number)[] } {
  if (unchecked === undefined || pseudonym === null) return { keys: NONE, args: NONE.slice(1) };
  const { caller, deliveryId, askedAtMs, seen } = unchecked;
  const { user_id: userId, guild_id: guildId, channel_id: channelId, parent_id: parentId } = caller;
  const person = { key: personProjectionKey(userId), version: seen.person ?? 0 };
  const server = guildId === null ? person : { key: serverProjectionKey(guildId), version: seen.server ?? 0 };
  return {
    keys: [
      noteKey(userId, nowMs),
      muteKey(channelId),
      muteKey(parentId ?? channelId),
      person.key,
      server.key,
      erasedKey(pseudonym),
    ],
    // What is asked right after an erasure is not kept, but answered.
    args: [deliveryId, NOTE_LIFE_MS, askedAtMs + ERASED_MARGIN_MS, person.version, server.version],
  };
}

const NONE = ['', '', '', '', '', ''];
