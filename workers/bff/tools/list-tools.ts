/** The tools of one server with their states, as its people see them. */
import type { ListedTool, ToolsView } from '../../../shared/contract/tools.ts';
import { createTools } from './all-tools.ts';
import { loadLists } from './mcp/load-lists.ts';
import { fitTools, nameTools } from './mcp/offer.ts';
import type { ToolSettings, ToolsetDeps } from './toolset.ts';

/** The bot waits for 1.1 s, which the database needs a part of. */
const LIST_WAIT_MS = 600;

/** Outside servers there are none but Libra's own. */
export async function listTools(
  deps: ToolsetDeps,
  { toolServers, toolsOff }: ToolSettings,
  { version, isInServer }: { version: number; isInServer: boolean },
): Promise<ToolsView> {
  const isOn = (name: string) => !toolsOff.includes(name);
  const own = createTools(deps).map(
    ({ name, kind }): ListedTool => ({
      ...{ name, kind, server: null, is_on: isOn(name) },
      ...{ is_left_out: false, description: '' },
    }),
  );
  const lists = isInServer ? await loadLists(deps, toolServers, LIST_WAIT_MS) : [];
  const named = nameTools(lists, new Set(own.map(({ name }) => name)));
  const fitting = new Set(fitTools(named.filter(({ name }) => isOn(name))).map(({ name }) => name));
  const foreign = named.map(
    ({ name, server, tool }): ListedTool => ({
      ...{ name, kind: tool.right === 'write' ? 'writes' : 'reads', server, is_on: isOn(name) },
      ...{ is_left_out: isOn(name) && !fitting.has(name), description: tool.description },
    }),
  );
  const servers = isInServer ? deps.config.mcp.servers : [];
  return {
    version,
    tools: [...own, ...foreign],
    servers: servers.map(({ name }) => {
      const list = lists.find(({ server }) => server === name);
      const failure = list === undefined || list.ok ? null : list.failure;
      return { name, is_on: toolServers.includes(name), failure };
    }),
    tools_off: [...toolsOff],
    servers_on: [...toolServers],
  };
}
