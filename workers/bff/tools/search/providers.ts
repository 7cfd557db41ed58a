/**
 * The formats of three search engines: a request each, and their answers as one list. Pure; never throws.
 * Sources: https://api-dashboard.search.brave.com/app/documentation/web-search/get-started,
 * https://docs.searxng.org/dev/search_api.html, https://docs.tavily.com/documentation/api-reference/endpoint/search
 */
import { isRecord } from '../../../../shared/json.ts';
import type { SearchConfig, SearchProvider } from './config.ts';

export interface FoundPage {
  title: string;
  url: string;
  /** May hold HTML. */
  snippet: string;
  /** As the engine says it, such as `2 days ago`; empty when it does not. */
  age: string;
}

export interface SearchRequest {
  url: string;
  init: { method: 'GET' | 'POST'; headers: Record<string, string>; body?: string };
}

export function createRequest(settings: SearchConfig, query: string, count: number): SearchRequest {
  return REQUESTS[settings.provider](settings, query, count);
}

/** Null for an answer that is not of the provider's form. */
export function parseResults(provider: SearchProvider, answer: unknown): FoundPage[] | null {
  const { list, snippet, age } = FIELDS[provider];
  const results = list.reduce<unknown>((value, name) => (isRecord(value) ? value[name] : undefined), answer);
  // Brave leaves out `web` where it has found nothing.
  if (provider === 'brave' && isRecord(answer) && answer.web === undefined) return [];
  if (!Array.isArray(results)) return null;
  return results.filter(isRecord).map((result) => ({
    title: textOf(result.title),
    url: textOf(result.url),
    snippet: textOf(result[snippet]),
    age: textOf(result[age]),
  }));
}

const REQUESTS: Record<
  SearchProvider,
  (settings: SearchConfig, query: string, count: number) => SearchRequest
> = {
  brave: ({ baseUrl, apiKey }, query, count) => ({
    url: `${baseUrl}/res/v1/web/search?${new URLSearchParams({ q: query, count: String(count) })}`,
    init: { method: 'GET', headers: { accept: 'application/json', 'x-subscription-token': apiKey ?? '' } },
  }),
  searxng: ({ baseUrl, apiKey }, query) => ({
    url: `${baseUrl}/search?${new URLSearchParams({ q: query, format: 'json' })}`,
    init: {
      method: 'GET',
      // For one that stands behind a proxy with a key.
      headers: {
        accept: 'application/json',
        ...(apiKey === null ? {} : { authorization: `Bearer ${apiKey}` }),
      },
    },
  }),
  tavily: ({ baseUrl, apiKey }, query, count) => ({
    url: `${baseUrl}/search`,
    init: {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
      body: JSON.stringify({ query, max_results: count, search_depth: 'basic' }),
    },
  }),
};

const FIELDS: Record<SearchProvider, { list: readonly string[]; snippet: string; age: string }> = {
  brave: { list: ['web', 'results'], snippet: 'description', age: 'age' },
  searxng: { list: ['results'], snippet: 'content', age: 'publishedDate' },
  tavily: { list: ['results'], snippet: 'content', age: 'published_date' },
};

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
