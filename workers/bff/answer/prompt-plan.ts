/** What a person's request puts before the model, and why there may be nothing to put. */
import type { Caller } from '../../../shared/contract/caller.ts';
import type { Config } from '../config.ts';
import { findContinued } from '../conversation/continued.ts';
import { buildPrompt, buildShorterPrompt, type PromptSources } from '../conversation/prompt.ts';
import type { TokenEstimate } from '../limits/learned.ts';
import type { AcceptedChat } from '../request/accepted-chat.ts';
import { findVisionFault } from '../request/models/vision.ts';
import { chosenModel } from './chosen-model.ts';
import { passagesFor } from './documents-shown.ts';
import type { AnswerPlan } from './plan.ts';
import type { Past } from './prepare.ts';

/** Where little or nothing is to be remembered, an answer that is continued still brings its end along. */
const LEAST_CONTINUED_TOKENS = 200;

/** How much of what was said before may come along, in estimated tokens. */
export function memoryTokensFor(
  { memoryTokens }: Pick<Config, 'memoryTokens'>,
  { follows }: Pick<AcceptedChat, 'follows'>,
): number {
  return follows?.action === 'continue' ? Math.max(memoryTokens, LEAST_CONTINUED_TOKENS) : memoryTokens;
}

export function createPromptPlan(
  config: Config,
  chat: AcceptedChat,
  caller: Caller,
  {
    nowMs,
    estimate,
    instructionTokens,
  }: { nowMs: number; estimate: TokenEstimate; instructionTokens: number },
): Pick<AnswerPlan, 'buildPrompt' | 'buildShorterPrompt' | 'findFault'> {
  const { messages, follows } = chat;
  const isContinued = follows?.action === 'continue';
  const continuedOf = ({ history }: Past) =>
    isContinued ? findContinued(history?.continued ?? [], follows.shown, follows.question) : null;
  const sourcesOf = (past: Past, windowTokens: number): PromptSources => ({
    caller,
    settings: past.settings,
    newestFirst: past.history?.newestFirst ?? [],
    continued: continuedOf(past),
    requester: past.history?.requester ?? null,
    isSpoken: chat.isSpoken === true,
    facts: past.facts ?? [],
    asked: messages,
    passages: passagesFor(past, windowTokens),
    memoryTokens: memoryTokensFor(config, { follows }),
    windowTokens,
    instructionTokens,
    estimate,
    nowMs,
  });
  return {
    buildPrompt: (past, windowTokens) => buildPrompt(sourcesOf(past, windowTokens)),
    buildShorterPrompt: (past, windowTokens) => buildShorterPrompt(sourcesOf(past, windowTokens)),
    findFault(past) {
      const { isAnswering, allowedModels } = past.settings;
      if (!isAnswering) return { code: 'channel_not_allowed' };
      if (chat.model !== undefined && allowedModels?.includes(chat.model) === false) {
        return { code: 'model_not_found', param: 'model' };
      }
      const model = chosenModel(config.catalogue, chat, past.settings);
      const blind = findVisionFault(config.catalogue, { caller, messages, model });
      if (blind !== null) return blind;
      if (!isContinued || continuedOf(past) !== null) return null;
      return { code: past.history === null ? 'upstream_unreachable' : 'nothing_to_continue' };
    },
  };
}
