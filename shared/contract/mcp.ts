/**
 * What the bff asks the mcp Worker, which alone speaks to MCP servers. Both POST, signed as the bff. Refusals besides the usual
 * ones: 400 `invalid_request` for a server that the operator does not allow.
 *
 * Whatever a server does is an answer with 200: its failures have codes of their own, for the model and for `/tools`.
 */
import type { JsonRecord } from '../json.ts';

/** Body `McpListRequest`, answer `McpListResponse`. */
export const MCP_TOOLS_PATH = '/v1/tools';
/** Body `McpCallRequest`, answer `McpCallResponse`. */
export const MCP_CALL_PATH = '/v1/tools/call';

export const MCP_FAILURES = [
  /** No connection, or one that broke. */
  'unreachable',
  'timed_out',
  /** 401 or 403. */
  'key_refused',
  /** 429. */
  'rate_limited',
  /** A redirect or another status that says no. */
  'refused',
  /** Longer than its bound. */
  'too_large',
  /** Not what the protocol says. */
  'unreadable',
  /** It has failed again and again: nobody asks it for a while. */
  'circuit_open',
] as const;
export type McpFailure = (typeof MCP_FAILURES)[number];

export interface McpListRequest {
  /** Names of the operator's list. */
  servers: string[];
}

export interface McpListResponse {
  /** One for each that was asked for, in that order. */
  lists: McpToolList[];
}

export type McpToolList =
  | { server: string; ok: true; tools: McpTool[] }
  | { server: string; ok: false; failure: McpFailure };

/** A tool as a server describes it: bounded, and otherwise as it came. */
export interface McpTool {
  /** The server's own name. */
  name: string;
  /** By the operator's word. */
  right: 'read' | 'write';
  description: string;
  /** A JSON Schema of type `object` without references and patterns. */
  parameters: JsonRecord;
}

export interface McpCallRequest {
  server: string;
  tool: string;
  args: JsonRecord;
  /** How long its caller waits. */
  timeout_ms: number;
}

export type McpCallResponse =
  /** `isError`: the tool itself says that it has failed. */
  { ok: true; is_error: boolean; content: string } | { ok: false; failure: McpFailure };
