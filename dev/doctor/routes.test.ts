import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startCloudflareStandIn } from '../cloudflare/server.ts';
import { checkClock } from './clock.ts';
import { checkRoutes as checkKnownRoutes, type Routes } from './routes.ts';

const secret = 'fake'.repeat(10);

/** Those that are known. */
const checkRoutes = async (routes: Routes) =>
  (await checkKnownRoutes(routes, 'look there')).filter(({ state }) => state !== 'untried');

let server: Server;
let origin: string;
let statuses: Record<string, number>;
beforeEach(async () => {
  statuses = { '/health': 200, '/interactions': 401, '/events': 401 };
  server = createServer((request, response) =>
    response.writeHead(statuses[request.url ?? ''] ?? 404).end('{}'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => void server.close());

describe('the public routes', () => {
  it('are well where the bot refuses bad signatures', async () => {
    expect(await checkRoutes({ bot: origin })).toMatchObject([{ part: 'bot route', state: 'ok' }]);
  });

  it.each([
    ['/health', 500, 'answers 500'],
    ['/interactions', 200, '/interactions answers 200 to a bad signature'],
    ['/events', 204, '/events answers 204 to a bad signature'],
  ])('are not where %s answers %i', async (path, status, seen) => {
    statuses[path] = status;
    expect(await checkRoutes({ bot: origin })).toMatchObject([
      { state: 'failed', seen: expect.stringContaining(seen) },
    ]);
  });

  it('say that this machine has another secret than the bff, or none', async () => {
    const cloudflare = await startCloudflareStandIn({ secret });
    try {
      const bff = await cloudflare.open('libra-bff');
      expect(await checkRoutes({ bff, secret })).toMatchObject([{ state: 'ok' }]);
      expect(await checkRoutes({ bff, secret: 'other'.repeat(8) })).toMatchObject([
        { state: 'failed', seen: 'a good signature is refused' },
      ]);
      expect(await checkRoutes({ bff })).toMatchObject([
        { state: 'ok', seen: expect.stringContaining('no WORKER_SHARED_SECRET') },
      ]);
    } finally {
      await cloudflare.close();
    }
  });

  it('were not tried where their address is not known', async () => {
    expect(await checkKnownRoutes({ bot: origin }, 'look there')).toMatchObject([
      { part: 'bot route', state: 'ok' },
      { part: 'bff route', state: 'untried', advice: 'look there' },
    ]);
  });

  it('are out of reach', async () => {
    expect(await checkRoutes({ bot: 'http://127.0.0.1:9' })).toMatchObject([
      { state: 'failed', seen: expect.stringContaining('cannot be reached') },
    ]);
  });
});

it('tells a clock that is wrong from one that is right', async () => {
  expect(await checkClock([origin])).toMatchObject({ state: 'ok', seen: 'right' });
  expect(await checkClock([origin], () => Date.now() + 400_000)).toMatchObject({
    state: 'failed',
    seen: expect.stringMatching(/^\d+ seconds fast$/),
  });
  expect(await checkClock(['http://127.0.0.1:9'])).toMatchObject({ state: 'untried' });
  expect(await checkClock([])).toMatchObject({ state: 'ok' });
});
