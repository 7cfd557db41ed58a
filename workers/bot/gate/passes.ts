/**
 * Where an isolate has lately let somebody through with room to spare. Their next questions there go without asking Redis: the
 * bff's admission looks at what may have changed, and sends those back for which it has. Pure, but for the clock.
 */
import type { Caller } from '../../../shared/contract/caller.ts';
import type { Place } from '../mute/place.ts';
import type { PlaceSettings } from '../settings/place-settings.ts';

export interface Passes {
  /** Spends one question of a pass; null: Redis has to be asked. */
  take(caller: Caller): PlaceSettings | null;
  /** Redis has let this question through. */
  keep(caller: Caller, place: PlaceSettings, room: Room): void;
  /** Something has been changed for these. */
  forget(concerns: (whom: Whom) => boolean): void;
}

/** A person in a place. */
export type Whom = Pick<Caller, 'user_id' | 'guild_id' | 'channel_id' | 'parent_id'>;

/** So many questions will surely be within every limit. */
export interface Room {
  aMinute: number;
  inAll: number;
}

/**
 * What is remembered is compared with Redis at each question, so its age changes nothing that anybody is answered. Where it is wrong,
 * the answer begins a moment later, and others may see that Libra is thinking before a refusal.
 */
const FRESH_MS = 10 * 60_000;
const MINUTE_MS = 60_000;
const MAX_ENTRIES = 1_000;

interface Pass {
  whom: Whom;
  place: PlaceSettings;
  room: Room;
  readAtMs: number;
  /** When questions were let through within the last minute, also by Redis: several may be asked at once. */
  recentAtMs: number[];
}

export function createPasses(now: () => number, maxEntries = MAX_ENTRIES): Passes {
  /** In the order of reading. */
  const passes = new Map<string, Pass>();
  const keyOf = ({ channel_id: channelId, user_id: userId }: Caller) => `${channelId} ${userId}`;
  const recent = (times: readonly number[] = []) => times.filter((atMs) => now() - atMs < MINUTE_MS);

  return {
    take(caller) {
      const pass = passes.get(keyOf(caller));
      if (pass === undefined || now() - pass.readAtMs >= FRESH_MS) return null;
      const { room } = pass;
      pass.recentAtMs = recent(pass.recentAtMs);
      if (room.inAll <= 0 || pass.recentAtMs.length >= room.aMinute) return null;
      room.inAll -= 1;
      pass.recentAtMs.push(now());
      return pass.place;
    },
    keep(caller, place, room) {
      const key = keyOf(caller);
      const recentAtMs = [...recent(passes.get(key)?.recentAtMs), now()];
      passes.delete(key);
      const { user_id, guild_id, channel_id, parent_id = null } = caller;
      const whom = { user_id, guild_id, channel_id, ...(parent_id === null ? {} : { parent_id }) };
      passes.set(key, { whom, place, room: { ...room }, readAtMs: now(), recentAtMs });
      const [oldest] = passes.keys();
      if (passes.size > maxEntries && oldest !== undefined) passes.delete(oldest);
    },
    forget(concerns) {
      for (const [key, { whom }] of [...passes]) if (concerns(whom)) passes.delete(key);
    },
  };
}

/** The same person in the same place. A thread and a channel have ids of their own, in direct messages too. */
export function isSame(one: Whom, other: Whom): boolean {
  return one.user_id === other.user_id && one.channel_id === other.channel_id;
}

/** Whom a change of a person's or of a server's concerns. */
export function near({ guild_id: guildId, user_id: userId }: Whom): (whom: Whom) => boolean {
  return (whom) => whom.user_id === userId || (whom.guild_id !== null && whom.guild_id === guildId);
}

/** Whom a mute of this place concerns. */
export function within({ channelId }: Pick<Place, 'channelId'>): (whom: Whom) => boolean {
  return (whom) => whom.channel_id === channelId || whom.parent_id === channelId;
}
