/** One signed request to the mcp Worker. */
import type {
  McpCallRequest,
  McpCallResponse,
  McpListRequest,
  McpListResponse,
} from '../../../../shared/contract/mcp.ts';
import { MCP_CALL_PATH, MCP_TOOLS_PATH } from '../../../../shared/contract/mcp.ts';
import { MCP_ORIGIN } from '../../../../shared/contract/routes.ts';
import { readBoundedBody } from '../../../../shared/http/bounded-body.ts';
import { isRecord, parseBoundedJson } from '../../../../shared/json.ts';
import { errorName, type Logger } from '../../../../shared/observe/log.ts';
import type { Trace } from '../../../../shared/observe/trace.ts';
import type { RequestSigner } from '../../../../shared/signing/sign.ts';
import { postSigned } from '../../http/post-signed.ts';

export interface McpDeps {
  config: { mcp: { worker: Fetcher | undefined } };
  signer: RequestSigner;
  trace: Trace;
  log: Pick<Logger, 'warn'>;
}

/** 20 lists of 64 tools of 5 kB at most. */
const MAX_LISTS_BYTES = 8_000_000;
const MAX_LISTS_VALUES = 400_000;
/** What the mcp Worker leaves of a result, escaped. */
const MAX_RESULT_BYTES = 128_000;

/** Null: the mcp Worker does not answer as it should, which is logged. Rejects when `signal` is aborted, with its reason. */
export async function askForTools(
  deps: McpDeps,
  request: McpListRequest,
  signal: AbortSignal,
): Promise<McpListResponse | null> {
  const answer = await send(deps, MCP_TOOLS_PATH, request, {
    signal,
    maxBytes: MAX_LISTS_BYTES,
    maxValues: MAX_LISTS_VALUES,
  });
  return isRecord(answer) && Array.isArray(answer.lists) ? (answer as unknown as McpListResponse) : null;
}

/** As `askForTools`. */
export async function callTool(
  deps: McpDeps,
  request: McpCallRequest,
  signal: AbortSignal,
): Promise<McpCallResponse | null> {
  const answer = await send(deps, MCP_CALL_PATH, request, { signal, maxBytes: MAX_RESULT_BYTES });
  return isRecord(answer) && typeof answer.ok === 'boolean' ? (answer as unknown as McpCallResponse) : null;
}

async function send(
  { config, signer, trace, log }: McpDeps,
  path: string,
  body: object,
  { signal, maxBytes, maxValues }: { signal: AbortSignal; maxBytes: number; maxValues?: number },
): Promise<unknown> {
  const { worker } = config.mcp;
  try {
    if (worker === undefined) throw new TypeError('There is no binding MCP');
    const asked = { url: `${MCP_ORIGIN}${path}`, body: JSON.stringify(body), signal };
    const response = await postSigned(worker, asked, { signer, trace });
    const read = await readBoundedBody(response, maxBytes);
    if (response.ok && read.kind === 'read') return parseBoundedJson(read.bytes, undefined, maxValues);
    log.warn('mcp.refused', { status: response.status });
  } catch (error) {
    signal.throwIfAborted();
    log.warn('mcp.unreachable', { error: errorName(error) });
  }
  return null;
}
