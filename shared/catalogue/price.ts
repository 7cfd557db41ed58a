/** What tokens, minutes and characters cost. Amounts are micro-USD (a millionth of a dollar). Pure. */

export interface Price {
  /** From when it is: `2026-11-01`. */
  date: string;
  /** Per million prompt tokens; likewise those below. */
  prompt: number;
  /** Of a prompt that the provider had in its cache. */
  cached: number;
  /** Of a prompt that it puts into its cache. */
  cacheWrite: number;
  completion: number;
  /** Of what the model thinks. */
  reasoning: number;
  /** Of what the model speaks; absent: what it writes costs. */
  completionAudio?: number;
  /** Of images in the prompt. */
  image: number;
  /** Of audio in the prompt. */
  audio: number;
  /** Per minute of speech that is transcribed. */
  minute: number;
  /** Per million characters that are spoken; absent: none. */
  characters?: number;
  /** A fee by the call; absent: none. */
  call?: number;
}

/** What a request asks for that changes what its call costs. */
export interface Terms {
  service_tier?: string | undefined;
  web_search_options?: object | undefined;
}

/** At OpenAI the tier `priority` costs from 1.67 to 2 times as much, by the model; every other tier no more than the price. */
const PRIORITY_FACTOR = 2;
/** A search that is part of a call: OpenAI's fee is from 10 to 50 USD a thousand, by the model and by how much is read. */
const SEARCH_MICRO_USD = 50_000;

export function onTerms(
  price: Price | undefined,
  { service_tier: tier, web_search_options: search }: Terms,
): Price | undefined {
  if (price === undefined) return undefined;
  const tiered = tier === 'priority' ? times(price, PRIORITY_FACTOR) : price;
  return search === undefined ? tiered : { ...tiered, call: SEARCH_MICRO_USD };
}

/** Of a part of a call, whose fee is in another part. */
export function withoutFee(price: Price | undefined): Price | undefined {
  return price && { ...price, call: 0 };
}

function times({ date, ...amounts }: Price, factor: number): Price {
  const multiplied = Object.entries(amounts).map(([part, amount]) => [part, amount * factor]);
  return { date, ...(Object.fromEntries(multiplied) as typeof amounts) };
}

/** By the model that answered, and its provider: null while that is not known. */
export type PriceFinder = (model: string, provider: string | null) => Price | undefined;

/** Whole counts; each detail is a part of its total. */
export interface PricedUsage {
  promptTokens: number;
  completionTokens: number;
  cachedTokens?: number;
  cacheWriteTokens?: number;
  imageTokens?: number;
  audioTokens?: number;
  reasoningTokens?: number;
  /** Of what was spoken. */
  spokenTokens?: number;
  minutes?: number;
  characters?: number;
}

/** Micro-USD of a dollar. */
export const USD = 1_000_000;
const MILLION = 1_000_000;

/** Rounded up to a whole micro-USD. No more of a total is taken for its parts than there is. */
export function costMicroUsd(price: Price, usage: PricedUsage): number {
  const prompt = priced(usage.promptTokens, price.prompt, [
    [usage.cachedTokens, price.cached],
    [usage.cacheWriteTokens, price.cacheWrite],
    [usage.imageTokens, price.image],
    [usage.audioTokens, price.audio],
  ]);
  const completion = priced(usage.completionTokens, price.completion, [
    [usage.reasoningTokens, price.reasoning],
    [usage.spokenTokens, price.completionAudio ?? price.completion],
  ]);
  const speech = (usage.minutes ?? 0) * price.minute;
  const spoken = (usage.characters ?? 0) * (price.characters ?? 0);
  // A sum of thousandths is not exact: 0.1 + 0.2 must not cost one more.
  const tokens = (prompt + completion + spoken) / MILLION;
  return Math.ceil(Number((tokens + speech + (price.call ?? 0)).toFixed(6)));
}

function priced(
  total: number,
  price: number,
  parts: readonly (readonly [tokens: number | undefined, price: number])[],
): number {
  let left = total;
  let sum = 0;
  for (const [tokens = 0, partPrice] of parts) {
    const taken = Math.min(tokens, left);
    left -= taken;
    sum += taken * partPrice;
  }
  return sum + left * price;
}
