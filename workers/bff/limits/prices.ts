/**
 * What models cost: one table, in micro-USD (a millionth of a dollar) per million tokens. Pure.
 * Source: https://platform.openai.com/docs/pricing. A change of price is a change of this table and nothing else.
 */
export interface Price {
  /** Micro-USD per million prompt tokens. */
  prompt: number;
  /** Micro-USD per million completion tokens. */
  completion: number;
}

const USD = 1_000_000;

const PRICES: Readonly<Record<string, Price>> = {
  'gpt-4o-mini': { prompt: 0.15 * USD, completion: 0.6 * USD },
  'gpt-4o': { prompt: 2.5 * USD, completion: 10 * USD },
  'gpt-4.1': { prompt: 2 * USD, completion: 8 * USD },
  'gpt-4.1-mini': { prompt: 0.4 * USD, completion: 1.6 * USD },
  'gpt-4.1-nano': { prompt: 0.1 * USD, completion: 0.4 * USD },
  'gpt-5': { prompt: 1.25 * USD, completion: 10 * USD },
  'gpt-5-mini': { prompt: 0.25 * USD, completion: 2 * USD },
  'gpt-5-nano': { prompt: 0.05 * USD, completion: 0.4 * USD },
};

export const PRICED_MODELS: readonly string[] = Object.keys(PRICES);

/** A model that the table does not know (a private or a new one) is held to be as dear as the dearest: budgets stay safe. */
const UNKNOWN: Price = {
  prompt: Math.max(...Object.values(PRICES).map((price) => price.prompt)),
  completion: Math.max(...Object.values(PRICES).map((price) => price.completion)),
};

/** True for a model of the table, also under a dated name such as `gpt-4o-mini-2024-07-18`. */
export function isPricedModel(model: string): boolean {
  return findPrice(model) !== undefined;
}

/** Micro-USD, rounded up to a whole one. */
export function costMicroUsd(
  model: string,
  usage: { promptTokens: number; completionTokens: number },
): number {
  const price = findPrice(model) ?? UNKNOWN;
  const exact = usage.promptTokens * price.prompt + usage.completionTokens * price.completion;
  return Math.ceil(exact / USD);
}

function findPrice(model: string): Price | undefined {
  const name = model.replace(/-\d{4}-\d{2}-\d{2}$/, '');
  return Object.hasOwn(PRICES, name) ? PRICES[name] : undefined;
}
