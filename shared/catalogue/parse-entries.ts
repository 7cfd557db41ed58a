/** One provider, one model of a catalogue. Pure. */
import { parseBaseUrl } from './base-url.ts';
import { ABILITIES, AUTH_STYLES, MODEL_KINDS, type ModelEntry, type ProviderEntry } from './catalogue.ts';
import type { ObjectReader, Problem } from './json-reader.ts';
import { readPrice } from './parse-price.ts';

export const PROVIDER_FIELDS = ['name', 'base_url', 'key', 'auth', 'headers', 'query', 'organization'];
export const MODEL_FIELDS = [
  'name',
  'provider',
  'upstream',
  'kind',
  'context_window',
  'max_completion_tokens',
  'abilities',
  'refuses',
  'first_token_sec',
  'prices',
];

/** Circuits are named `provider/model`. */
const PROVIDER_NAME = /^[\w.:#-]{1,60}$/;
export const MODEL_NAME = /^[\w.:/@-]{1,100}$/;
export const MODEL_NAME_FORM = 'up to 100 letters, digits or . : / @ _ -';
const VARIABLE = /^[A-Z][A-Z0-9_]{0,63}$/;
/** A provider is sent its key: who may set a catalogue must not get by it what the Workers sign with. */
const OWN_SECRET = /^WORKER_SHARED_SECRET/;
const HEADER = /^[A-Za-z0-9-]{1,60}$/;
/** What the catalogue may not set: the request would no longer be Libra's, or a key would stand in it. */
const FIXED_HEADERS = new Set([
  'authorization',
  'cf-aig-authorization',
  'api-key',
  'content-type',
  'content-length',
  'host',
]);
const FIELD = /^[a-z_]{1,60}$/;
const MAX_TOKENS = 100_000_000;

export function readProvider(reader: ObjectReader, problems: Problem[]): ProviderEntry | undefined {
  const name = reader.text('name', {
    pattern: PROVIDER_NAME,
    form: 'up to 60 letters, digits or . : # _ -',
  });
  const url = reader.text('base_url');
  const base = url === undefined ? undefined : parseBaseUrl(url);
  if (url !== undefined && base === undefined) {
    problems.push({
      path: reader.at('base_url'),
      message: 'must be an absolute http(s) URL without a password',
    });
  }
  const auth = reader.word('auth', AUTH_STYLES) ?? 'bearer';
  const key = reader.text('key', {
    ...(auth === 'none' ? { optional: true } : {}),
    pattern: VARIABLE,
    form: 'the NAME of the secret that holds the key, never the key itself',
  });
  if (auth === 'none' && key !== undefined) {
    problems.push({ path: reader.at('key'), message: 'is not used with auth none' });
  }
  if (key !== undefined && OWN_SECRET.test(key)) {
    problems.push({ path: reader.at('key'), message: 'must not be a secret of Libra’s own' });
  }
  const headers = reader.record('headers');
  for (const header of Object.keys(headers)) {
    const isFit = HEADER.test(header) && !FIXED_HEADERS.has(header.toLowerCase());
    if (!isFit) problems.push({ path: reader.at(`headers.${header}`), message: 'cannot be set here' });
  }
  const organization = reader.text('organization', { optional: true });
  const query = reader.record('query');
  if (name === undefined || base === undefined) return undefined;
  return {
    name,
    baseUrl: base.baseUrl,
    auth,
    keyVariable: key ?? null,
    headers,
    query: { ...base.query, ...query },
    ...(organization === undefined ? {} : { organization }),
  };
}

export function readModel(reader: ObjectReader, problems: Problem[]): ModelEntry | undefined {
  const name = reader.text('name', { pattern: MODEL_NAME, form: MODEL_NAME_FORM });
  const provider = reader.text('provider');
  const upstream = reader.text('upstream', { optional: true, pattern: /^\S{1,200}$/, form: 'a model name' });
  const tokens = { optional: true, least: 1, most: MAX_TOKENS, whole: true } as const;
  const contextTokens = reader.number('context_window', tokens);
  const maxCompletionTokens = reader.number('max_completion_tokens', tokens);
  if (
    contextTokens !== undefined &&
    maxCompletionTokens !== undefined &&
    maxCompletionTokens > contextTokens
  ) {
    problems.push({ path: reader.at('max_completion_tokens'), message: 'is more than context_window' });
  }
  const abilities = reader.words('abilities', ABILITIES);
  const refusedFields = reader.texts('refuses', FIELD, 'the name of a request field') ?? [];
  const firstTokenSec = reader.number('first_token_sec', { optional: true, least: 1, most: 120 });
  const kind = reader.word('kind', MODEL_KINDS);
  const price = readPrice(reader, kind ?? 'chat', problems);
  if (name === undefined || provider === undefined) return undefined;
  return {
    name,
    provider,
    upstream: upstream ?? name,
    refusedFields,
    ...(kind === undefined || kind === 'chat' ? {} : { kind }),
    ...(contextTokens === undefined ? {} : { contextTokens }),
    ...(maxCompletionTokens === undefined ? {} : { maxCompletionTokens }),
    ...(abilities === undefined ? {} : { abilities }),
    ...(firstTokenSec === undefined ? {} : { firstTokenMs: firstTokenSec * 1000 }),
    ...(price === undefined ? {} : { price }),
  };
}
