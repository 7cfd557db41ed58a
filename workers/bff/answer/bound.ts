/**
 * What one call may use at most: reserved before it is made, and the most that it is billed without the provider's count.
 * Pure.
 */
import type { Sampling } from '../request/chat-request.ts';

export interface AnswerBound {
  tokens: number;
  /** True when the client has set none: then Libra adds its own to the request. */
  isOurs: boolean;
}

/** The client's own bound, whichever of OpenAI's two names it uses; of both, the one that allows more. */
export function boundAnswer(
  { max_completion_tokens: bound, max_tokens: olderBound }: Sampling,
  fallbackTokens: number,
): AnswerBound {
  const bounds = [bound, olderBound].filter((each) => each !== undefined);
  return bounds.length === 0
    ? { tokens: fallbackTokens, isOurs: true }
    : { tokens: Math.max(...bounds), isOurs: false };
}
