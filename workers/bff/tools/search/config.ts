/** Which search engine Libra asks, if any. */
import type { VariableReader } from '../../../../shared/config/variables.ts';

const PROVIDERS = ['brave', 'searxng', 'tavily'] as const;
export type SearchProvider = (typeof PROVIDERS)[number];

export interface SearchConfig {
  provider: SearchProvider;
  /** Without a slash at its end. */
  baseUrl: string;
  /** Null only for a SearXNG that asks for none. */
  apiKey: string | null;
}

const BASE_URLS: Partial<Record<SearchProvider, string>> = {
  brave: 'https://api.search.brave.com',
  tavily: 'https://api.tavily.com',
};

/** Null when no provider is set: the tool is then not offered. */
export function readSearch(read: VariableReader): SearchConfig | null {
  const provider = read.choice('SEARCH_PROVIDER', { words: ['none', ...PROVIDERS], fallback: 'none' });
  if (provider === 'none') return null;
  const fallback = BASE_URLS[provider];
  const apiKey = read.optionalText('SEARCH_API_KEY', {
    pattern: /^[\x21-\x7e]+$/,
    form: 'a key without spaces',
  });
  if (apiKey === undefined && provider !== 'searxng') read.problem('SEARCH_API_KEY is missing');
  return {
    provider,
    baseUrl: read.url('SEARCH_BASE_URL', fallback === undefined ? {} : { fallback }),
    apiKey: apiKey ?? null,
  };
}
