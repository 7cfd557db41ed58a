import type { Socket } from 'node:net';
import { connect as connectSocket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { connect } from '../../dev/stack/migrate.ts';
import type { ServiceFaults } from '../../dev/stand-in/faults.ts';
import { splitCatalogue } from '../../shared/catalogue/read.ts';
import { createApiKey, hashApiKey } from '../../workers/bff/access/api-key.ts';
import type { KeySettings } from '../../workers/bff/access/key-settings.ts';
import { inOneMinute } from '../minute.ts';
import {
  type PassthroughProviderServer,
  sendJson,
  startPassthroughProvider,
} from '../passthrough-provider.ts';
import { redis } from '../redis.ts';
import { standInsOf } from '../stand-ins.ts';
import { startTestStack, type TestStack } from '../use-stack.ts';

/** Calls that are no chats while Redis, Postgres, the provider or the client goes away. */
let provider: PassthroughProviderServer;
let stack: TestStack;
/** Its answers have little time. */
let brief: TestStack;

const DATE = '2026-11-01';
/** What wrangler.toml gives the platform's own limiter, which decides while Redis is away. */
const DEGRADED_CALLS = 5;

function catalogue() {
  const model = (name: string, kind: string, prices: object) => ({
    name,
    provider: 'only',
    kind,
    prices: { date: DATE, ...prices },
  });
  return {
    default: 'chat',
    providers: [{ name: 'only', base_url: provider.url, key: 'PASSTHROUGH_KEY' }],
    models: [
      { name: 'chat', provider: 'only' },
      model('embed', 'embedding', { prompt: 1 }),
      model('voice', 'speech', { characters: 15 }),
      model('ear', 'transcription', { minute: 0.006 }),
    ],
  };
}

const start = (bff: Record<string, string> = {}) =>
  startTestStack({
    bundles: inject('bundles'),
    vars: {
      llm: {
        ...splitCatalogue(catalogue()),
        PASSTHROUGH_KEY: 'fake-key',
        LLM_OPEN_CIRCUIT_SEC: '1',
        LLM_TIMEOUT_SEC: '60',
        LLM_IDLE_TIMEOUT_SEC: '60',
      },
      bff: { REDIS_TIMEOUT_MS: '1000', ...bff },
    },
  });

beforeAll(async () => {
  provider = await startPassthroughProvider();
  stack = await start();
  brief = await start({ ANSWER_TIMEOUT_SEC: '4' });
});
afterAll(async () => {
  await Promise.all([stack, brief, provider].map((part) => part?.close()));
});
beforeEach(() => {
  provider.seen.splice(0);
  provider.answer((_call, response) => sendJson(response, 200, EMBEDDED));
});
afterEach(() => {
  for (const standIn of Object.values(standIns())) standIn.setFaults({});
});

function standIns() {
  const { upstash, neon } = standInsOf(stack, 'upstash', 'neon');
  return { upstash, neon };
}

const EMBEDDED = {
  object: 'list',
  data: [{ object: 'embedding', index: 0, embedding: [1] }],
  usage: { prompt_tokens: 3, total_tokens: 3 },
};

interface Key {
  id: number;
  secret: string;
}

async function newKey(settings: KeySettings = {}, of = stack): Promise<Key> {
  const secret = createApiKey();
  const [row] = await connect(of.database).query(
    "INSERT INTO api_keys (key_hash, name, calls_per_min, settings) VALUES ($1, 'a test', 1000, $2::jsonb) RETURNING id",
    [await hashApiKey(secret), JSON.stringify(settings)],
  );
  return { id: Number(row?.id), secret };
}

async function embed({ secret }: Key, input = 'x', of = stack) {
  const response = await fetch(`${of.urls.bff}/v1/embeddings`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'embed', input }),
  });
  const body = (await response.json()) as { data?: object[]; error?: { code: string } };
  return { status: response.status, code: body.error?.code ?? null, headers: response.headers };
}

/** A key that is known, after its first call has been written down. */
async function usedKey(): Promise<Key> {
  const key = await newKey();
  expect((await embed(key)).status).toBe(200);
  await expect.poll(async () => (await rowsOf(key))[0]).toMatchObject({ outcome: 'ok' });
  return key;
}

async function rowsOf({ id }: Key, of = stack): Promise<Record<string, unknown>[]> {
  const query = 'select * from usage_events where api_key_id = $1 order by created_at';
  return connect(of.database).query(query, [id]);
}

const day = () => new Date().toISOString().slice(0, 10);
const dayOf = (kind: string, { id }: Key) => `llm:${kind}:${day()}:user:api:${id}`;
const spentOf = async (key: Key, of = stack) =>
  Number(await redis(of, 'HGET', dayOf('spent', key), 'tokens'));
/** Tokens that calls under way have reserved. */
const heldOf = async (key: Key, of = stack) => Number(await redis(of, 'HGET', dayOf('held', key), 'tokens'));

const FAULTS: [name: string, faults: ServiceFaults][] = [
  ['down', { down: true }],
  ['hanging', { hang: true }],
  ['answering 500', { status: 500 }],
];

describe('Redis', () => {
  it.each([...FAULTS, ['too slow', { delayMs: 5_000 }] as const])(
    '%s: a key gets no more embeddings than the platform’s own limiter lets through',
    inOneMinute(async (_name, faults) => {
      const key = await newKey();
      expect((await embed(key)).status).toBe(200);
      standIns().upstash.setFaults(faults);
      // At once: each waits as long as Redis is waited for.
      const replies = await Promise.all(Array.from({ length: DEGRADED_CALLS + 3 }, () => embed(key)));
      const answered = replies.filter(({ status }) => status === 200).length;
      expect(answered).toBeGreaterThanOrEqual(1);
      expect(answered).toBeLessThanOrEqual(DEGRADED_CALLS);
      const refused = replies.filter(({ status }) => status !== 200);
      expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['rate_limit_degraded']));
      expect(refused[0]?.status).toBe(429);
      expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(provider.seen).toHaveLength(answered + 1);
      // Each has its row all the same.
      await expect.poll(async () => (await rowsOf(key)).length).toBe(answered + 1);
      standIns().upstash.setFaults({});
      const healthy = await embed(key);
      expect(healthy.status).toBe(200);
      expect(healthy.headers.get('x-ratelimit-limit-requests')).toBe('1000');
    }),
  );

  it('out: a budget of the key is held by the ledger', async () => {
    const key = await newKey({ tokens_per_day: 60 });
    provider.answer((_call, response) =>
      sendJson(response, 200, { ...EMBEDDED, usage: { prompt_tokens: 50, total_tokens: 50 } }),
    );
    expect((await embed(key)).status).toBe(200);
    await expect.poll(async () => (await rowsOf(key))[0]).toMatchObject({ outcome: 'ok' });
    standIns().upstash.setFaults({ down: true });
    expect(await embed(key, 'longer than ten tokens')).toMatchObject({
      status: 429,
      code: 'rate_limit_degraded',
    });
    expect(provider.seen).toHaveLength(1);
  });
});

describe('Postgres', () => {
  it.each(FAULTS)(
    '%s: the call of a known key is answered, and its lost row is logged',
    async (_name, faults) => {
      const key = await usedKey();
      const logged = stack.logs.length;
      standIns().neon.setFaults(faults);
      expect((await embed(key)).status).toBe(200);
      await expect
        .poll(() =>
          stack.logs
            .slice(logged)
            .filter(({ event, isLastTry }) => event === 'ledger.store_failed' && isLastTry === true),
        )
        .toHaveLength(2);
      // The budgets do not depend on it.
      await expect.poll(() => spentOf(key)).toBe(6);
    },
  );

  it('out from the call’s begin to its end: the row is complete', async () => {
    const key = await usedKey();
    standIns().neon.setFaults({ down: true });
    provider.answer((_call, response) => {
      standIns().neon.setFaults({});
      sendJson(response, 200, EMBEDDED);
    });
    expect((await embed(key)).status).toBe(200);
    await expect.poll(async () => (await rowsOf(key)).map(({ outcome }) => outcome)).toEqual(['ok', 'ok']);
  });

  it('out from the call on: its row stays with what was reserved', async () => {
    const key = await newKey();
    provider.answer(async (_call, response) => {
      await expect.poll(() => rowsOf(key)).toHaveLength(1);
      standIns().neon.setFaults({ down: true });
      sendJson(response, 200, EMBEDDED);
    });
    const logged = stack.logs.length;
    expect((await embed(key)).status).toBe(200);
    await expect
      .poll(() =>
        stack.logs.slice(logged).some(({ event, isLastTry }) => event === 'ledger.store_failed' && isLastTry),
      )
      .toBe(true);
    standIns().neon.setFaults({});
    const [row] = await rowsOf(key);
    expect(row).toMatchObject({ outcome: 'running' });
    expect(Number(row?.prompt_tokens)).toBeGreaterThan(0);
  });

  it('hanging before the call and healthy after it: a late first row does not undo the last', async () => {
    const key = await usedKey();
    standIns().neon.setFaults({ delayMs: 2_000, count: 1 });
    expect((await embed(key)).status).toBe(200);
    await expect.poll(async () => (await rowsOf(key)).map(({ outcome }) => outcome)).toEqual(['ok', 'ok']);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect((await rowsOf(key)).map(({ outcome }) => outcome)).toEqual(['ok', 'ok']);
  });
});

type Way = 'before the first byte' | 'in the middle';

const REQUESTS: Record<string, { path: string; body: string; type: string; head: string }> = {
  embeddings: {
    path: '/v1/embeddings',
    body: '{"model":"embed","input":"x"}',
    type: 'application/json',
    head: 'application/json',
  },
  speech: {
    path: '/v1/audio/speech',
    body: '{"model":"voice","voice":"alloy","input":"xyz"}',
    type: 'application/json',
    head: 'audio/mpeg',
  },
  transcription: {
    path: '/v1/audio/transcriptions',
    body: [
      '--b',
      'content-disposition: form-data; name="model"',
      '',
      'ear',
      '--b',
      'content-disposition: form-data; name="stream"',
      '',
      'true',
      '--b',
      'content-disposition: form-data; name="file"; filename="a.mp3"',
      '',
      'x'.repeat(9_000),
      '--b--',
      '',
    ].join('\r\n'),
    type: 'multipart/form-data; boundary=b',
    head: 'text/event-stream',
  },
};

/** The provider begins to answer where `way` says so, and never ends. `closed`: as many connections as are said. */
function hang(way: Way, count = 1): { asked: Promise<void>; closed: Promise<void> } {
  const asked = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  let open = count;
  provider.answer(({ path }, response) => {
    const type = Object.values(REQUESTS).find((request) => request.path === path)?.head ?? '';
    response.on('close', () => {
      open -= 1;
      if (open === 0) closed.resolve();
    });
    if (way === 'in the middle') {
      response.writeHead(200, { 'content-type': type });
      const timer = setInterval(
        () => response.write(type.startsWith('text') ? 'data: {"type":"x"}\n\n' : '{'),
        50,
      );
      response.on('close', () => clearInterval(timer));
    }
    asked.resolve();
  });
  return { asked: asked.promise, closed: closed.promise };
}

function openRequest(
  name: string,
  { secret }: Key,
  of = stack,
): { socket: Socket; firstByte: Promise<void> } {
  const request = REQUESTS[name];
  if (request === undefined) throw new Error(name);
  const { hostname, port } = new URL(of.urls.bff);
  const socket = connectSocket(Number(port), hostname);
  const firstByte = Promise.withResolvers<void>();
  socket.on('error', () => undefined);
  socket.on('data', () => firstByte.resolve());
  const head = [
    `POST ${request.path} HTTP/1.1`,
    `host: ${hostname}:${port}`,
    `authorization: Bearer ${secret}`,
    `content-type: ${request.type}`,
    `content-length: ${Buffer.byteLength(request.body)}`,
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n${request.body}`);
  return { socket, firstByte: firstByte.promise };
}

describe('a client that leaves', () => {
  it.each([
    ['embeddings', 'before the first byte'],
    ['speech', 'before the first byte'],
    ['speech', 'in the middle'],
    ['transcription', 'before the first byte'],
    ['transcription', 'in the middle'],
  ] as const)('%s %s: the provider’s connection is closed, and the call billed', async (name, way) => {
    const key = await newKey({ tokens_per_day: 1_000_000 });
    const { asked, closed } = hang(way);
    const { socket, firstByte } = openRequest(name, key);
    await asked;
    if (way === 'in the middle') await firstByte;
    socket.resetAndDestroy();
    await closed;
    await expect
      .poll(async () => (await rowsOf(key))[0])
      .toMatchObject({ outcome: 'client_gone', estimated: true });
    const [row] = await rowsOf(key);
    const used = Number(row?.prompt_tokens) + Number(row?.completion_tokens);
    expect(Number(row?.cost_micro_usd)).toBeGreaterThan(0);
    await expect.poll(() => spentOf(key)).toBe(used);
    await expect.poll(() => heldOf(key)).toBe(0);
    expect(provider.seen).toHaveLength(1);
  });
});

it('a client that leaves before a provider is asked pays nothing', async () => {
  const key = await newKey({ tokens_per_day: 1_000_000 });
  expect((await embed(key)).status).toBe(200);
  await expect.poll(() => spentOf(key)).toBe(3);
  standIns().upstash.setFaults({ lateMs: 700 });
  const { socket } = openRequest('embeddings', key);
  await new Promise((resolve) => setTimeout(resolve, 300));
  socket.resetAndDestroy();
  await expect
    .poll(async () => (await rowsOf(key))[1])
    .toMatchObject({ outcome: 'client_gone', prompt_tokens: 0, cost_micro_usd: '0' });
  standIns().upstash.setFaults({});
  await expect.poll(() => heldOf(key)).toBe(0);
  expect(await spentOf(key)).toBe(3);
  expect(provider.seen).toHaveLength(1);
});

describe('the answer’s deadline', () => {
  // All at once: each takes as long as there is time.
  it.each([
    ['before the first byte', { embeddings: 504, speech: 504, transcription: 504 }],
    ['in the middle', { embeddings: 504, speech: 200, transcription: 200 }],
  ] as const)('ends every call of a provider that hangs or is slow %s', async (way, statuses) => {
    const names = Object.entries(statuses);
    const { closed } = hang(way, names.length);
    await Promise.all(names.map(([name, status]) => expectEnded(name, way, status)));
    await closed;
  });

  async function expectEnded(name: string, way: Way, status: number): Promise<void> {
    const key = await newKey({ tokens_per_day: 1_000_000 }, brief);
    const request = REQUESTS[name];
    if (request === undefined) throw new Error(name);
    const response = await fetch(`${brief.urls.bff}${request.path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key.secret}`, 'content-type': request.type },
      body: request.body,
    });
    expect(response.status).toBe(status);
    const text = await response.text().catch(() => 'broken off');
    expect(text).toContain(name === 'speech' && way === 'in the middle' ? 'broken off' : 'deadline_exceeded');
    await expect
      .poll(async () => (await rowsOf(key, brief))[0])
      .toMatchObject({ outcome: 'deadline_exceeded', estimated: true });
    const [row] = await rowsOf(key, brief);
    const used = Number(row?.prompt_tokens) + Number(row?.completion_tokens);
    await expect.poll(() => spentOf(key, brief)).toBe(used);
    await expect.poll(() => heldOf(key, brief)).toBe(0);
  }

  it('ends a call whose client does not read', async () => {
    const key = await newKey({ tokens_per_day: 1_000_000 }, brief);
    const closed = Promise.withResolvers<void>();
    provider.answer((_call, response) => {
      response.on('close', closed.resolve);
      response.writeHead(200, { 'content-type': 'audio/mpeg' });
      const write = () => {
        while (response.write(Buffer.alloc(65_536)));
        response.once('drain', write);
      };
      write();
    });
    const { socket } = openRequest('speech', key, brief);
    socket.pause();
    await closed.promise;
    await expect
      .poll(async () => (await rowsOf(key, brief))[0])
      .toMatchObject({ outcome: 'deadline_exceeded' });
    await expect.poll(() => heldOf(key, brief)).toBe(0);
    socket.destroy();
  });
});

describe('twelve calls at once', () => {
  it.each(['embeddings', 'transcription'])('of %s do not overshoot a budget of the key', async (name) => {
    const bound = { embeddings: { tokens_per_day: 12 }, transcription: { micro_usd_per_day: 2_000 } }[name];
    const key = await newKey(bound);
    const request = REQUESTS[name];
    if (request === undefined) throw new Error(name);
    provider.answer((_call, response) => {
      setTimeout(() => sendJson(response, 200, EMBEDDED), 1_000);
    });
    const statuses = await Promise.all(
      Array.from({ length: 12 }, async () => {
        const response = await fetch(`${stack.urls.bff}${request.path}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${key.secret}`, 'content-type': request.type },
          body: request.body,
        });
        await response.text();
        return response.status;
      }),
    );
    const made = statuses.filter((status) => status === 200).length;
    expect(made).toBeGreaterThan(0);
    expect(made).toBeLessThan(12);
    expect(statuses.filter((status) => status === 429)).toHaveLength(12 - made);
    expect(provider.seen).toHaveLength(made);
    await expect.poll(async () => (await rowsOf(key)).every(({ outcome }) => outcome === 'ok')).toBe(true);
    const rows = await rowsOf(key);
    const sumOf = (column: string) => rows.reduce((sum, row) => sum + Number(row[column]), 0);
    expect(sumOf('prompt_tokens')).toBeLessThanOrEqual(bound?.tokens_per_day ?? 0);
    expect(sumOf('cost_micro_usd')).toBeLessThanOrEqual(bound?.micro_usd_per_day ?? 1_000);
  });
});
