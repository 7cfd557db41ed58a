/** What is reserved for a call before its prompt is whole: an upper bound of what it can use. Pure. */
import type { ChatMessage } from '../../../shared/chat/messages.ts';
import { BYTES_PER_TOKEN, boundPromptTokens } from '../limits/bound.ts';
import type { Reserve } from '../limits/guard-store.ts';
import { findCostMicroUsd } from '../limits/prices.ts';
import type { AnswerBound } from './bound.ts';

/** Room for what Libra itself adds to a prompt, by its upper bound; a test holds it to that. */
export const SYSTEM_PROMPT_BOUND_TOKENS = 1_800;

export interface UnmadeCall {
  messages: readonly ChatMessage[];
  model: string;
  answerBound: Pick<AnswerBound, 'tokens'>;
  /** What of the prompt is not in its messages. */
  fieldTokens?: number;
}

/** `memoryTokens`: how much of a conversation may come along, in estimated tokens; null for a client's own messages alone. */
export function reserveCall(
  { messages, model, answerBound, fieldTokens = 0 }: UnmadeCall,
  memoryTokens: number | null,
): Reserve {
  const system = memoryTokens === null ? 0 : SYSTEM_PROMPT_BOUND_TOKENS;
  const promptTokens = boundPromptTokens(messages, model) + fieldTokens + system;
  const windowTokens = (memoryTokens ?? 0) * BYTES_PER_TOKEN;
  const least = { promptTokens, completionTokens: answerBound.tokens };
  return {
    tokens: promptTokens + answerBound.tokens,
    microUsd: reservedMicroUsd(model, least),
    window: {
      tokens: windowTokens,
      microUsd: reservedMicroUsd(model, { promptTokens: windowTokens, completionTokens: 0 }),
    },
  };
}

/** With all that was said before: what a call is charged whose end nobody has told. */
export function wholeOf(
  { tokens, microUsd, window }: Reserve,
  { tokens: completionTokens }: Pick<AnswerBound, 'tokens'>,
) {
  return {
    promptTokens: tokens + window.tokens - completionTokens,
    completionTokens,
    microUsd: microUsd + window.microUsd,
  };
}

/**
 * Which provider will answer is not known yet, so money is reserved only for models of the table: to take any other for as
 * dear as the dearest would lock people out of a model of the operator's own, which costs nothing.
 */
function reservedMicroUsd(model: string, usage: { promptTokens: number; completionTokens: number }): number {
  return findCostMicroUsd(model, null, usage) ?? 0;
}
