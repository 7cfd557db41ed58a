import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PROJECT_ROOT } from '../../dev/stack/build.ts';
import { connect } from '../../dev/stack/migrate.ts';
import { createApiKey, hashApiKey } from '../../workers/bff/access/api-key.ts';
import type { KeySettings } from '../../workers/bff/access/key-settings.ts';
import { inOneMinute } from '../minute.ts';
import { redis } from '../redis.ts';
import { useSharedStack } from '../shared-stack.ts';

/** Budgets and rights of API keys over real Workers, Redis and Postgres. */
const running = useSharedStack();

const PATH = '/v1/chat/completions';
const model = 'gpt-4o-mini';
const question = { role: 'user', content: '1부터 5까지 세어줘' };

interface Key {
  id: number;
  secret: string;
}

interface Answered {
  status: number;
  headers: Headers;
  body: Record<string, unknown> & {
    id?: string;
    data?: { id: string }[];
    usage?: { total_tokens: number };
    error?: { code: string; param: string | null; message: string; libra?: Record<string, unknown> };
  };
}

function standIns() {
  const { openai, upstash, neon } = running.stack.standIns;
  if (openai === null || upstash === null || neon === null) {
    throw new Error('these tests need the stand-ins');
  }
  return { openai, upstash, neon };
}

const query = (sql: string, params: unknown[]) => connect(running.stack.database).query(sql, params);

/** `columns`: SQL of further ones. */
async function newKey(settings: KeySettings, columns: Record<string, string> = {}): Promise<Key> {
  const secret = createApiKey();
  const names = Object.keys(columns).map((name) => `, ${name}`);
  const values = Object.values(columns).map((value) => `, ${value}`);
  const [row] = await query(
    `INSERT INTO api_keys (key_hash, name, calls_per_min, settings${names.join('')})
     VALUES ($1, 'a test', 1000, $2::jsonb${values.join('')}) RETURNING id`,
    [await hashApiKey(secret), JSON.stringify(settings)],
  );
  return { id: Number(row?.id), secret };
}

async function send(secret: string, path: string, body?: object): Promise<Answered> {
  const response = await fetch(`${running.stack.urls.bff}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() } as Answered;
}

const ask = (secret: string, body: object = {}) =>
  send(secret, PATH, { model, messages: [question], ...body });
const refusalOf = ({ status, body }: Answered) => [status, body.error?.code, body.error?.param];
const month = () => new Date().toISOString().slice(0, 7);
const today = () => new Date().toISOString().slice(0, 10);
const counterOf = ({ id }: Key, period: string) => `llm:spent:${period}:user:api:${id}`;
const spentOf = async (key: Key, period: string) =>
  Number(await redis(running.stack, 'HGET', counterOf(key, period), 'tokens'));

beforeEach(() => {
  standIns().openai.setFaults({});
  standIns().openai.forgetRequests();
});
afterEach(() => {
  standIns().upstash.setFaults({});
  standIns().neon.setFaults({});
});

describe('a budget of a key', () => {
  const BOUND = 600;

  it.each(['tokens_per_day', 'tokens_per_month'] as const)(
    'of %s is not overshot by twelve calls at once',
    async (unit) => {
      const key = await newKey({ [unit]: BOUND });
      standIns().openai.setFaults({ delay: { ms: 1_000 } });
      const answers = await Promise.all(
        Array.from({ length: 12 }, () => ask(key.secret, { max_completion_tokens: 100 })),
      );
      const made = answers.filter(({ status }) => status === 200);
      const refused = answers.filter(({ status }) => status !== 200);
      expect(made.length).toBeGreaterThan(0);
      expect(refused.length).toBeGreaterThan(0);
      expect(standIns().openai.requests()).toHaveLength(made.length);
      for (const answer of refused) expect(refusalOf(answer)).toEqual([429, 'budget_held', null]);
      const used = made.reduce((sum, { body }) => sum + (body.usage?.total_tokens ?? 0), 0);
      expect(used).toBeLessThanOrEqual(BOUND);
      await expect.poll(() => spentOf(key, month())).toBe(used);
    },
  );

  it('of a month says when it ends, and that a retry is no help before', async () => {
    const key = await newKey({ tokens_per_month: 100_000 });
    await redis(running.stack, 'HSET', counterOf(key, month()), 'tokens', 99_999);
    const answer = await ask(key.secret);
    const now = new Date();
    const ends = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1) / 1000;
    expect(answer.body.error).toMatchObject({
      code: 'budget_month',
      message: expect.stringContaining('month'),
      libra: { limit: 100_000, limit_unit: 'tokens', resets_at: ends },
    });
    expect(Number(answer.headers.get('retry-after'))).toBe(answer.body.error?.libra?.retry_after_sec);
    expect(answer.headers.get('x-should-retry')).toBe('false');
  });

  it('of money refuses in its unit', async () => {
    const key = await newKey({ micro_usd_per_day: 1_000_000 });
    await redis(running.stack, 'HSET', counterOf(key, today()), 'micro_usd', 999_999);
    const answer = await ask(key.secret);
    expect(answer.body.error).toMatchObject({ code: 'budget_user', libra: { limit_unit: 'micro_usd' } });
  });

  it.each([
    { settings: { tokens_per_day: 600 }, said: '600 a day', libra: { limit: 600, limit_unit: 'tokens' } },
    { settings: { tokens_per_month: 600 }, said: '600 a month', libra: { limit: 600, limit_unit: 'tokens' } },
    { settings: { micro_usd_per_day: 1 }, said: '1 a day', libra: { limit: 1, limit_unit: 'micro_usd' } },
  ])('refuses a call that it can never hold as too large: $settings', async ({ settings, said, libra }) => {
    const answer = await ask((await newKey(settings)).secret, { max_completion_tokens: 601 });
    expect(refusalOf(answer)).toEqual([413, 'request_too_large', null]);
    expect(answer.body.error).toMatchObject({ message: expect.stringContaining(said), libra });
    expect(answer.headers.get('retry-after')).toBeNull();
  });

  it(
    'of tokens a minute ends with the minute, and is what the headers tell',
    inOneMinute(async () => {
      const key = await newKey({ tokens_per_min: 600 });
      const bounded = { max_completion_tokens: 400 };
      standIns().openai.setFaults({ delay: { ms: 1_000 } });
      const [first, second] = await Promise.all([ask(key.secret, bounded), ask(key.secret, bounded)]);
      const [made, refused] = first.status === 200 ? [first, second] : [second, first];
      expect(made.status).toBe(200);
      expect(made.headers.get('x-ratelimit-limit-tokens')).toBe('600');
      expect(refusalOf(refused)).toEqual([429, 'rate_limit_tokens', null]);
      const retryAfterSec = Number(refused.headers.get('retry-after'));
      expect(retryAfterSec).toBeGreaterThanOrEqual(1);
      expect(retryAfterSec).toBeLessThanOrEqual(60);
      // What the first did not use is free again.
      await expect.poll(async () => (await ask(key.secret, bounded)).status).toBe(200);
      const large = await ask(key.secret, { max_completion_tokens: 601 });
      expect(refusalOf(large)).toEqual([413, 'request_too_large', null]);
      expect(large.body.error?.message).toContain('600 a minute');
      expect(large.headers.get('retry-after')).toBeNull();
    }),
  );

  it('is held by the ledger while Redis is out', async () => {
    const key = await newKey({ tokens_per_day: 600 });
    expect((await ask(key.secret, { max_completion_tokens: 100 })).status).toBe(200);
    await expect
      .poll(() => query(`SELECT outcome FROM usage_events WHERE api_key_id = $1`, [key.id]))
      .toEqual([{ outcome: 'ok' }]);
    standIns().upstash.setFaults({ status: 500 });
    expect(refusalOf(await ask(key.secret, { max_completion_tokens: 580 }))).toEqual([
      429,
      'rate_limit_degraded',
      null,
    ]);
    expect((await ask(key.secret, { max_completion_tokens: 100 })).status).toBe(200);
  });

  it('is not spent unseen while Redis and the ledger are out, and a key without one goes on', async () => {
    const [own, none] = [await newKey({ tokens_per_month: 100_000 }), await newKey({})];
    // Their isolate knows both by now.
    for (const { secret } of [own, none]) expect((await ask(secret)).status).toBe(200);
    standIns().upstash.setFaults({ status: 500 });
    standIns().neon.setFaults({ status: 500 });
    expect(refusalOf(await ask(own.secret))).toEqual([429, 'rate_limit_degraded', null]);
    expect((await ask(none.secret)).status).toBe(200);
  });
});

describe('the rights of a key', () => {
  const everything = async () => {
    const { body } = await send(running.stack.keys.apiKey, '/v1/models');
    return (body.data ?? []).map(({ id }) => id);
  };

  it('show it the models that it may use, and refuse every other by its field', async () => {
    const names = await everything();
    expect(names.length).toBeGreaterThan(1);
    const other = names.find((name) => name !== model) ?? '';
    const { secret } = await newKey({ models: [other] });
    const { body } = await send(secret, '/v1/models');
    expect(body.data?.map(({ id }) => id)).toEqual([other]);
    const refused = [403, 'model_not_allowed', 'model'];
    expect(refusalOf(await send(secret, `/v1/models/${model}`))).toEqual(refused);
    expect((await send(secret, `/v1/models/${other}`)).status).toBe(200);
    expect(refusalOf(await ask(secret))).toEqual(refused);
    expect(refusalOf(await ask(secret, { model: 'no-such-model' }))).toEqual(refused);
    expect((await ask(secret, { model: other })).status).toBe(200);
    expect(standIns().openai.requests()).toHaveLength(1);
  });

  it('hold for the model that stands in when a request names none', async () => {
    const names = await everything();
    const { secret } = await newKey({ models: names.slice(1) });
    expect(refusalOf(await send(secret, PATH, { messages: [question] }))).toEqual([
      403,
      'model_not_allowed',
      'model',
    ]);
  });

  it('refuse an endpoint and leave the others', async () => {
    const { secret } = await newKey({ endpoints: ['models'] });
    const refused = await ask(secret);
    expect(refusalOf(refused)).toEqual([403, 'endpoint_not_allowed', null]);
    expect(refused.headers.get('x-should-retry')).toBe('false');
    expect((await send(secret, '/v1/models')).status).toBe(200);
    const { secret: chats } = await newKey({ endpoints: ['chat'] });
    expect((await ask(chats)).status).toBe(200);
    for (const path of ['/v1/models', `/v1/models/${model}`]) {
      expect(refusalOf(await send(chats, path))).toEqual([403, 'endpoint_not_allowed', null]);
    }
    const others: [path: string, body: object][] = [
      ['/v1/responses', { model, input: 'hi' }],
      ['/v1/embeddings', { model: 'text-embedding-3-small', input: 'hi' }],
      ['/v1/moderations', { input: 'hi' }],
      ['/v1/audio/speech', { model: 'tts-1', voice: 'alloy', input: 'hi' }],
    ];
    for (const [path, body] of others) {
      expect(refusalOf(await send(chats, path, body))).toEqual([403, 'endpoint_not_allowed', null]);
    }
  });

  it('end with the key', async () => {
    const { secret } = await newKey({}, { expires_at: `now() - interval '1 second'` });
    expect(refusalOf(await ask(secret))).toEqual([401, 'key_expired', null]);
    const { secret: live } = await newKey({}, { expires_at: `now() + interval '1 hour'` });
    expect((await ask(live)).status).toBe(200);
  });

  it('are none when its settings cannot be read, and the log says so', async () => {
    const { id, secret } = await newKey({ tokens_per_week: 5 } as KeySettings);
    expect(refusalOf(await ask(secret))).toEqual([503, 'upstream_unreachable', null]);
    await expect
      .poll(() => running.stack.logs.some(({ event, key }) => event === 'key.malformed' && key === id))
      .toBe(true);
  });
});

describe('the cache of a key', () => {
  const pair = (secret: string, body: object) => Promise.all([ask(secret, body), ask(secret, body)]);
  const idsOf = (answers: readonly Answered[]) => new Set(answers.map(({ body }) => body.id)).size;

  it('shares one model call between equal requests that do not ask for it, and no other key’s', async () => {
    const [cached, plain] = [await newKey({ cache: true }), await newKey({})];
    standIns().openai.setFaults({ delay: { ms: 500 } });
    expect(idsOf(await pair(cached.secret, { seed: 1 }))).toBe(1);
    expect(standIns().openai.requests()).toHaveLength(1);
    expect(idsOf(await pair(plain.secret, { seed: 1 }))).toBe(2);
    expect(standIns().openai.requests()).toHaveLength(3);
  });

  it('leaves alone a request that wants an answer of its own', async () => {
    const { secret } = await newKey({ cache: true });
    expect(idsOf(await pair(secret, { seed: 2, libra: { cache: false } }))).toBe(2);
  });
});

describe('npm run keys', () => {
  async function keys(...args: string[]): Promise<Record<string, unknown> & { id: number; key: string }> {
    const { url, fetchEndpoint } = running.stack.database;
    const env = { ...process.env, DATABASE_URL: url, NEON_HTTP_URL: fetchEndpoint };
    const program = join(PROJECT_ROOT, 'dev', 'keys.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [program, ...args, '--json'], { env });
    return JSON.parse(stdout);
  }

  it('rotates a key: both secrets work and count on the same budgets, until the overlap ends', async () => {
    const { id, key: first } = await keys('create', 'rotated', '--tokens-per-day', '100k');
    const { key: second } = await keys('rotate', String(id), '--overlap', '1h');
    const used = await Promise.all([ask(first), ask(second)]);
    expect(used.map(({ status }) => status)).toEqual([200, 200]);
    const tokens = used.reduce((sum, { body }) => sum + (body.usage?.total_tokens ?? 0), 0);
    const today = new Date().toISOString().slice(0, 10);
    await expect.poll(() => spentOf({ id, secret: '' }, today)).toBe(tokens);
    await expect.poll(async () => (await keys('show', String(id))).today).toMatchObject({ calls: 2, tokens });

    const { key: third } = await keys('rotate', String(id), '--overlap', '0', '--force');
    expect((await ask(third)).status).toBe(200);
    // Nobody has used it since: an isolate that has just seen a secret believes in it for 30 seconds.
    const fresh = createApiKey();
    const past = `now() - interval '1 second'`;
    await newKey({}, { previous_hash: `'${await hashApiKey(fresh)}'`, previous_until: past });
    expect(refusalOf(await ask(fresh))).toEqual([401, 'key_expired', null]);
  });

  it('revokes every secret of a key', async () => {
    const { id, key: first } = await keys('create', 'revoked');
    const { key: second } = await keys('rotate', String(id));
    await keys('revoke', String(id));
    for (const secret of [first, second]) {
      expect(refusalOf(await ask(secret))).toEqual([401, 'unauthorized', null]);
    }
  });

  it('limits a key', async () => {
    const { id, key } = await keys('create', 'limited');
    await keys('limit', String(id), '--endpoints', 'models');
    // One that is in use is looked up again within half a minute: `workers/bff/access/api-key.test.ts`.
    expect(refusalOf(await ask(key))).toEqual([403, 'endpoint_not_allowed', null]);
  });
});
