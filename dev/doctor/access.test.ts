import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkAccess, lackedBy } from './access.ts';

const discord = { applicationId: '123456789012345678', publicKey: '', botToken: 'fake.fake.fake' };
const ALL = String((1n << 10n) | (1n << 11n) | (1n << 16n) | (1n << 35n) | (1n << 38n));

let server: Server;
let url: string;
let answers: Record<string, unknown>;
beforeEach(async () => {
  answers = { '/applications/@me': { flags: 0 }, '/users/@me/guilds': [{ id: '1', permissions: ALL }] };
  server = createServer((request, response) => response.end(JSON.stringify(answers[request.url ?? ''])));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => void server.close());
const check = () => checkAccess({ discord, overrides: {} }, url);

it('names what the bot may not do, and an administrator may do all', () => {
  expect(lackedBy(BigInt(ALL))).toEqual([]);
  expect(lackedBy(1n << 3n)).toEqual([]);
  expect(lackedBy(BigInt(ALL) & ~(1n << 35n))).toEqual(['createPublicThreads']);
});

it('says in how many servers it lacks something, and how to invite it anew', async () => {
  expect(await check()).toMatchObject({
    state: 'ok',
    seen: 'in 1 servers, with all that it uses; no privileged intent',
  });
  answers['/users/@me/guilds'] = [
    { id: '1', permissions: ALL },
    { id: '2', permissions: '2048' },
  ];
  expect(await check()).toMatchObject({
    state: 'failed',
    seen: expect.stringContaining('in 1 of 2 servers it lacks viewChannel'),
    advice: expect.stringContaining('client_id=123456789012345678'),
  });
});

it('gives the link where it is in no server, and mentions intents that are on for nothing', async () => {
  answers = { '/applications/@me': { flags: 1 << 18 }, '/users/@me/guilds': [] };
  const { state, seen } = await check();
  expect(state).toBe('ok');
  expect(seen).toMatch(/in no server yet; privileged intents are on, none is needed\. Invite it: https:/);
});
