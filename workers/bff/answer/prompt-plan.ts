/** What a person's request puts before the model, and why there may be nothing to put. */
import type { Caller } from '../../../shared/contract/caller.ts';
import type { Config } from '../config.ts';
import { findContinued } from '../conversation/continued.ts';
import { buildPrompt, buildShorterPrompt, type PromptSources } from '../conversation/prompt.ts';
import type { AcceptedChat } from '../request/chat-request.ts';
import type { AnswerPlan } from './answer.ts';
import type { Past } from './prepare.ts';

/** Where little or nothing is to be remembered, an answer that is continued still brings its end along. */
const LEAST_CONTINUED_TOKENS = 200;

export function createPromptPlan(
  { memoryTokens }: Config,
  { messages, follows }: AcceptedChat,
  caller: Caller,
  nowMs: number,
): Pick<AnswerPlan, 'buildPrompt' | 'buildShorterPrompt' | 'findFault'> {
  const isContinued = follows?.action === 'continue';
  const continuedOf = ({ history }: Past) =>
    isContinued ? findContinued(history?.continued ?? [], follows.shown) : null;
  const sourcesOf = (past: Past): PromptSources => ({
    caller,
    settings: past.settings,
    newestFirst: past.history?.newestFirst ?? [],
    continued: continuedOf(past),
    asked: messages,
    memoryTokens: isContinued ? Math.max(memoryTokens, LEAST_CONTINUED_TOKENS) : memoryTokens,
    nowMs,
  });
  return {
    buildPrompt: (past) => buildPrompt(sourcesOf(past)),
    buildShorterPrompt: (past) => buildShorterPrompt(sourcesOf(past)),
    findFault(past) {
      if (!isContinued || continuedOf(past) !== null) return null;
      return { code: past.history === null ? 'upstream_unreachable' : 'nothing_to_continue' };
    },
  };
}
