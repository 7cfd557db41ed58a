/**
 * All that touches the `openai` package: what it makes of a call, that is address, query, authentication and encoding. Its own way of
 * sending is not used: its retries and its timer would multiply with ours, and its errors know OpenAI's form alone. Only for
 * `import()`; of the package itself, asked for that way, the bundler would keep all.
 */
import { OpenAI } from 'openai';
import type { ProviderConfig } from '../config.ts';

/** Below the base URL; without `headers`, the body is written as JSON. */
export interface ProviderCall {
  path: string;
  body: unknown;
  headers?: Record<string, string>;
}

export interface BuiltRequest {
  url: string;
  init: RequestInit;
}

export type BuildRequest = (call: ProviderCall) => Promise<BuiltRequest>;

export function createRequestBuilder(config: ProviderConfig): BuildRequest {
  const client = new OpenAI({
    baseURL: config.baseUrl,
    // The package wants one; where the provider has none the header is taken away again.
    apiKey: config.apiKey ?? 'none',
    organization: config.organization ?? null,
    defaultQuery: { ...config.query },
    defaultHeaders: { ...config.headers, ...authHeaders(config) },
  });
  return async (call) => {
    const { url, req } = await client.buildRequest({ method: 'post', ...call });
    return { url, init: req };
  };
}

/** What differs from the package's own bearer token. */
function authHeaders({ auth, apiKey }: ProviderConfig): Record<string, string | null> {
  switch (auth) {
    case 'bearer':
      return {};
    case 'api-key':
      return { authorization: null, 'api-key': apiKey };
    case 'cf-aig':
      return { authorization: null, 'cf-aig-authorization': `Bearer ${apiKey}` };
    case 'none':
      return { authorization: null };
  }
}
