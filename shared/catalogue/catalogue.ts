/**
 * Which models can be asked for, at which providers, in which order, and what they cost. Pure.
 *
 * A name that can be asked for is an alias or a model; either way it stands for a chain: targets in the order in which they
 * are asked. A model's chain is the model alone, so a model that is asked for by name is the one that answers.
 */
import type { MoveReason } from './move-reason.ts';
import type { Price } from './price.ts';

/**
 * How a provider wants its key: as a bearer token, in Azure's `api-key` header, or as the token of a Cloudflare AI Gateway that
 * holds the provider's own key. `none`: it has no key.
 */
export const AUTH_STYLES = ['bearer', 'api-key', 'cf-aig', 'none'] as const;
export type AuthStyle = (typeof AUTH_STYLES)[number];

/** What is asked of a model: each kind has routes of its own. */
export const MODEL_KINDS = [
  'chat',
  'embedding',
  'moderation',
  'speech',
  'transcription',
  'realtime',
] as const;
export type ModelKind = (typeof MODEL_KINDS)[number];

export const ABILITIES = ['tools', 'vision', 'audio', 'reasoning', 'json_schema'] as const;
export type Ability = (typeof ABILITIES)[number];

export interface ProviderEntry {
  /** Its identity in circuits, clients, budgets and logs. */
  name: string;
  /** Without a slash at its end and without a query. */
  baseUrl: string;
  auth: AuthStyle;
  /** The variable or secret that holds the key; null where there is none. */
  keyVariable: string | null;
  headers: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  organization?: string;
}

/** What is absent is not known. */
export interface ModelEntry {
  /** As clients, circuits and the ledger name it. */
  name: string;
  /** The provider's name. */
  provider: string;
  /** As the provider names it. */
  upstream: string;
  /** Absent: chat. */
  kind?: ModelKind;
  /** Tokens of prompt and answer together. */
  contextTokens?: number;
  maxCompletionTokens?: number;
  abilities?: readonly Ability[];
  /** Request fields that it refuses. */
  refusedFields: readonly string[];
  firstTokenMs?: number;
  price?: Price;
  /** Its provider knows `prompt_cache_key`. */
  takesCacheKey?: true;
  /** True when it has dated names, too: `gpt-4o-mini-2024-07-18`. */
  isDated?: true;
}

export interface ChainStep {
  /** More than one share the load by their weights. */
  targets: readonly { model: ModelEntry; weight: number }[];
  /** The failures of what was asked before that lead here; of no meaning in the first step. */
  on: readonly MoveReason[];
}

export type Chain = readonly ChainStep[];

export interface Catalogue {
  providers: readonly ProviderEntry[];
  models: readonly ModelEntry[];
  /** By every name that can be asked for, in the order in which they are listed. */
  chains: ReadonlyMap<string, Chain>;
  /** What answers who asks for nothing by name: the bot. */
  defaultName: string;
}

export function chainOf(model: ModelEntry): Chain {
  return [{ targets: [{ model, weight: 1 }], on: [] }];
}

export function modelsOf(chain: Chain): ModelEntry[] {
  return chain.flatMap(({ targets }) => targets.map(({ model }) => model));
}

export function kindOf({ kind = 'chat' }: Pick<ModelEntry, 'kind'>): ModelKind {
  return kind;
}

/** Of a chain all models are of one kind. */
export function kindOfChain(chain: Chain): ModelKind {
  const [first] = modelsOf(chain);
  return first === undefined ? 'chat' : kindOf(first);
}

/** The name that is listed first of those that do what this kind does; undefined when there is none. */
export function firstNameOf({ chains }: Catalogue, kind: ModelKind): string | undefined {
  return [...chains].find(([, chain]) => kindOfChain(chain) === kind)?.[0];
}

/** Undefined for a name that nothing answers to. */
export function findChain({ chains, models }: Catalogue, name: string): Chain | undefined {
  const chain = chains.get(name);
  if (chain !== undefined) return chain;
  const undated = name.replace(/-\d{4}-\d{2}-\d{2}$/, '');
  const model = undated === name ? undefined : models.find((each) => each.name === undated && each.isDated);
  return model === undefined ? undefined : chainOf({ ...model, name, upstream: name });
}

/**
 * What a call of `name` costs at `provider`. While the provider is not known (null): the dearest of what the chain of that
 * name may ask, so that what is reserved is enough whichever answers. Undefined when no price is known; none is made up.
 */
export function findPrice(catalogue: Catalogue, name: string, provider: string | null): Price | undefined {
  if (provider === null) {
    const prices = modelsOf(findChain(catalogue, name) ?? []).flatMap(({ price }) => price ?? []);
    return prices.length === 0 ? undefined : dearestOf(prices);
  }
  const isMeant = (model: ModelEntry) => model.name === name && model.provider === provider;
  const model = catalogue.models.find(isMeant) ?? modelsOf(findChain(catalogue, name) ?? []).find(isMeant);
  return model?.price;
}

function dearestOf(prices: readonly Price[]): Price {
  const most = (pick: (price: Price) => number) => Math.max(...prices.map(pick));
  return {
    date: prices.map(({ date }) => date).sort()[0] ?? '',
    prompt: most(({ prompt }) => prompt),
    cached: most(({ cached }) => cached),
    cacheWrite: most(({ cacheWrite }) => cacheWrite),
    completion: most(({ completion }) => completion),
    reasoning: most(({ reasoning }) => reasoning),
    image: most(({ image }) => image),
    audio: most(({ audio }) => audio),
    minute: most(({ minute }) => minute),
    completionAudio: most(({ completionAudio, completion }) => completionAudio ?? completion),
    characters: most(({ characters = 0 }) => characters),
  };
}
