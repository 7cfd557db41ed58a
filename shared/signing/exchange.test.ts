import { expect, it } from 'vitest';
import { TRACEPARENT_HEADER } from '../contract/routes.ts';
import { exchange } from './exchange.ts';
import { createRequestSigner } from './sign.ts';
import { createRequestVerifier } from './verify.ts';

const SECRET = 'current-secret-current-secret-current';
const signer = createRequestSigner({ secret: SECRET, name: 'bot' });
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

const exchanged = (answer: (request: Request) => Promise<Response> | Response, timeoutMs = 60_000) =>
  exchange('https://bff.libra.internal/x', { a: 1 }, timeoutMs, {
    fetch: async (request) => answer(request),
    signer,
    traceparent,
  });

it('is signed and traced', async () => {
  const verifier = createRequestVerifier({ secrets: [SECRET], accept: 'bot' });
  const answer = await exchanged(async (request) =>
    Response.json([
      request.headers.get(TRACEPARENT_HEADER),
      (await verifier.verify(request, new Uint8Array(await request.clone().arrayBuffer()))).ok,
      await request.json(),
    ]),
  );
  expect(answer).toEqual({ isOk: true, body: [traceparent, true, { a: 1 }] });
});

it.each<[string, () => Response, unknown]>([
  ['a refusal', () => Response.json({ error: {} }, { status: 403 }), { isOk: false, body: { error: {} } }],
  ['an empty answer', () => new Response(null, { status: 204 }), { isOk: true, body: null }],
  ['what is no JSON', () => new Response('<html>', { status: 502 }), null],
])('gives %s as it is', async (_, answer, expected) => {
  expect(await exchanged(answer)).toEqual(expected);
});

it('gives null for a Worker that cannot be reached, or answers half and then nothing', async () => {
  const half = new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array([123])) });
  expect(await exchanged(() => Promise.reject(new Error('broken')))).toBeNull();
  expect(await exchanged(() => new Response(half), 20)).toBeNull();
});
