/**
 * Which pages may call the API from a browser. A key in a page is seen by everybody who opens it, so none may unless its
 * origin is configured. Pure. Source: https://fetch.spec.whatwg.org/#http-cors-protocol
 */

/** `*` for any page, else whole origins: `https://app.example.com`. */
export type CorsOrigins = readonly string[];

const ORIGIN = /^https?:\/\/[\w.-]+(:\d{1,5})?$/;

/** Comma-separated; null when one of them is no origin. */
export function parseCorsOrigins(text: string): CorsOrigins | null {
  const origins = text
    .split(',')
    .map((each) => each.trim().replace(/\/$/, '').toLowerCase())
    .filter((each) => each !== '');
  return origins.every((each) => each === '*' || ORIGIN.test(each)) ? origins : null;
}

/** What a page of this origin may read of an answer; null when it may not. */
export function corsHeaders(origin: string | null, allowed: CorsOrigins): Record<string, string> | null {
  if (origin === null) return null;
  if (allowed.includes('*')) return { 'access-control-allow-origin': '*', ...EXPOSED };
  if (!allowed.includes(origin.toLowerCase())) return null;
  return { 'access-control-allow-origin': origin, vary: 'Origin', ...EXPOSED };
}

/** What clients act on; a browser hides every other header from them. */
const EXPOSED = {
  'access-control-expose-headers': [
    'x-request-id',
    'openai-processing-ms',
    'retry-after',
    'x-should-retry',
    'x-ratelimit-degraded',
    ...['limit', 'remaining', 'reset'].flatMap((each) => [
      `x-ratelimit-${each}-requests`,
      `x-ratelimit-${each}-tokens`,
    ]),
  ].join(', '),
};

const METHODS = 'GET, HEAD, POST, OPTIONS';
/** Chromium believes a preflight for two hours at most. */
const MAX_AGE_SEC = 7_200;
const HEADER_NAMES = /^[\w\s,-]{0,2000}$/;

/** The answer to an OPTIONS request: a preflight of a page, or a plain question for the methods. */
export function answerOptions(request: Request, allowed: CorsOrigins): Response {
  const origin = request.headers.get('origin');
  if (origin === null || !request.headers.has('access-control-request-method')) {
    return new Response(null, { status: 204, headers: { allow: METHODS } });
  }
  const cors = corsHeaders(origin, allowed);
  if (cors === null) return new Response(null, { status: 403, headers: { vary: 'Origin' } });
  // SDKs send headers of their own (`x-stainless-…`), so the list cannot be fixed.
  const wanted = request.headers.get('access-control-request-headers') ?? '';
  return new Response(null, {
    status: 204,
    headers: {
      ...cors,
      'access-control-allow-methods': METHODS,
      'access-control-allow-headers': HEADER_NAMES.test(wanted) ? wanted : 'authorization, content-type',
      'access-control-max-age': String(MAX_AGE_SEC),
    },
  });
}
