/** A tool of an MCP server, as one of Libra's: what it may do is the operator's word. */
import type { McpCallResponse, McpFailure, McpTool } from '../../../../shared/contract/mcp.ts';
import type { JsonRecord } from '../../../../shared/json.ts';
import { CALL_MS } from '../run-bounded.ts';
import type { BffTool, ReadingTool, ToolContext, ToolResult } from '../tool.ts';
import { nameArguments } from './argument-names.ts';
import { callTool, type McpDeps } from './client.ts';
import { describeTool, type NamedTool } from './offer.ts';

/** So that the mcp Worker can still say that the server was too slow. */
const TIMEOUT_MS = CALL_MS - 1_000;

export function createMcpTool(deps: McpDeps, { name, server, tool }: NamedTool): ReadingTool | BffTool {
  const { parameters, toServer } = nameArguments(tool.parameters);
  const described = {
    name,
    description: describeTool(server, tool.description),
    parameters,
    isForeign: true as const,
    run: async (args: JsonRecord, { signal }: ToolContext): Promise<ToolResult> => {
      const request = { server, tool: tool.name, args: toServer(args), timeout_ms: TIMEOUT_MS };
      return toResult(await callTool(deps, request, signal), tool.right);
    },
  };
  return tool.right === 'write'
    ? { ...described, kind: 'writes', by: 'bff', server }
    : { ...described, kind: 'reads', subject: () => `${server} · ${tool.name}` };
}

function toResult(reply: McpCallResponse | null, right: McpTool['right']): ToolResult {
  if (reply?.ok === true) return { ok: !reply.is_error, content: reply.content };
  const failure = reply?.failure ?? null;
  const why = failure === null ? OUT_OF_REACH : (PROBLEMS[failure] ?? PROBLEMS.unreadable);
  const isUnsure = right === 'write' && !(failure !== null && NOT_DONE.includes(failure));
  return { ok: false, content: `No result: ${why}.${isUnsure ? ' Whether it was done is not known.' : ''}` };
}

const OUT_OF_REACH = 'tools of other servers do not work at the moment';
/** The server has not begun. */
const NOT_DONE: readonly McpFailure[] = ['key_refused', 'rate_limited', 'circuit_open'];

const PROBLEMS: Record<McpFailure, string> = {
  unreachable: 'the server of this tool cannot be reached',
  timed_out: 'the server of this tool did not answer in time',
  key_refused:
    'the server of this tool does not accept this service; it will not work until its operator acts',
  rate_limited: 'the server of this tool is asked too often; it may work again later',
  refused: 'the server of this tool answered with an error',
  too_large: 'the answer was too long to be read; ask for less',
  unreadable: 'the answer of the server was not understood',
  circuit_open:
    'the server of this tool has failed again and again and is left alone for a while; do without it',
};
