import { expect, it } from 'vitest';
import { SSE_HEADERS } from '../sse/encode.ts';
import { securedJson, withSecurityHeaders } from './security-headers.ts';

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

it.each([['{"a":"가"}'], [new TextEncoder().encode('{"a":"가"}')]])(
  'are those of JSON that is written already',
  async (json) => {
    const expected = withSecurityHeaders(Response.json({}));
    // Twice: nothing of the first is left to the second.
    for (const response of [securedJson(json), securedJson(json)]) {
      expect(Object.fromEntries(response.headers)).toEqual(Object.fromEntries(expected.headers));
      response.headers.set('x-frame-options', 'changed');
      expect(await response.json()).toEqual({ a: '가' });
    }
  },
);

it('leaves the rule of an event stream, which no proxy may transform', () => {
  const response = withSecurityHeaders(new Response('', { headers: SSE_HEADERS }));
  expect(response.headers.get('cache-control')).toBe('no-cache, no-transform');
});
