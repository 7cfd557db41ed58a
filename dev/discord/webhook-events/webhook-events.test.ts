import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifyKey } from 'discord-interactions';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkDiscord } from '../../doctor/checks.ts';
import { BOT_TOKEN, type Json, startScene, type TestScene, USER } from '../fake-bot.ts';

let scene: TestScene;
let endpoint: Awaited<ReturnType<typeof startEndpoint>>;
beforeEach(async () => {
  scene = await startScene({ eventPausesMs: [1, 1, 1] });
  const application: Json = await (await scene.api('GET', '/applications/@me')).json();
  endpoint = await startEndpoint(application.verify_key);
});
afterEach(async () => {
  await scene.close();
  await endpoint.close();
});

/** An app's endpoint for webhook events. */
async function startEndpoint(publicKey: string) {
  const received: Json[] = [];
  const app = { verifies: true, failures: 0 };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const { 'x-signature-ed25519': signature, 'x-signature-timestamp': timestamp } = request.headers;
    const isGenuine = await verifyKey(body, String(signature), String(timestamp), publicKey);
    if (app.verifies && !isGenuine) return response.writeHead(401).end();
    const payload: Json = JSON.parse(body.toString());
    if (payload.type === 1) received.push(payload);
    if (payload.type === 1 && app.failures > 0) {
      app.failures -= 1;
      return response.writeHead(503).end();
    }
    return response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    app,
    received,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

const deauthorise = async (userId: string) => (await scene.dev('POST', '/deauthorise', { userId })).json();

it('takes an events endpoint that verifies signatures, and no other', async () => {
  endpoint.app.verifies = false;
  const change = { event_webhooks_url: endpoint.url };
  const refused = await scene.api('PATCH', '/applications/@me', change);
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({ errors: { event_webhooks_url: { _errors: [{}] } } });
  endpoint.app.verifies = true;
  expect(await (await scene.api('PATCH', '/applications/@me', change)).json()).toMatchObject({
    event_webhooks_url: endpoint.url,
    event_webhooks_status: 2,
    event_webhooks_types: ['APPLICATION_DEAUTHORIZED'],
  });
});

it('tells the app who has removed it, by a signed event', async () => {
  await scene.discord.setEventsEndpoint(endpoint.url);
  expect(await deauthorise(USER.robin)).toEqual({ acknowledged: true, detail: null });
  expect(endpoint.received).toMatchObject([
    {
      version: 1,
      type: 1,
      event: {
        type: 'APPLICATION_DEAUTHORIZED',
        timestamp: expect.stringMatching(/^[\d-]{10}T[\d:]{8}\.\d{6}$/),
        data: { user: { id: USER.robin, username: 'robin' } },
      },
    },
  ]);
});

it('sends the same event again until it is acknowledged', async () => {
  await scene.discord.setEventsEndpoint(endpoint.url);
  endpoint.app.failures = 2;
  expect(await deauthorise(USER.robin)).toEqual({
    acknowledged: false,
    detail: 'the endpoint answered 503',
  });
  await expect.poll(() => endpoint.received.length).toBe(3);
  expect(endpoint.received[2]).toEqual(endpoint.received[0]);
});

it('refuses an unknown person, and says so when there is no endpoint', async () => {
  expect((await scene.dev('POST', '/deauthorise', { userId: '1' })).status).toBe(400);
  expect(await deauthorise(USER.robin)).toMatchObject({ acknowledged: false });
});

it('lets the doctor say where the address of the events endpoint belongs', async () => {
  const application: Json = await (await scene.api('GET', '/applications/@me')).json();
  const discord = { applicationId: application.id, publicKey: application.verify_key, botToken: BOT_TOKEN };
  const check = () => checkDiscord({ discord, overrides: {} }, scene.discord.apiBaseUrl);
  const missing = await check();
  expect(missing).toMatchObject({ part: 'Discord', state: 'failed' });
  expect(missing.advice).toMatch(/Webhooks.*\/events.*Application Deauthorized/);
  await scene.discord.setEventsEndpoint(endpoint.url);
  expect(await check()).toMatchObject({ state: 'ok' });
});
