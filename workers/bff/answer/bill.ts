/** What a model call is charged. Pure. */
import { estimateTokens } from '../limits/estimate.ts';
import { costMicroUsd } from '../limits/prices.ts';
import type { Collected } from './collect.ts';
import type { Outcome } from './end.ts';

export interface Bill {
  promptTokens: number;
  completionTokens: number;
  microUsd: number;
  /** True when the provider did not say and the tokens are our estimate. */
  estimated: boolean;
}

export const FREE: Bill = { promptTokens: 0, completionTokens: 0, microUsd: 0, estimated: false };

/**
 * The provider's own count where there is one. A call that was cut off is charged what it had used by then, since the
 * provider charges it too; one that failed before it had said anything is free.
 */
export function createBill(collected: Collected, outcome: Outcome, promptEstimate: number): Bill {
  const { usage, written, answeredBy } = collected;
  const isAborted = outcome === 'client_gone' || outcome === 'deadline_exceeded';
  if (usage === null && written === '' && !isAborted) return FREE;
  const promptTokens = usage?.prompt_tokens ?? promptEstimate;
  const completionTokens = usage?.completion_tokens ?? estimateTokens(written);
  return {
    promptTokens,
    completionTokens,
    microUsd: costMicroUsd(answeredBy, { promptTokens, completionTokens }),
    estimated: usage === null,
  };
}

export function sumOf(bills: readonly Bill[]): { tokens: number; microUsd: number } {
  return {
    tokens: bills.reduce((sum, bill) => sum + bill.promptTokens + bill.completionTokens, 0),
    microUsd: bills.reduce((sum, bill) => sum + bill.microUsd, 0),
  };
}
