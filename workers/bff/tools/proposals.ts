/** The calls of tools that write in one answer: what is proposed to the person, and what the model is told of it. Pure. */
import { MAX_ARGUMENTS_CHARS, MAX_PROPOSALS, type ProposedAction } from '../../../shared/contract/actions.ts';
import type { JsonRecord } from '../../../shared/json.ts';
import type { Proposal, ToolContext, WritingTool } from './tool.ts';

export interface Proposals {
  /** `told`: the result that the model reads. */
  add(tool: WritingTool, args: JsonRecord, context: ToolContext): { isProposed: boolean; told: string };
  all(): readonly ProposedAction[];
}

const WAITS =
  'Proposed, and NOT done. Below your answer the person is asked whether it shall be done, and decides with a button; you will ' +
  'not learn how. Say in one sentence what you have proposed and that it waits for their press. Never say that it is done.';
const TOO_MANY = `Not proposed: an answer proposes at most ${MAX_PROPOSALS} actions. Tell the person what is left out.`;
const TOO_LONG = `Not proposed: the person has to be shown all arguments, and these are longer than ${MAX_ARGUMENTS_CHARS} characters. Shorten them.`;

export function createProposals(): Proposals {
  const proposed: ProposedAction[] = [];
  return {
    add(tool, args, context) {
      if (proposed.length >= MAX_PROPOSALS) return { isProposed: false, told: TOO_MANY };
      const proposal = propose(tool, args, context);
      if (!proposal.ok) return { isProposed: false, told: proposal.content };
      if (JSON.stringify(proposal.args).length > MAX_ARGUMENTS_CHARS) {
        return { isProposed: false, told: TOO_LONG };
      }
      const server = tool.by === 'bff' ? tool.server : undefined;
      proposed.push({
        id: String(proposed.length + 1),
        tool: tool.name,
        by: tool.by,
        args: proposal.args,
        ...(server === undefined ? {} : { server }),
        ...(context.hasRead?.() === true ? { after_reading: true } : {}),
      });
      return { isProposed: true, told: proposal.told ?? WAITS };
    },
    all: () => proposed,
  };
}

function propose(tool: WritingTool, args: JsonRecord, context: ToolContext): Proposal {
  try {
    return tool.propose?.(args, context) ?? { ok: true, args };
  } catch {
    return { ok: false, content: 'The tool failed.' };
  }
}
