/**
 * OpenAI's own models, as defaults where nothing else is configured: only at OpenAI's own host are its names and prices
 * known. Pure. Prices in USD per million tokens. Source: https://platform.openai.com/docs/pricing and /docs/models.
 */
import type { ModelEntry } from './catalogue.ts';
import { OPENAI_OTHERS } from './openai-others.ts';
import { type Price, USD } from './price.ts';

/** From when the prices are. */
const DATE = '2025-08-07';

const THINKS: Partial<ModelEntry> = { abilities: ['tools', 'vision', 'reasoning', 'json_schema'] };
const ANSWERS: Partial<ModelEntry> = { abilities: ['tools', 'vision', 'json_schema'] };

const MODELS: Readonly<Record<string, { price: Price; facts: Partial<ModelEntry> }>> = {
  'gpt-4o-mini': entry([0.15, 0.075, 0.6], 128_000, 16_384, ANSWERS),
  'gpt-4o': entry([2.5, 1.25, 10], 128_000, 16_384, ANSWERS),
  'gpt-4.1': entry([2, 0.5, 8], 1_047_576, 32_768, ANSWERS),
  'gpt-4.1-mini': entry([0.4, 0.1, 1.6], 1_047_576, 32_768, ANSWERS),
  'gpt-4.1-nano': entry([0.1, 0.025, 0.4], 1_047_576, 32_768, ANSWERS),
  'gpt-5': entry([1.25, 0.125, 10], 400_000, 128_000, THINKS),
  'gpt-5-mini': entry([0.25, 0.025, 2], 400_000, 128_000, THINKS),
  'gpt-5-nano': entry([0.05, 0.005, 0.4], 400_000, 128_000, THINKS),
  ...OPENAI_OTHERS,
};

export const OPENAI_MODELS: readonly string[] = Object.keys(MODELS);

/** A model of OpenAI that the table does not know (a new one) is held to be as dear as the dearest: budgets stay safe. */
const DEAREST: Price = perToken(2.5, 1.25, 10);

/** A model at OpenAI, with what is known of it; dated names such as `gpt-4o-mini-2024-07-18` too. */
export function openAiModel(name: string, provider: string): ModelEntry {
  const undated = name.replace(/-\d{4}-\d{2}-\d{2}$/, '');
  const known = [name, undated].flatMap((key) => (Object.hasOwn(MODELS, key) ? [MODELS[key]] : []))[0];
  const model = { name, provider, upstream: name, refusedFields: [], takesCacheKey: true } as const;
  if (known === undefined) return { ...model, price: DEAREST };
  return { ...model, ...known.facts, price: known.price, ...(undated === name ? { isDated: true } : {}) };
}

/** True for OpenAI's own host, and those of its regions. */
export function isOpenAiHost(host: string): boolean {
  return /^([\w-]+\.)*openai\.com(:\d+)?$/.test(host);
}

/** True where `prompt_cache_key` is a field of the API: others refuse what they do not know. */
export function knowsCacheKey(host: string): boolean {
  return isOpenAiHost(host) || /\.openai\.azure\.com$/.test(host);
}

function entry(
  prices: [prompt: number, cached: number, completion: number],
  contextTokens: number,
  maxCompletionTokens: number,
  facts: Partial<ModelEntry>,
): { price: Price; facts: Partial<ModelEntry> } {
  return { price: perToken(...prices), facts: { ...facts, contextTokens, maxCompletionTokens } };
}

function perToken(prompt: number, cached: number, completion: number): Price {
  return {
    date: DATE,
    prompt: prompt * USD,
    cached: cached * USD,
    cacheWrite: prompt * USD,
    completion: completion * USD,
    reasoning: completion * USD,
    image: prompt * USD,
    audio: prompt * USD,
    minute: 0,
  };
}
