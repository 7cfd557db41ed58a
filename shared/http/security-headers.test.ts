import { expect, it } from 'vitest';
import { SSE_HEADERS } from '../sse/encode.ts';
import { withSecurityHeaders } from './security-headers.ts';

it('forbids storing, framing, sniffing and loading, and keeps the body and the status', async () => {
  const response = withSecurityHeaders(
    Response.json({ a: 1 }, { status: 418, headers: { 'retry-after': '3' } }),
  );
  expect(response.status).toBe(418);
  expect(await response.json()).toEqual({ a: 1 });
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'retry-after': '3',
    'strict-transport-security': expect.stringContaining('max-age=31536000'),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  });
});

it('leaves the rule of an event stream, which no proxy may transform', () => {
  const response = withSecurityHeaders(new Response('', { headers: SSE_HEADERS }));
  expect(response.headers.get('cache-control')).toBe('no-cache, no-transform');
});
