/** `POST /v1/tools`: the tools of some servers, asked side by side. One that fails says so, and the others are there. */
import type { McpListResponse, McpToolList } from '../../../shared/contract/mcp.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { errorResponse } from '../../../shared/http/error-response.ts';
import { isRecord } from '../../../shared/json.ts';
import { MAX_MCP_SERVERS } from '../../../shared/mcp/servers.ts';
import type { McpServerConfig } from '../config.ts';
import { askServer } from '../server/ask.ts';
import { beginServer } from '../server/begin.ts';
import type { VerifiedNonce } from '../server/rpc.ts';
import type { Services } from '../services.ts';
import { listTools } from '../tools/list-tools.ts';

/** A list is asked for anew after this; in between, what has changed is found out by the first call. */
const FRESH_MS = 5 * 60_000;
/** While a server fails, its last list still names its tools: a call then says what is wrong. */
const STALE_MS = 24 * 3_600_000;
const BOUNDS = { timeoutMs: 8_000, maxBytes: 2_000_000 };

export async function answerList(
  body: unknown,
  nonce: VerifiedNonce,
  signal: AbortSignal,
  services: Services,
): Promise<Response> {
  const servers = serversOf(body, services);
  if (servers === null) return errorResponse('invalid_request');
  // The nonce is that of the request: its first server's object spends it.
  const lists = await Promise.all(
    servers.map((server, index) => listOf(server, index === 0 ? nonce : null, signal, services)),
  );
  const refused = lists.find((list) => typeof list === 'string');
  if (typeof refused === 'string') return errorResponse(refused);
  return Response.json({ lists: lists.filter((list) => typeof list !== 'string') } satisfies McpListResponse);
}

function serversOf(body: unknown, { config }: Pick<Services, 'config'>): McpServerConfig[] | null {
  if (!isRecord(body) || !Array.isArray(body.servers)) return null;
  const names = [...new Set<unknown>(body.servers)];
  if (names.length === 0 || names.length > MAX_MCP_SERVERS) return null;
  const servers = names.flatMap((name) => config.servers.get(String(name)) ?? []);
  return servers.length === names.length ? servers : null;
}

async function listOf(
  server: McpServerConfig,
  nonce: VerifiedNonce | null,
  signal: AbortSignal,
  services: Services,
): Promise<McpToolList | ErrorCode> {
  const { name } = server;
  const begun = await beginServer(services, server, nonce, FRESH_MS);
  if (!begun.ok) return begun.code;
  const { state, admission, list, isFailing } = begun;
  const now = services.now();
  if (list !== null && now - list.atMs < FRESH_MS) return { server: name, ok: true, tools: list.tools };
  const instead = (failure: Extract<McpToolList, { ok: false }>['failure']): McpToolList =>
    list !== null && now - list.atMs < STALE_MS
      ? { server: name, ok: true, tools: list.tools }
      : { server: name, ok: false, failure };
  if (!admission.admitted) return instead('circuit_open');
  const asked = await askServer(
    services,
    server,
    { state, admission, isFailing },
    { what: 'list', bounds: BOUNDS, signal, use: (session) => listTools(server, session) },
  );
  switch (asked.kind) {
    case 'done':
      services.defer(state.keepList({ atMs: now, tools: asked.value }));
      return { server: name, ok: true, tools: asked.value };
    case 'failed':
      return instead(asked.failure);
    case 'told':
      return instead('unreadable');
    case 'stopped':
      return instead('timed_out');
  }
}
