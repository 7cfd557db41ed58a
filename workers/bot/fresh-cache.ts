/** What an isolate still knows of a server, so that a keystroke costs no call. */

export interface FreshCache<Value> {
  /** Undefined when it has to be asked for. Null: outside servers. */
  find(guildId: string | null): Value | undefined;
  keep(guildId: string | null, value: Value): void;
  drop(guildId: string | null): void;
}

/** A change is seen everywhere within this time. */
const FRESH_MS = 60_000;
const MAX_GUILDS = 500;
const NO_GUILD = 'dm';

export function createFreshCache<Value>(now: () => number, maxGuilds = MAX_GUILDS): FreshCache<Value> {
  /** In the order of reading, so that the oldest is the first. */
  const entries = new Map<string, { value: Value; readAtMs: number }>();
  return {
    find(guildId) {
      const entry = entries.get(guildId ?? NO_GUILD);
      return entry !== undefined && now() - entry.readAtMs < FRESH_MS ? entry.value : undefined;
    },
    keep(guildId, value) {
      const key = guildId ?? NO_GUILD;
      entries.delete(key);
      entries.set(key, { value, readAtMs: now() });
      if (entries.size <= maxGuilds) return;
      const [oldest] = entries.keys();
      if (oldest !== undefined) entries.delete(oldest);
    },
    drop(guildId) {
      entries.delete(guildId ?? NO_GUILD);
    },
  };
}
