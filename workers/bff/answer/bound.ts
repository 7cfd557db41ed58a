/**
 * What one call may use at most: reserved before it is made, and the most that it is billed without the provider's count.
 * Pure.
 */
import type { ChatOptions } from '../../../shared/chat/completions.ts';
import { textOf } from '../../../shared/chat/messages.ts';
import { boundTokens, FRAME_BOUND_TOKENS } from '../limits/bound.ts';

export interface AnswerBound {
  /** Of one choice. */
  tokens: number;
  /** True when the client has set none: then Libra adds its own to the request. */
  isOurs: boolean;
}

/** The client's own bound, whichever of OpenAI's two names it uses; of both, the one that allows more. */
export function boundAnswer(
  { max_completion_tokens: bound, max_tokens: olderBound }: ChatOptions,
  fallbackTokens: number,
): AnswerBound {
  const bounds = [bound, olderBound].filter((each) => each !== undefined);
  return bounds.length === 0
    ? { tokens: fallbackTokens, isOurs: true }
    : { tokens: Math.max(...bounds), isOurs: false };
}

/** What a call can use beside its messages: `fieldTokens` of its prompt, `completionTokens` of all its choices together. */
export interface CallBound {
  fieldTokens: number;
  completionTokens: number;
}

/** What a provider writes around tools and the form of an answer before the model reads them. */
const INSTRUCTION_TOKENS = 512;

export function boundCall(passed: ChatOptions, { tokens }: Pick<AnswerBound, 'tokens'>): CallBound {
  const { n = 1, tools, response_format: format, prediction } = passed;
  const fieldTokens = [tools, format]
    .filter((field) => field !== undefined)
    .reduce((sum, field) => sum + boundTokens(JSON.stringify(field)) + INSTRUCTION_TOKENS, 0);
  return { fieldTokens, completionTokens: n * tokens + boundPrediction(prediction) };
}

/** What of a prediction does not come true is billed as if it had been written. */
function boundPrediction(prediction: ChatOptions['prediction']): number {
  if (prediction === undefined) return 0;
  const content = prediction.content as Parameters<typeof textOf>[0];
  return boundTokens(textOf(content)) + FRAME_BOUND_TOKENS;
}
