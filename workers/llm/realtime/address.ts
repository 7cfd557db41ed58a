/** Where a provider has its realtime models, and how it wants its key there. Pure. */
import type { ProviderConfig } from '../config.ts';

export function realtimeUrl(
  { baseUrl, query }: Pick<ProviderConfig, 'baseUrl' | 'query'>,
  model: string,
): string {
  return `${baseUrl}/realtime?${new URLSearchParams({ ...query, model })}`;
}

export function headersOf({ auth, apiKey, headers, organization }: ProviderConfig): Record<string, string> {
  const own = { ...headers, ...(organization === undefined ? {} : { 'openai-organization': organization }) };
  switch (auth) {
    case 'bearer':
      return { ...own, authorization: `Bearer ${apiKey ?? ''}` };
    case 'api-key':
      return { ...own, 'api-key': apiKey ?? '' };
    case 'cf-aig':
      return { ...own, 'cf-aig-authorization': `Bearer ${apiKey ?? ''}` };
    case 'none':
      return own;
  }
}
