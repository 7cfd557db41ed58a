/** A provider's base URL as people write it: with a slash at its end, or with the query that each request needs. Pure. */

export interface BaseUrl {
  /** Without a slash at its end, a query or a fragment. */
  baseUrl: string;
  query: Record<string, string>;
}

/** Undefined for anything but an absolute http(s) URL without a password. */
export function parseBaseUrl(text: string): BaseUrl | undefined {
  const url = /^https?:\/\/\S+$/.test(text) ? URL.parse(text) : null;
  if (url === null || url.username !== '' || url.password !== '') return undefined;
  return {
    baseUrl: `${url.origin}${url.pathname}`.replace(/\/+$/, ''),
    query: Object.fromEntries(url.searchParams),
  };
}
