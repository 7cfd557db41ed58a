/** The mcp Worker's raw bindings, turned into typed configuration in this one place. */

import { readSharedSecrets } from '../../shared/config/shared-secrets.ts';
import { createVariableReader } from '../../shared/config/variables.ts';
import { readWorkerConfig, type WorkerConfig } from '../../shared/config/worker.ts';
import { readMcpServers } from '../../shared/mcp/read.ts';
import type { McpServer } from '../../shared/mcp/servers.ts';
import type { McpServerRpc } from './server/rpc.ts';

/** What wrangler.toml and the secrets give. Variables are `unknown`: they are checked below. */
export interface McpEnv extends Readonly<Record<string, unknown>> {
  MCP_SERVER_STATE: { getByName(name: string): McpServerRpc };
}

/** A server of the operator's list, with what is sent to it. */
export interface McpServerConfig extends McpServer {
  headers: Readonly<Record<string, string>>;
}

export interface McpConfig extends WorkerConfig {
  /** Current first, then the previous one while it rotates. */
  sharedSecrets: [string, ...string[]];
  /** By name. */
  servers: ReadonlyMap<string, McpServerConfig>;
}

/** Throws `VariablesError` that names every variable that is missing or malformed. */
export function readMcpConfig(env: Readonly<Record<string, unknown>>): McpConfig {
  const variables = createVariableReader(env);
  const config: McpConfig = {
    sharedSecrets: readSharedSecrets(variables),
    servers: new Map(
      readMcpServers(variables, env).map((server) => {
        const { name, header } = server;
        const headers: Record<string, string> = {};
        if (header !== null) headers[header.name] = variables.text(header.secretVariable, HEADER_VALUE);
        return [name, { ...server, headers }];
      }),
    ),
    ...readWorkerConfig(variables),
  };
  variables.finish();
  return config;
}

/** The whole value, such as `Bearer …`. */
const HEADER_VALUE = { pattern: /^[\x20-\x7e]+$/, form: 'the value of a header: ASCII, in one line' };
