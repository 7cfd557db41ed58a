/** The fields about tools in the request of one round. Pure. */
import type { ChatOptions } from '../../../shared/chat/completions.ts';
import type { JsonRecord } from '../../../shared/json.ts';
import type { Tool } from './tool.ts';

export interface RoundKind {
  isFirst: boolean;
  /** False: nothing of Libra's may be called any more, so that the model answers. */
  offersTools: boolean;
}

/** The client's own tools stand beside Libra's in every round. */
export function withTools(
  passed: ChatOptions,
  offered: readonly Tool[],
  { isFirst, offersTools }: RoundKind,
): ChatOptions {
  if (offered.length === 0) return passed;
  const { tools: own = [], tool_choice: choice, parallel_tool_calls: parallel, ...rest } = passed;
  const tools = [...own, ...(offersTools ? offered.map(toFunction) : [])];
  if (tools.length === 0) return rest;
  // A choice that forces a call would force one in each round: it has been met with the first.
  const isKept = choice !== undefined && (isFirst || choice === 'none');
  return {
    ...rest,
    tools,
    ...(isKept ? { tool_choice: choice } : {}),
    ...(parallel === undefined ? {} : { parallel_tool_calls: parallel }),
  };
}

function toFunction({ name, description, parameters }: Tool): JsonRecord {
  return { type: 'function', function: { name, description, parameters } };
}
