/**
 * Which API keys are live, as one isolate remembers it. A key is looked up once in 30 s, so a revocation is felt within
 * that time; while the database is out, a key that was good goes on being good for a few minutes.
 */
export type KeyLookup<Key> = { kind: 'found'; key: Key } | { kind: 'unknown' } | { kind: 'unavailable' };

export interface ApiKeyDirectory<Key> {
  /** True when `look` would ask nobody. */
  knows(keyHash: string): boolean;
  look(keyHash: string, find: (keyHash: string) => Promise<Key | null>): Promise<KeyLookup<Key>>;
}

const FRESH_MS = 30_000;
const STALE_MS = 5 * 60_000;
const MAX_ENTRIES = 2_000;

export function createApiKeyDirectory<Key>(now: () => number = Date.now): ApiKeyDirectory<Key> {
  const entries = new Map<string, { key: Key | null; readAtMs: number }>();

  function remember(keyHash: string, key: Key | null): void {
    // Anybody can fill the map with unknown keys; it then starts anew rather than grow.
    if (entries.size >= MAX_ENTRIES) entries.clear();
    entries.set(keyHash, { key, readAtMs: now() });
  }

  const ageOf = (known: { readAtMs: number } | undefined) =>
    known === undefined ? Number.POSITIVE_INFINITY : now() - known.readAtMs;

  return {
    knows: (keyHash) => ageOf(entries.get(keyHash)) < FRESH_MS,
    async look(keyHash, find) {
      const known = entries.get(keyHash);
      const ageMs = ageOf(known);
      if (known !== undefined && ageMs < FRESH_MS) return toLookup(known.key);
      try {
        const key = await find(keyHash);
        remember(keyHash, key);
        return toLookup(key);
      } catch {
        return known !== undefined && known.key !== null && ageMs < STALE_MS
          ? { kind: 'found', key: known.key }
          : { kind: 'unavailable' };
      }
    },
  };
}

function toLookup<Key>(key: Key | null): KeyLookup<Key> {
  return key === null ? { kind: 'unknown' } : { kind: 'found', key };
}
