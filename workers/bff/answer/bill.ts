/** What a model call is charged. Pure. */
import { costMicroUsd, onTerms, type PriceFinder, type Terms } from '../../../shared/catalogue/price.ts';
import type { Usage } from '../../../shared/chat/usage.ts';
import { boundTokens } from '../limits/bound.ts';
import type { Collected } from './collect.ts';
import type { Outcome } from './end.ts';
import { billThoughts } from './thoughts.ts';

export interface Bill {
  promptTokens: number;
  /** Those of the prompt that the provider had in its cache. */
  cachedTokens: number;
  completionTokens: number;
  microUsd: number;
  /** True when the provider did not say and the tokens are our upper bound. */
  estimated: boolean;
  /** True when nothing is known of the model's price, so that no money is charged. */
  unpriced: boolean;
}

/** The most that a call can have used: its prompt's bound, and the limit that the provider was given. */
export interface CallBound {
  promptTokens: number;
  completionTokens: number;
  terms?: Terms;
}

export const FREE: Bill = {
  promptTokens: 0,
  cachedTokens: 0,
  completionTokens: 0,
  microUsd: 0,
  estimated: false,
  unpriced: false,
};

/** What a model writes in the half second for which a broken stream may have held text back. */
const HELD_BACK_TOKENS = 128;

/** We have ended the call ourselves, in the middle of its work. */
const ABORTED: readonly Outcome[] = [
  'client_gone',
  'deadline_exceeded',
  'content_blocked',
  'moderation_unavailable',
];

/**
 * The provider's own count where there is one. Without it the upper bound is charged, never more than was reserved: to stop
 * a call early must not cost less than what it had used. A call that failed before it had said anything is free, unless a
 * model may have been thinking: a silence that was given up is charged by estimate, within the limit of the answer.
 */
export function createBill(
  collected: Collected,
  outcome: Outcome,
  bound: CallBound,
  findPrice: PriceFinder,
): Bill {
  const { usage, written, answeredBy, provider, thoughts } = collected;
  const isAborted = ABORTED.includes(outcome);
  if (usage === null && written === '' && !isAborted && thoughts.length === 0) return FREE;
  const isPromptCounted = usage !== null && usage.prompt_tokens > 0;
  const promptTokens = isPromptCounted ? usage.prompt_tokens : bound.promptTokens;
  // A count of nothing beside a text is none, and one in the middle of an answer was not the last.
  const counted = usage?.completion_tokens ?? 0;
  const isCompletionCounted = usage !== null && outcome === 'ok' && (counted > 0 || written === '');
  const heldBack = outcome === 'ok' ? 0 : HELD_BACK_TOKENS;
  const said = Math.max(boundTokens(written), boundSpoken(collected));
  const used = Math.min(said + heldBack, bound.completionTokens);
  const completionTokens = isCompletionCounted ? counted : Math.max(counted, used);
  const served = collected.serviceTier === undefined ? {} : { service_tier: collected.serviceTier };
  const priceOf: PriceFinder = (...answering) =>
    onTerms(findPrice(...answering), { ...bound.terms, ...served });
  const price = priceOf(answeredBy, provider);
  const parts = {
    ...partsOf(usage),
    spokenTokens: isCompletionCounted ? spokenOf(usage) : boundSpoken(collected),
  };
  const cost = price === undefined ? 0 : costMicroUsd(price, { promptTokens, completionTokens, ...parts });
  const thought = billThoughts(thoughts, bound.completionTokens - completionTokens, priceOf);
  return {
    promptTokens,
    cachedTokens: Math.min(parts.cachedTokens, promptTokens),
    completionTokens: completionTokens + thought.tokens,
    microUsd: cost + thought.microUsd,
    estimated: !isPromptCounted || !isCompletionCounted || thought.tokens > 0,
    unpriced: price === undefined || thought.unpriced,
  };
}

/** A second of sound as PCM has at most 25 tokens. */
const BYTES_PER_SPOKEN_TOKEN = 48_000 / 25;

function boundSpoken({ choices }: Collected): number {
  const chars = choices.reduce((sum, { message }) => sum + (message.audio?.data.length ?? 0), 0);
  return Math.ceil((chars * 3) / 4 / BYTES_PER_SPOKEN_TOKEN);
}

function spokenOf(usage: Usage | null): number {
  return usage?.completion_tokens_details?.audio_tokens ?? 0;
}

function partsOf(usage: Usage | null) {
  const prompt = usage?.prompt_tokens_details ?? {};
  return {
    cachedTokens: prompt.cached_tokens ?? 0,
    cacheWriteTokens: prompt.cache_write_tokens ?? 0,
    imageTokens: prompt.image_tokens ?? 0,
    audioTokens: prompt.audio_tokens ?? 0,
    reasoningTokens: usage?.completion_tokens_details?.reasoning_tokens ?? 0,
  };
}

export function sumOf(bills: readonly Bill[]): { tokens: number; microUsd: number } {
  return {
    tokens: bills.reduce((sum, bill) => sum + bill.promptTokens + bill.completionTokens, 0),
    microUsd: bills.reduce((sum, bill) => sum + bill.microUsd, 0),
  };
}
