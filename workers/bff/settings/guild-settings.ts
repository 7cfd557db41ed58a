/** What a server's moderators have set, and what an isolate still knows of it. */

export interface GuildSettings {
  /** Appended to the system prompt in this server; null for none. */
  instructions: string | null;
}

export const NO_SETTINGS: GuildSettings = { instructions: null };

export interface SettingsCache {
  /** Undefined when they have to be read. */
  find(guildId: string): GuildSettings | undefined;
  keep(guildId: string, settings: GuildSettings): void;
}

/** A change is seen everywhere within this time. */
const FRESH_MS = 60_000;
const MAX_GUILDS = 2_000;

export function createSettingsCache(now: () => number, maxGuilds = MAX_GUILDS): SettingsCache {
  /** In the order of reading, so that the oldest is the first. */
  const entries = new Map<string, { settings: GuildSettings; readAtMs: number }>();
  return {
    find(guildId) {
      const entry = entries.get(guildId);
      return entry !== undefined && now() - entry.readAtMs < FRESH_MS ? entry.settings : undefined;
    },
    keep(guildId, settings) {
      entries.delete(guildId);
      entries.set(guildId, { settings, readAtMs: now() });
      if (entries.size <= maxGuilds) return;
      const [oldest] = entries.keys();
      if (oldest !== undefined) entries.delete(oldest);
    },
  };
}
