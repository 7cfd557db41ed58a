import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createObjectStorage } from '../../../tests/durable-object.ts';
import { en } from '../locale/en.ts';
import { Reminders } from './object.ts';
import type { WantedReminder } from './rpc.ts';

vi.mock('cloudflare:workers', () => import('../../../tests/durable-object.ts'));

const START_MS = Date.UTC(2026, 0, 1);
const USER = '200000000000000001';
const TEA: WantedReminder = {
  id: '100000000000000001.0',
  text: 'tea',
  atMs: START_MS + 60_000,
  askedAtMs: START_MS,
  channelId: '400000000000000001',
  guildId: '500000000000000001',
  locale: 'en',
  isForChannel: false,
};

beforeEach(() => {
  vi.useFakeTimers({ now: START_MS, toFake: ['Date'] });
  vi.spyOn(console, 'log').mockImplementation(() => {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** Storage that outlives its object, the alarm that wakes a new one, and a Discord. */
function createPerson({ hasToken = true } = {}) {
  const { storage, alarmAtMs, stored } = createObjectStorage();
  const env = {
    DISCORD_APPLICATION_ID: '100000000000000001',
    DISCORD_PUBLIC_KEY: 'ab'.repeat(32),
    ...(hasToken ? { DISCORD_BOT_TOKEN: 'a.b.c' } : {}),
    WORKER_SHARED_SECRET: 's'.repeat(32),
    UPSTASH_REDIS_REST_URL: 'http://redis.example',
    UPSTASH_REDIS_REST_TOKEN: 'token',
  };
  const person = {
    alarmAtMs,
    posts: [] as string[],
    /** In Redis. */
    values: {} as Record<string, string>,
    answers: async (): Promise<Response> => Response.json({ id: '9' }),
    stored,
    /** Of a new isolate. */
    object: () => new Reminders({ storage } as unknown as DurableObjectState, env as never),
    /** The alarm rings, at its time. */
    async ring() {
      vi.setSystemTime(Math.max(Date.now(), alarmAtMs() ?? 0));
      await person.object().alarm();
    },
  };
  vi.stubGlobal('fetch', async (request: Request | string, init?: { body: string }) => {
    if (typeof request === 'string') {
      const [, ...keys] = JSON.parse(init?.body ?? '[]') as string[];
      return Response.json({ result: keys.map((key) => person.values[key] ?? null) });
    }
    if (request.url.endsWith('/users/@me/channels')) return Response.json({ id: '8' });
    person.posts.push(((await request.json()) as { content: string }).content);
    return person.answers();
  });
  return person;
}

it('is posted at its time, and nothing of its person stays', async () => {
  const person = createPerson();
  expect(await person.object().add(USER, TEA)).toBe('added');
  expect([person.alarmAtMs(), await person.object().list()]).toMatchObject([TEA.atMs, [{ text: 'tea' }]]);
  await person.ring();
  expect(person.posts).toEqual([`⏰ <@${USER}> tea`]);
  expect(await person.object().add(USER, TEA)).toBe('again');
  await person.ring();
  expect([person.posts.length, person.stored()]).toEqual([1, '[]']);
});

it('is tried again by the isolate after the one that died in the middle', async () => {
  const person = createPerson();
  await person.object().add(USER, TEA);
  const sent = Promise.withResolvers<void>();
  person.answers = () => {
    sent.resolve();
    return new Promise(() => {});
  };
  void person.ring();
  await sent.promise;
  expect(person.alarmAtMs()).toBe(TEA.atMs + 5_000);
  person.answers = async () => Response.json({ id: '9' });
  await person.ring();
  expect(await person.object().list()).toEqual([]);
});

it('is erased, and not added by an answer that was under way', async () => {
  const person = createPerson();
  await person.object().add(USER, TEA);
  vi.setSystemTime(START_MS + 1_000);
  await person.object().erase();
  expect(person.stored()).not.toMatch(/tea|200000000000000001/);
  const later = { ...TEA, id: '100000000000000002.0' };
  expect(await person.object().add(USER, later)).toBe('erased');
  await person.object().erase();
  expect(await person.object().add(USER, { ...later, askedAtMs: START_MS + 2_000 })).toBe('added');
  await person.object().erase();
  await person.ring();
  expect([person.posts, person.stored()]).toEqual([[], '[]']);
});

it('waits for an operator who has taken the token away, and is then told as undelivered', async () => {
  const person = createPerson({ hasToken: false });
  await person.object().add(USER, TEA);
  for (let attempt = 1; attempt <= 12; attempt += 1) await person.ring();
  expect(await person.object().list()).toMatchObject([{ failure: 'unreachable' }]);
  await person.ring();
  expect([person.posts, await person.object().list()]).toEqual([[], []]);
});

const CHANNEL_MUTE = { [`mute:${TEA.channelId}`]: String(TEA.atMs + 60_000) };
const BLOCK = `llm:block:${TEA.guildId}:${USER}`;

it.each<[string, Record<string, string>, Partial<WantedReminder>?]>([
  ['Libra is muted in the channel', CHANNEL_MUTE],
  ['the channel of its thread', CHANNEL_MUTE, { channelId: '400000000000000002', parentId: TEA.channelId }],
  ['its person is blocked in the server', { [BLOCK]: 'moderator 0' }],
  ['moderation has paused its person', { [BLOCK]: `cooldown ${TEA.atMs + 60_000}` }],
])('comes by a direct message where %s', async (_where, values, wanted) => {
  const person = createPerson();
  await person.object().add(USER, { ...TEA, ...wanted });
  person.values = values;
  await person.ring();
  expect(person.posts).toEqual([`⏰ <@${USER}> tea\n${en.reminders.instead}`]);
  expect(await person.object().list()).toEqual([]);
});

it.each<[string, Record<string, string>]>([
  ['a mute is over', { [`mute:${TEA.channelId}`]: String(TEA.atMs) }],
  ['a block is over', { [BLOCK]: `moderator ${TEA.atMs}` }],
  ['Redis does not answer sensibly', { [`mute:${TEA.channelId}`]: 'soon' }],
])('comes in its channel where %s', async (_where, values) => {
  const person = createPerson();
  await person.object().add(USER, TEA);
  person.values = values;
  await person.ring();
  expect(person.posts).toEqual([`⏰ <@${USER}> tea`]);
});
