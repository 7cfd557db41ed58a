/**
 * What is reserved for a call before its prompt is whole: an upper bound of what it can use. And what of it is charged while
 * the call runs. Pure.
 */
import { costMicroUsd, type Price, type PricedUsage, withoutFee } from '../../../shared/catalogue/price.ts';
import type { ChatMessage } from '../../../shared/chat/messages.ts';
import { BYTES_PER_TOKEN, boundMediaTokens, boundPromptTokens } from '../limits/bound.ts';
import { type Charge, RENEW_EVERY_MS, type Reserve } from '../limits/guard-store.ts';
import type { ImageSizes } from '../limits/image-size.ts';
import { estimatePrompt, type TokenEstimate } from '../limits/learned.ts';
import type { AnswerBound } from './bound.ts';

/** Room for what Libra itself adds to a prompt, by its upper bound; a test holds it to that. */
export const SYSTEM_PROMPT_BOUND_TOKENS = 1_800;

export interface UnmadeCall {
  messages: readonly ChatMessage[];
  model: string;
  /** The dearest that may answer; undefined when no price is known. */
  price: Price | undefined;
  answerBound: Pick<AnswerBound, 'tokens'>;
  /** What of the prompt is not in its messages. */
  fieldTokens?: number;
  /** Of instructions that are set, by their upper bound. */
  instructionTokens?: number;
  /** Of images that are given by their address. */
  imageSizes?: ImageSizes;
  /** Of this model. */
  estimate: TokenEstimate;
}

/** A call that runs: its prompt and what it has written, by estimate. */
export interface MadeCall extends Pick<UnmadeCall, 'price' | 'answerBound'> {
  promptTokens: number;
  writtenTokens: number;
}

/**
 * What a model writes until its call is noted again, at 50 tokens a second: most write 30 to 100. Charged ahead, because a
 * Worker that dies notes nothing more.
 */
const TOKENS_AHEAD = (50 * RENEW_EVERY_MS) / 1000;

/** What a call has used so far, by estimate: what stays charged when its Worker dies. */
export function chargeSoFar({ promptTokens, writtenTokens, price, answerBound }: MadeCall): Charge {
  const completionTokens = Math.min(writtenTokens + TOKENS_AHEAD, answerBound.tokens);
  return {
    tokens: promptTokens + completionTokens,
    microUsd: reservedMicroUsd(price, { promptTokens, completionTokens }),
  };
}

/** `memoryTokens`: how much of a conversation may come along, in estimated tokens; null for a client's own messages alone. */
export function reserveCall(
  {
    messages,
    model,
    price,
    answerBound,
    fieldTokens = 0,
    instructionTokens = 0,
    imageSizes,
    estimate,
  }: UnmadeCall,
  memoryTokens: number | null,
): Reserve {
  const system = memoryTokens === null ? 0 : SYSTEM_PROMPT_BOUND_TOKENS + instructionTokens;
  const promptTokens = boundPromptTokens(messages, model, imageSizes) + fieldTokens + system;
  const windowTokens = (memoryTokens ?? 0) * BYTES_PER_TOKEN;
  const media = boundMediaTokens(messages, model, imageSizes);
  const least = { promptTokens, completionTokens: answerBound.tokens, ...media };
  const estimatedTokens =
    estimatePrompt(messages, estimate) +
    Math.ceil((fieldTokens + system) / BYTES_PER_TOKEN) +
    (memoryTokens ?? 0);
  return {
    tokens: promptTokens + answerBound.tokens,
    microUsd: reservedMicroUsd(price, least),
    // A person chooses the question alone.
    ...(memoryTokens === null ? {} : { leastTokens: fieldTokens + system + answerBound.tokens }),
    window: {
      tokens: windowTokens,
      microUsd: reservedMicroUsd(withoutFee(price), { promptTokens: windowTokens, completionTokens: 0 }),
    },
    charge: chargeSoFar({ promptTokens: estimatedTokens, writtenTokens: 0, price, answerBound }),
  };
}

/** The most that a call can use whose prompt is whole. */
export function boundOfCall({
  messages,
  model,
  price,
  answerBound,
  fieldTokens = 0,
  imageSizes,
}: Omit<UnmadeCall, 'estimate'>): Charge {
  const promptTokens = boundPromptTokens(messages, model, imageSizes) + fieldTokens;
  const completionTokens = answerBound.tokens;
  const media = boundMediaTokens(messages, model, imageSizes);
  return {
    tokens: promptTokens + completionTokens,
    microUsd: reservedMicroUsd(price, { promptTokens, completionTokens, ...media }),
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

/** No price is made up: to take a model for dear would lock people out of one of the operator's own, which costs nothing. */
function reservedMicroUsd(price: Price | undefined, usage: PricedUsage): number {
  if (price === undefined) return 0;
  // A provider that does not count them apart bills them as the rest of the prompt.
  const image = Math.max(price.image, price.prompt);
  const audio = Math.max(price.audio, price.prompt);
  const completion = Math.max(price.completion, price.reasoning, price.completionAudio ?? 0);
  return costMicroUsd({ ...price, image, audio, completion }, usage);
}
