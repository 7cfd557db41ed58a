/** What the bot shows of a server's tools. bot → bff, POST, signed as the bot. They are switched on and off as settings are. */
import type { McpFailure } from './mcp.ts';
import type { ReadSettingsRequest } from './settings.ts';

/** Body `ToolsRequest`, answer `ToolsView`. Needs no permission. */
export const TOOLS_PATH = '/v1/tools/list';

export type ToolsRequest = Omit<ReadSettingsRequest, 'channel_id'>;

export interface ToolsView {
  /** Of the server's settings; 0 when nothing was ever set. */
  version: number;
  /** Libra's own first, then by server. Those of servers that are switched off are not known. */
  tools: ListedTool[];
  /** All that the operator allows; none outside servers. */
  servers: ListedServer[];
  /** As it is set: names that no tool has at the moment included. */
  tools_off: string[];
  servers_on: string[];
}

export interface ListedTool {
  /** As the model knows it. */
  name: string;
  kind: 'reads' | 'writes';
  /** Null for Libra's own. */
  server: string | null;
  is_on: boolean;
  /** It is on, but there is no room for it in a prompt. */
  is_left_out: boolean;
  /** What its server says of it; empty for Libra's own. */
  description: string;
}

export interface ListedServer {
  name: string;
  is_on: boolean;
  /** Why its tools are not known; null when they are, or when it is off. */
  failure: McpFailure | null;
}
