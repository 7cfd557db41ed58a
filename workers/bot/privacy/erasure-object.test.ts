import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createObjectStorage } from '../../../tests/durable-object.ts';
import type { BotEnv } from '../env.ts';
import { PersonErasure } from './erasure-object.ts';

vi.mock('cloudflare:workers', () => import('../../../tests/durable-object.ts'));

const START_MS = Date.UTC(2026, 0, 1);
const USER = '200000000000000001';
const event = { userId: USER, eventAtMs: START_MS - 500, traceparent: '' };

beforeEach(() => {
  vi.useFakeTimers({ now: START_MS, toFake: ['Date'] });
  vi.spyOn(console, 'log').mockImplementation(() => {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** Storage that outlives its object, the alarm that wakes a new one, and the stores behind it. */
function createPerson() {
  const { storage, alarmAtMs, stored } = createObjectStorage();
  const person = {
    isDatabaseOut: false,
    isRedisOut: false,
    onErase: async () => {},
    asked: [] as { user_id: string; guild_id: string | null }[],
    deliveries: [] as string[],
    stored,
    alarmAtMs,
    /** Of a new isolate. */
    object: () => new PersonErasure({ storage } as unknown as DurableObjectState, env),
    /** The alarm rings, at its time. */
    async ring() {
      vi.setSystemTime(Math.max(Date.now(), alarmAtMs() ?? 0));
      await person.object().alarm();
    },
  };
  const env = {
    DISCORD_APPLICATION_ID: '100000000000000001',
    DISCORD_PUBLIC_KEY: 'ab'.repeat(32),
    WORKER_SHARED_SECRET: 's'.repeat(32),
    UPSTASH_REDIS_REST_URL: 'http://redis.example',
    UPSTASH_REDIS_REST_TOKEN: 'token',
    BFF: {
      async fetch(request: Request) {
        const { libra } = (await request.json()) as { libra: { caller: (typeof person.asked)[number] } };
        person.asked.push(libra.caller);
        await person.onErase();
        if (person.isDatabaseOut) return new Response('down', { status: 503 });
        const receipt = { erased_conversations: 1, erased_messages: 2, interactions: [] };
        return Response.json({ ...receipt, answers_kept: person.isRedisOut });
      },
    },
    REMINDERS: { getByName: () => ({ erase: async () => {} }) },
    REPLY_DELIVERY: {
      getByName: (id: string) => ({ erase: async () => void person.deliveries.push(id) }),
    },
  } as unknown as BotEnv;
  vi.stubGlobal('fetch', async () =>
    person.isRedisOut ? new Response('down', { status: 503 }) : Response.json({ result: [] }),
  );
  return person;
}

describe('the erasure of a person who has removed Libra', () => {
  it('is asked for in their own name, and then keeps no id of theirs', async () => {
    const person = createPerson();
    expect(await person.object().begin(event)).toBe('accepted');
    expect(person.stored()).toContain(USER);
    expect(person.alarmAtMs()).toBe(START_MS);
    await person.ring();
    expect(person.asked).toMatchObject([{ user_id: USER, guild_id: null }]);
    expect(person.stored()).not.toContain(USER);
  });

  it('is tried until it has succeeded, by whichever isolate its alarm wakes', async () => {
    const person = createPerson();
    person.isDatabaseOut = true;
    await person.object().begin(event);
    for (let attempts = 1; attempts <= 9; attempts += 1) {
      await person.ring();
      expect(person.asked).toHaveLength(attempts);
      expect(person.alarmAtMs()).toBeGreaterThan(Date.now());
    }
    person.isDatabaseOut = false;
    await person.ring();
    expect(person.stored()).not.toContain(USER);
  });

  it('goes on while kept answers could not be erased', async () => {
    const person = createPerson();
    person.isRedisOut = true;
    await person.object().begin(event);
    await person.ring();
    expect(person.stored()).toContain(USER);
    person.isRedisOut = false;
    await person.ring();
    expect(person.stored()).not.toContain(USER);
  });

  it('survives an isolate that dies in the attempt', async () => {
    const person = createPerson();
    let isReached = () => {};
    const reached = new Promise<void>((resolve) => {
      isReached = resolve;
    });
    person.onErase = () => {
      isReached();
      return new Promise<void>(() => {});
    };
    await person.object().begin(event);
    void person.ring();
    await reached;
    expect(person.alarmAtMs()).toBe(START_MS + 5_000);
    person.onErase = async () => {};
    await person.ring();
    expect(person.stored()).not.toContain(USER);
  });

  it('is carried out once, however often the event is sent, and forgotten after that', async () => {
    const person = createPerson();
    await person.object().begin(event);
    await person.ring();
    vi.setSystemTime(START_MS + 290_000);
    expect(await person.object().begin(event)).toBe('again');
    await person.ring();
    expect(person.asked).toHaveLength(1);
    expect(person.stored()).toBe('[]');
  });

  it('is due again when they remove Libra once more, even during the attempt', async () => {
    const person = createPerson();
    await person.object().begin(event);
    person.onErase = async () => {
      person.onErase = async () => {};
      const later = { ...event, eventAtMs: event.eventAtMs + 100 };
      expect(await person.object().begin(later)).toBe('accepted');
    };
    await person.ring();
    expect(person.stored()).toContain(USER);
    await person.ring();
    expect(person.asked).toHaveLength(2);
    expect(person.stored()).not.toContain(USER);
  });
});
