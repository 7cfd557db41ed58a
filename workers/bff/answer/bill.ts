/** What a model call is charged. Pure. */
import type { ErrorCode } from '../../../shared/errors.ts';
import { estimateTokens } from '../limits/estimate.ts';
import { costMicroUsd } from '../limits/prices.ts';
import type { Collected } from './collect.ts';

/** How a model call ended. */
export type Outcome = 'ok' | 'client_gone' | ErrorCode;

export interface Bill {
  promptTokens: number;
  completionTokens: number;
  microUsd: number;
  /** True when the provider did not say and the tokens are our estimate. */
  estimated: boolean;
}

/**
 * The provider's own count where there is one. A call that was cut off is charged what it had used by then, since the
 * provider charges it too; one that failed before it had said anything is free.
 */
export function createBill(collected: Collected, outcome: Outcome, promptEstimate: number): Bill {
  const { usage, text, answeredBy } = collected;
  const weLeft = outcome === 'client_gone' || outcome === 'deadline_exceeded';
  if (usage === null && text === '' && !weLeft) {
    return { promptTokens: 0, completionTokens: 0, microUsd: 0, estimated: false };
  }
  const promptTokens = usage?.prompt_tokens ?? promptEstimate;
  const completionTokens = usage?.completion_tokens ?? estimateTokens(text);
  return {
    promptTokens,
    completionTokens,
    microUsd: costMicroUsd(answeredBy, { promptTokens, completionTokens }),
    estimated: usage === null,
  };
}
