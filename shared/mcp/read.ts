/** The MCP servers that a Worker's variables allow. */

import { joinVariable } from '../config/split-variable.ts';
import type { VariableReader } from '../config/variables.ts';
import { parseJson } from '../json.ts';
import { MCP_SERVERS_VARIABLE, type McpServer, parseMcpServers } from './servers.ts';

/** None where the variable is not set. What is wrong is noted by the reader, everything at once. */
export function readMcpServers(
  variables: Pick<VariableReader, 'problem'>,
  env: Readonly<Record<string, unknown>>,
): readonly McpServer[] {
  const text = joinVariable(MCP_SERVERS_VARIABLE, env);
  if (text === undefined) return [];
  const value = parseJson(text);
  if (value === undefined) {
    variables.problem(`${MCP_SERVERS_VARIABLE} is not JSON`);
    return [];
  }
  const parsed = parseMcpServers(value);
  if (parsed.ok) return parsed.servers;
  for (const problem of parsed.problems) variables.problem(`${MCP_SERVERS_VARIABLE}${problem}`);
  return [];
}
