/** The tools of one place: Libra's own and those of the MCP servers that are switched on there, without what is switched off. */
import type { EffectiveSettings } from '../../../shared/settings/effective.ts';
import { createTools } from './all-tools.ts';
import { type LoadDeps, loadLists } from './mcp/load-lists.ts';
import { fitTools, nameTools } from './mcp/offer.ts';
import { createMcpTool } from './mcp/tool.ts';
import type { ReadingToolsDeps } from './reading-tools.ts';
import type { Tool } from './tool.ts';

export type ToolSettings = Pick<EffectiveSettings, 'toolServers' | 'toolsOff'>;
export type ToolsetDeps = ReadingToolsDeps & LoadDeps;

/** A question waits so long for lists that its isolate does not know, at most once in some minutes. */
const LIST_WAIT_MS = 2_500;

export async function createToolset(
  deps: ToolsetDeps,
  { toolServers, toolsOff }: ToolSettings,
  waitMs = LIST_WAIT_MS,
): Promise<readonly Tool[]> {
  const own = createTools(deps);
  const isOn = ({ name }: { name: string }) => !toolsOff.includes(name);
  if (toolServers.length === 0) return own.filter(isOn);
  const lists = await loadLists(deps, toolServers, waitMs);
  const named = nameTools(lists, new Set(own.map(({ name }) => name))).filter(isOn);
  return [...own.filter(isOn), ...fitTools(named).map((each) => createMcpTool(deps, each))];
}
