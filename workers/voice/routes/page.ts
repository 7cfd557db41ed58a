/** `GET /talk` and what lies below it: the page, under rules that let it load and reach nothing but this Worker. */
import { TALK_PAGE } from '../../../shared/contract/talk.ts';
import { errorResponse } from '../../../shared/http/error-response.ts';
import type { VoiceEnv } from '../env.ts';

const RULES = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "media-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'content-security-policy': RULES,
  'permissions-policy': 'microphone=(self), camera=(), geolocation=()',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-cache',
} as const;

export async function servePage(request: Request, env: VoiceEnv): Promise<Response> {
  const url = new URL(request.url);
  const path =
    url.pathname === TALK_PAGE || url.pathname === `${TALK_PAGE}/` ? `${TALK_PAGE}/index.html` : url.pathname;
  const found = await env.ASSETS.fetch(new Request(new URL(path, url), { headers: conditionsOf(request) }));
  if (!found.ok && found.status !== 304) return errorResponse('not_found');
  const response = new Response(found.body, found);
  for (const [name, value] of Object.entries(HEADERS)) response.headers.set(name, value);
  return response;
}

function conditionsOf({ headers }: Request): Record<string, string> {
  const known = headers.get('if-none-match');
  return known === null ? {} : { 'if-none-match': known };
}
