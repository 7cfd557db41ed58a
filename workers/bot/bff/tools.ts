/** The part of the bff's client that is about tools. They are switched by the part about settings. */
import { TOOLS_PATH, type ToolsRequest, type ToolsView } from '../../../shared/contract/tools.ts';
import type { BffCall, BffReply } from './call.ts';
import type { Actor } from './settings.ts';

export interface ToolsClient {
  list(actor: Actor): Promise<BffReply<ToolsView>>;
}

/** After a change it still has to be done in Discord's three seconds. */
const TIMEOUT_MS = 1_400;

export function createToolsClient(call: BffCall): ToolsClient {
  return {
    list: ({ caller, permissions }) =>
      call(TOOLS_PATH, { libra: { caller }, permissions } satisfies ToolsRequest, TIMEOUT_MS),
  };
}
