import { expect, it, onTestFinished } from 'vitest';
import { startHttpServer } from '../../../dev/stand-in/http-server.ts';
import type { ProviderConfig } from '../config.ts';
import { createProvider, type ProviderRequest } from './provider.ts';

const REQUEST: ProviderRequest = {
  model: 'm',
  messages: [{ role: 'user', content: 'Hi' }],
  stream: true,
  stream_options: { include_usage: true },
};

interface Seen {
  method: string | undefined;
  url: string | undefined;
  headers: Record<string, unknown>;
  body: unknown;
}

/** A server that answers with `status` and `headers`, and what it has been asked. */
async function serve(status: number, headers: Record<string, string> = {}) {
  const seen: Seen[] = [];
  const server = await startHttpServer({
    name: 'provider',
    async handle(request, response) {
      let text = '';
      for await (const chunk of request) text += chunk;
      const { method, url } = request;
      seen.push({ method, url, headers: request.headers, body: text === '' ? null : JSON.parse(text) });
      response.writeHead(status, headers).end('data: [DONE]\n\n');
    },
  });
  onTestFinished(server.close);
  return { seen, origin: server.origin };
}

const configOf = (baseUrl: string, given: Partial<ProviderConfig> = {}): ProviderConfig => ({
  name: 'p',
  baseUrl,
  auth: 'bearer',
  apiKey: 'sk-test',
  keyVariable: 'KEY',
  headers: {},
  query: {},
  ...given,
});
const never = () => new AbortController().signal;

it('asks below the base URL, in JSON, with its key, headers and query', async () => {
  const { seen, origin } = await serve(200, { 'content-type': 'text/event-stream' });
  const given = { headers: { 'x-own': '1' }, query: { 'api-version': '2' } };
  const opened = await createProvider(configOf(`${origin}/v1`, given)).open(REQUEST, never());
  expect(opened.ok && (await new Response(opened.body).text())).toBe('data: [DONE]\n\n');
  expect(seen).toMatchObject([
    {
      method: 'POST',
      url: '/v1/chat/completions?api-version=2',
      headers: { authorization: 'Bearer sk-test', 'content-type': 'application/json', 'x-own': '1' },
      body: REQUEST,
    },
  ]);
});

it.each([
  ['api-key', { 'api-key': 'sk-test' }],
  ['cf-aig', { 'cf-aig-authorization': 'Bearer sk-test' }],
  ['none', {}],
] as const)('has no bearer token where the provider wants it by %s', async (auth, headers) => {
  const { seen, origin } = await serve(200);
  await createProvider(configOf(origin, { auth })).open(REQUEST, never());
  expect(seen[0]?.headers).toMatchObject(headers);
  expect(seen[0]?.headers).not.toHaveProperty('authorization');
});

it('follows no redirect: its key would go to wherever that points', async () => {
  const elsewhere = await serve(200, { 'content-type': 'text/event-stream' });
  const { origin } = await serve(307, { location: `${elsewhere.origin}/v1/chat/completions` });
  const provider = createProvider(configOf(origin));
  expect(await provider.open(REQUEST, never())).toMatchObject({ ok: false });
  const plain = {
    path: '/embeddings',
    contentType: 'application/json',
    parts: [new TextEncoder().encode('{}')],
  };
  expect(await provider.send(plain, never())).toMatchObject({ ok: false });
  expect(elsewhere.seen).toEqual([]);
});

it('fails where nobody listens, and where its time is up', async () => {
  const failed = { ok: false, failure: { cause: 'unreachable' } };
  expect(await createProvider(configOf('http://127.0.0.1:9')).open(REQUEST, never())).toEqual(failed);
  const { seen, origin } = await serve(200);
  expect(await createProvider(configOf(origin)).open(REQUEST, AbortSignal.abort())).toEqual(failed);
  expect(seen).toEqual([]);
});
