/** Asks each MCP server for its tools, as the mcp Worker asks it, and says which of them Libra may use. */
import type { McpFailure } from '../../shared/contract/mcp.ts';
import type { McpServer } from '../../shared/mcp/servers.ts';
import { inSession } from '../../workers/mcp/session/session.ts';
import { listTools } from '../../workers/mcp/tools/list-tools.ts';
import type { StackSettings } from '../stack/settings.ts';
import { readVersion } from '../stack/version.ts';
import { type Finding, failed, ok, standIn } from './finding.ts';

const PART = 'MCP';
const BOUNDS = { timeoutMs: 10_000, maxBytes: 2_000_000 };

export async function checkMcpServers({ mcp, mcpStandIn }: StackSettings): Promise<Finding[]> {
  if (mcpStandIn === true) return [standIn(PART, 'MCP_SERVERS')];
  if (mcp === undefined) return [ok(PART, 'not set: there are no tools of other servers (MCP_SERVERS)')];
  return Promise.all(mcp.servers.map((server) => checkServer(server, mcp.secrets)));
}

async function checkServer(server: McpServer, secrets: Readonly<Record<string, string>>): Promise<Finding> {
  const part = `${PART} ${server.name}`;
  const { header } = server;
  const headers = header === null ? {} : { [header.name]: secrets[header.secretVariable] ?? '' };
  const ended: Promise<unknown>[] = [];
  const deps = {
    fetch,
    version: readVersion(),
    signal: new AbortController().signal,
    defer: (work: Promise<unknown>) => void ended.push(work),
  };
  const asked = await inSession({ url: server.url, headers }, BOUNDS, deps, (session) =>
    listTools(server, session),
  );
  await Promise.all(ended);
  if (asked.kind === 'failed')
    return failed(part, asked.failure, ADVICE[asked.failure] ?? 'Is the server up?');
  if (asked.kind !== 'done') return failed(part, 'it refuses to list its tools', 'See its documentation.');
  const reading = asked.value.filter(({ right }) => right === 'read').length;
  const seen = `${reading} tools that read, ${asked.value.length - reading} that write`;
  return asked.value.length === 0
    ? failed(part, seen, 'None of its tools is named under "tools" in MCP_SERVERS.')
    : ok(part, seen);
}

const ADVICE: Partial<Record<McpFailure, string>> = {
  key_refused: 'Copy the secret that its "header" names again; it holds the whole value, such as `Bearer …`.',
  unreachable: 'Is its url right?',
  refused: 'Is its url that of its Streamable HTTP endpoint, without a redirect?',
  unreadable: 'Does it speak Streamable HTTP there?',
};
