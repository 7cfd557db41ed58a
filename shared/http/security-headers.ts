/** Headers of every response of every Worker. Pure. */

/** No response is a page: none may be framed, sniffed for another type, or load anything. */
const SECURITY_HEADERS = [
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
  ['referrer-policy', 'no-referrer'],
  ['strict-transport-security', 'max-age=31536000; includeSubDomains'],
] as const;

/** The same response. What does not say otherwise is personal, and is stored nowhere on its way. */
export function withSecurityHeaders(response: Response): Response {
  const { headers } = response;
  for (const [name, value] of SECURITY_HEADERS) headers.set(name, value);
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
  return response;
}
