/** What an isolate knows of the tools of MCP servers. The lists are the operator's: the same for every Discord server. */
import type { McpToolList } from '../../../../shared/contract/mcp.ts';

export interface ListCache {
  /** Undefined: nothing that can be used. `isFresh` false: it can be used, and is to be asked for anew. */
  find(server: string): { list: McpToolList; isFresh: boolean } | undefined;
  keep(list: McpToolList): void;
}

/** The mcp Worker has one of five minutes at most, so a change is seen within seven. */
const FRESH_MS = 2 * 60_000;
/** In the meantime no question waits for a server that is down. */
const FAILED_MS = 15_000;
const STALE_MS = 60 * 60_000;

export function createListCache(now: () => number): ListCache {
  const known = new Map<string, { list: McpToolList; atMs: number }>();
  return {
    find(server) {
      const entry = known.get(server);
      if (entry === undefined) return undefined;
      const { list, atMs } = entry;
      const ageMs = now() - atMs;
      if (ageMs < (list.ok ? FRESH_MS : FAILED_MS)) return { list, isFresh: true };
      return list.ok && ageMs < STALE_MS ? { list, isFresh: false } : undefined;
    },
    keep: (list) => void known.set(list.server, { list, atMs: now() }),
  };
}
