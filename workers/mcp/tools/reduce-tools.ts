/** A server's list of tools as it came → those that the operator allows, bounded. Pure; never throws for JSON. */
import type { McpTool } from '../../../shared/contract/mcp.ts';
import { isRecord } from '../../../shared/json.ts';
import { type McpServer, rightOf, type ToolHints } from '../../../shared/mcp/servers.ts';
import { reduceSchema } from './reduce-schema.ts';
import { untrustedLine } from './untrusted-line.ts';

/** Of one server. A model that is offered more chooses badly. */
export const MAX_SERVER_TOOLS = 64;
const MAX_NAME_CHARS = 128;
const MAX_DESCRIPTION_CHARS = 600;

/** The first of a name counts. A tool whose schema cannot be used is left out. */
export function reduceTools(server: Pick<McpServer, 'tools'>, listed: readonly unknown[]): McpTool[] {
  const tools = new Map<string, McpTool>();
  for (const entry of listed) {
    if (tools.size === MAX_SERVER_TOOLS) break;
    const tool = reduceTool(server, entry);
    if (tool !== null && !tools.has(tool.name)) tools.set(tool.name, tool);
  }
  return [...tools.values()];
}

function reduceTool(server: Pick<McpServer, 'tools'>, entry: unknown): McpTool | null {
  if (!isRecord(entry)) return null;
  const { name, title, description, inputSchema, annotations } = entry;
  // A name that is shown otherwise than it is sent could pass for another one.
  if (typeof name !== 'string' || name === '' || name !== untrustedLine(name, MAX_NAME_CHARS)) return null;
  const right = rightOf(server, name, hintsOf(annotations));
  if (right === null) return null;
  const parameters = reduceSchema(inputSchema);
  if (parameters === null) return null;
  const said = [title, description].filter((text) => typeof text === 'string').join(': ');
  return { name, right, description: untrustedLine(said, MAX_DESCRIPTION_CHARS), parameters };
}

function hintsOf(annotations: unknown): ToolHints {
  if (!isRecord(annotations)) return {};
  const { readOnlyHint, destructiveHint } = annotations;
  return {
    ...(typeof readOnlyHint === 'boolean' ? { readOnlyHint } : {}),
    ...(typeof destructiveHint === 'boolean' ? { destructiveHint } : {}),
  };
}
