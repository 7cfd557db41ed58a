/** The lists of tools that a question needs: what the isolate knows, else what the mcp Worker says in time. */
import type { McpToolList } from '../../../../shared/contract/mcp.ts';
import type { McpServer } from '../../../../shared/mcp/servers.ts';
import { createTimeout } from '../../../../shared/time/timeout.ts';
import { within } from '../../../../shared/time/wait.ts';
import { askForTools, type McpDeps } from './client.ts';
import type { ListCache } from './list-cache.ts';

export interface LoadDeps extends McpDeps {
  config: McpDeps['config'] & { mcp: { servers: readonly McpServer[] } };
  mcpLists: ListCache;
  waitUntil: (work: Promise<unknown>) => void;
}

/** The mcp Worker gives a server 8 s; what comes later than a question waits is there for the next one. */
const ASK_MS = 10_000;

/**
 * One for each of these servers that the operator's list still has, in its order. A server that has not answered within `waitMs` has
 * timed out.
 */
export async function loadLists(
  deps: LoadDeps,
  names: readonly string[],
  waitMs: number,
): Promise<McpToolList[]> {
  const { mcpLists, config, waitUntil } = deps;
  const servers = config.mcp.servers.map(({ name }) => name).filter((name) => names.includes(name));
  const found = servers.map((server) => ({ server, known: mcpLists.find(server) }));
  const missing = found.flatMap(({ server, known }) => (known === undefined ? [server] : []));
  const stale = found.flatMap(({ server, known }) => (known?.isFresh === false ? [server] : []));
  if (stale.length > 0) waitUntil(refresh(deps, stale));
  if (missing.length > 0) {
    const asked = refresh(deps, missing);
    waitUntil(asked);
    await within(waitMs, asked);
  }
  return servers.map(
    (server) => mcpLists.find(server)?.list ?? { server, ok: false, failure: 'timed_out' as const },
  );
}

/** Never rejects. */
async function refresh(deps: LoadDeps, servers: string[]): Promise<void> {
  const timeout = createTimeout(ASK_MS);
  try {
    const answer = await askForTools(deps, { servers }, timeout.signal);
    for (const server of servers) {
      const list = answer?.lists.find((each) => each.server === server);
      deps.mcpLists.keep(list ?? { server, ok: false, failure: 'unreachable' });
    }
  } catch {
    for (const server of servers) deps.mcpLists.keep({ server, ok: false, failure: 'timed_out' });
  } finally {
    timeout.end();
  }
}
