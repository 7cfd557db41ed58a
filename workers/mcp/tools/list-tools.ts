/** All pages of a server's list of tools, within a bound. */
import type { McpTool } from '../../../shared/contract/mcp.ts';
import type { McpServer } from '../../../shared/mcp/servers.ts';
import type { Session } from '../session/session.ts';
import { reduceTools } from './reduce-tools.ts';

/** A server that needs more is asked for nothing beyond them. */
const MAX_PAGES = 10;
/** Looked at; the operator's tools are found among so many. */
const MAX_LISTED = 10_000;

export async function listTools(server: McpServer, session: Pick<Session, 'listPage'>): Promise<McpTool[]> {
  const listed: unknown[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES && listed.length < MAX_LISTED; page += 1) {
    const { tools, nextCursor } = await session.listPage(cursor);
    listed.push(...tools.slice(0, MAX_LISTED - listed.length));
    if (nextCursor === undefined || nextCursor === cursor) break;
    cursor = nextCursor;
  }
  return reduceTools(server, listed);
}
