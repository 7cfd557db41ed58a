/** What an isolate still knows of settings that it has read. */

export interface SettingsCache<Value> {
  /** Undefined when they have to be read. */
  find(key: string): Value | undefined;
  keep(key: string, value: Value): void;
  /** Of all keys that begin so. */
  drop(prefix: string): void;
}

/** A change is seen everywhere within this time. */
const FRESH_MS = 60_000;
const MAX_ENTRIES = 2_000;

export function createSettingsCache<Value>(
  now: () => number,
  maxEntries = MAX_ENTRIES,
): SettingsCache<Value> {
  /** In the order of reading, so that the oldest is the first. */
  const entries = new Map<string, { value: Value; readAtMs: number }>();
  return {
    find(key) {
      const entry = entries.get(key);
      return entry !== undefined && now() - entry.readAtMs < FRESH_MS ? entry.value : undefined;
    },
    keep(key, value) {
      entries.delete(key);
      entries.set(key, { value, readAtMs: now() });
      if (entries.size <= maxEntries) return;
      const [oldest] = entries.keys();
      if (oldest !== undefined) entries.delete(oldest);
    },
    drop(prefix) {
      for (const key of [...entries.keys()]) if (key.startsWith(prefix)) entries.delete(key);
    },
  };
}
