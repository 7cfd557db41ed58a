/**
 * What models cost: one table, in micro-USD (a millionth of a dollar) per million tokens. Pure.
 * Source: https://platform.openai.com/docs/pricing. A change of price is a change of this table and nothing else.
 */
export interface Price {
  /** Micro-USD per million prompt tokens. */
  prompt: number;
  /** Micro-USD per million prompt tokens that the provider had in its cache. */
  cached: number;
  /** Micro-USD per million completion tokens. */
  completion: number;
}

export interface PricedUsage {
  promptTokens: number;
  /** How many of the prompt's tokens came from the provider's cache. */
  cachedTokens?: number;
  completionTokens: number;
}

/** From when the prices of the table are. */
export const PRICES_OF = '2025-08-07';

const USD = 1_000_000;

const PRICES: Readonly<Record<string, Price>> = {
  'gpt-4o-mini': { prompt: 0.15 * USD, cached: 0.075 * USD, completion: 0.6 * USD },
  'gpt-4o': { prompt: 2.5 * USD, cached: 1.25 * USD, completion: 10 * USD },
  'gpt-4.1': { prompt: 2 * USD, cached: 0.5 * USD, completion: 8 * USD },
  'gpt-4.1-mini': { prompt: 0.4 * USD, cached: 0.1 * USD, completion: 1.6 * USD },
  'gpt-4.1-nano': { prompt: 0.1 * USD, cached: 0.025 * USD, completion: 0.4 * USD },
  'gpt-5': { prompt: 1.25 * USD, cached: 0.125 * USD, completion: 10 * USD },
  'gpt-5-mini': { prompt: 0.25 * USD, cached: 0.025 * USD, completion: 2 * USD },
  'gpt-5-nano': { prompt: 0.05 * USD, cached: 0.005 * USD, completion: 0.4 * USD },
};

export const PRICED_MODELS: readonly string[] = Object.keys(PRICES);

/** A model of OpenAI that the table does not know (a new one) is held to be as dear as the dearest: budgets stay safe. */
const DEAREST: Price = {
  prompt: Math.max(...Object.values(PRICES).map((price) => price.prompt)),
  cached: Math.max(...Object.values(PRICES).map((price) => price.cached)),
  completion: Math.max(...Object.values(PRICES).map((price) => price.completion)),
};

/** True for a model of the table, also under a dated name such as `gpt-4o-mini-2024-07-18`. */
export function isPricedModel(model: string): boolean {
  return findPrice(model) !== undefined;
}

/**
 * Micro-USD, rounded up to a whole one. Null when nothing is known of the price: a model outside the table at any provider
 * but OpenAI, or at an unknown one. No price is made up for it.
 */
export function findCostMicroUsd(model: string, provider: string | null, usage: PricedUsage): number | null {
  const price = findPrice(model) ?? (provider !== null && isOpenAi(provider) ? DEAREST : undefined);
  if (price === undefined) return null;
  const { promptTokens, completionTokens } = usage;
  const cached = Math.min(usage.cachedTokens ?? 0, promptTokens);
  const exact =
    (promptTokens - cached) * price.prompt + cached * price.cached + completionTokens * price.completion;
  return Math.ceil(exact / USD);
}

/** By the provider's name, which begins with its host. */
function isOpenAi(provider: string): boolean {
  return /^([\w-]+\.)*openai\.com(?![\w.-])/.test(provider);
}

function findPrice(model: string): Price | undefined {
  const name = model.replace(/-\d{4}-\d{2}-\d{2}$/, '');
  return Object.hasOwn(PRICES, name) ? PRICES[name] : undefined;
}
