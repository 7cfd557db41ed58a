/**
 * The catalogue that the variables of one or two providers make, for those who write none. Pure.
 *
 * `DEFAULT_LLM_MODEL` stands for a chain: the model itself, the fallback model at the same provider, and at the second one
 * the fallback model, or the same model where there is no fallback model. A provider's name is its host, and two at one host
 * are two providers.
 */
import type { VariableReader } from '../config/variables.ts';
import { type BaseUrl, parseBaseUrl } from './base-url.ts';
import { type Catalogue, type Chain, chainOf, type ModelEntry, type ProviderEntry } from './catalogue.ts';
import { MOVE_REASONS } from './move-reason.ts';
import { isOpenAiHost, OPENAI_MODELS, openAiModel } from './openai.ts';

const MODEL = { pattern: /^[\w.:/@-]{1,100}$/, form: 'a model name' };
const OPENAI_URL = 'https://api.openai.com/v1';
/** OpenAI's smallest; at another provider nobody knows what it serves. */
const OPENAI_FALLBACK = 'gpt-4.1-nano';

/** What is wrong is noted by the reader. */
export function catalogueFromVariables(
  variables: VariableReader,
  env: Readonly<Record<string, unknown>>,
): Catalogue {
  const first = readProvider(variables, '', OPENAI_URL);
  const isSecondSet = variables.optionalText('FALLBACK_OPENAI_BASE_URL') !== undefined;
  const second = isSecondSet ? nameSecond(first, readProvider(variables, 'FALLBACK_')) : undefined;
  const served = variables.choice('LLM_OPENAI_MODELS', { words: ['auto', 'yes', 'no'], fallback: 'auto' });
  const servesOpenAi = (provider: ProviderEntry) =>
    served === 'auto' ? isOpenAiHost(new URL(provider.baseUrl).host) : served === 'yes';
  const modelAt = (name: string, provider: ProviderEntry): ModelEntry =>
    servesOpenAi(provider)
      ? openAiModel(name, provider.name)
      : { name, provider: provider.name, upstream: name, refusedFields: [] };

  const defaultName = variables.text('DEFAULT_LLM_MODEL', MODEL);
  const isFallbackSet = typeof env.FALLBACK_LLM_MODEL === 'string';
  const fallbackName =
    variables.optionalText('FALLBACK_LLM_MODEL', MODEL) ??
    (isFallbackSet || !isOpenAiHost(new URL(first.baseUrl).host) ? undefined : OPENAI_FALLBACK);

  const targets = unique([
    modelAt(defaultName, first),
    ...(fallbackName === undefined ? [] : [modelAt(fallbackName, first)]),
    ...(second === undefined ? [] : [modelAt(fallbackName ?? defaultName, second)]),
  ]);
  const others = servesOpenAi(first) ? OPENAI_MODELS.map((name) => modelAt(name, first)) : [];
  const models = unique([...targets, ...others]);
  const byName = new Map<string, Chain>([[defaultName, toChain(targets)]]);
  for (const model of models) if (!byName.has(model.name)) byName.set(model.name, chainOf(model));
  return {
    providers: second === undefined ? [first] : [first, second],
    models,
    chains: byName,
    defaultName,
  };
}

function readProvider(variables: VariableReader, prefix: string, fallback?: string): ProviderEntry {
  const text = variables.url(`${prefix}OPENAI_BASE_URL`, fallback === undefined ? {} : { fallback });
  // What is malformed has been noted, and nothing is made of it.
  const parsed = parseBaseUrl(text);
  if (parsed === undefined && URL.parse(text)?.username) {
    variables.problem(`${prefix}OPENAI_BASE_URL must be a URL without a password`);
  }
  const base: BaseUrl = parsed ?? { baseUrl: 'http://invalid', query: {} };
  return {
    ...base,
    name: new URL(base.baseUrl).host,
    auth: 'bearer',
    keyVariable: `${prefix}OPENAI_API_KEY`,
    headers: {},
  };
}

/** Two accounts or two paths at one host are two providers. */
function nameSecond(first: ProviderEntry, second: ProviderEntry): ProviderEntry {
  return second.name === first.name ? { ...second, name: `${second.name}#2` } : second;
}

function toChain(models: readonly ModelEntry[]): Chain {
  return models.flatMap((model) => chainOf(model)).map((step) => ({ ...step, on: MOVE_REASONS }));
}

function unique(models: readonly ModelEntry[]): ModelEntry[] {
  const isSame = (a: ModelEntry, b: ModelEntry) => a.name === b.name && a.provider === b.provider;
  return models.filter((model, index) => models.findIndex((other) => isSame(other, model)) === index);
}
