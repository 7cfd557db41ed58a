import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ratelimit } from '@upstash/ratelimit';
import { Redis } from '@upstash/redis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findRedisServer } from './redis-server.ts';
import { startUpstashStandIn, type UpstashStandIn } from './server.ts';

const TOKEN = 'upstash-test-token';
const backends =
  (await findRedisServer()) === null ? (['valkey'] as const) : (['redis-server', 'valkey'] as const);

describe.each(backends)('the Upstash stand-in over %s', (backend) => {
  let standIn: UpstashStandIn;
  let redis: Redis;

  beforeAll(async () => {
    standIn = await startUpstashStandIn({ token: TOKEN, backend });
    redis = new Redis({ url: standIn.url, token: TOKEN, retry: false, enableTelemetry: false });
  });
  afterAll(() => standIn.close());
  afterEach(async () => {
    standIn.setFaults({});
    await redis.flushall();
  });

  const call = (path: string, init: RequestInit = {}, token: string | null = TOKEN) =>
    fetch(`${standIn.url}${path}`, {
      ...init,
      headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...init.headers },
    });
  const post = (path: string, body: unknown) => call(path, { method: 'POST', body: JSON.stringify(body) });

  describe('spoken to by @upstash/redis', () => {
    it('round-trips text, numbers, objects, hashes and null', async () => {
      await redis.set('greeting', '안녕 🎉 "quoted" \u0000');
      await redis.set('object', { a: [1, '둘'] });
      await redis.hset('hash', { one: 1, two: '둘' });
      expect(await redis.get('greeting')).toBe('안녕 🎉 "quoted" \u0000');
      expect(await redis.get('object')).toEqual({ a: [1, '둘'] });
      expect(await redis.hgetall('hash')).toEqual({ one: 1, two: '둘' });
      expect(await redis.incrby('count', 41)).toBe(41);
      expect(await redis.get('nothing')).toBeNull();
      expect(await redis.mget('nothing', 'count')).toEqual([null, 41]);
      expect(await redis.ping()).toBe('PONG');
    });

    it('honours expiry in milliseconds', async () => {
      await redis.set('mute:1', 'until', { px: 60_000 });
      const left = await redis.pttl('mute:1');
      expect(left).toBeGreaterThan(0);
      expect(left).toBeLessThanOrEqual(60_000);
      expect(await redis.set('mute:1', 'again', { nx: true })).toBeNull();
    });

    it('answers a pipeline item by item, in one request', async () => {
      const before = standIn.requests();
      const pipeline = redis.pipeline();
      pipeline.set('a', 'text').incr('a').get('a');
      const results = await pipeline.exec({ keepErrors: true });
      expect(standIn.requests() - before).toBe(1);
      expect(results[0]?.result).toBe('OK');
      expect(results[1]?.error).toContain('not an integer');
      expect(results[2]?.result).toBe('text');
    });

    it('sends commands of one tick as one request when they are auto-pipelined', async () => {
      const auto = new Redis({ url: standIn.url, token: TOKEN, enableAutoPipelining: true });
      const before = standIn.requests();
      expect(await Promise.all([auto.set('k', 1), auto.incr('k'), auto.del('k')])).toEqual(['OK', 2, 1]);
      expect(standIn.requests() - before).toBe(1);
      expect(standIn.recorded().at(-1)?.path).toBe('/pipeline');
      expect(
        standIn
          .recorded()
          .at(-1)
          ?.commands.map(([name]) => name),
      ).toEqual(['set', 'incr', 'del']);
    });

    it('runs a transaction as a whole, or not at all', async () => {
      expect(await redis.multi().set('t', 1).incr('t').exec()).toEqual(['OK', 2]);
      const broken = await post('/multi-exec', [['SET', 't', '9'], ['NOSUCHCOMMAND']]);
      expect(broken.status).toBe(400);
      expect(await broken.json()).toEqual({ error: expect.stringContaining('EXECABORT') });
      expect(await redis.get('t')).toBe(2);
    });

    it('keeps transactions apart from what else runs at the same time', async () => {
      const rounds = Array.from({ length: 20 }, () =>
        Promise.all([redis.multi().incr('x').incr('x').exec<[number, number]>(), redis.incr('y')]),
      );
      for (const [[first, second]] of await Promise.all(rounds)) expect(second).toBe(first + 1);
      expect(await redis.get('y')).toBe(20);
    });

    it('raises an error that Redis gives', async () => {
      await redis.set('text', 'abc');
      await expect(redis.incr('text')).rejects.toThrow('not an integer');
    });
  });

  describe('spoken to by @upstash/ratelimit', () => {
    it('admits exactly the limit in a sliding window, then refuses', async () => {
      const limiter = new Ratelimit({
        redis,
        limiter: Ratelimit.slidingWindow(5, '1 h'),
        prefix: 'llm:cost',
        ephemeralCache: false,
      });
      const verdicts = await Promise.all(Array.from({ length: 12 }, () => limiter.limit('guild:user')));
      expect(verdicts.filter(({ success }) => success)).toHaveLength(5);
      expect(await limiter.getRemaining('guild:user')).toMatchObject({ remaining: 0, limit: 5 });
    });

    it('sees EVALSHA fail with NOSCRIPT, sends EVAL, and from then on EVALSHA alone', async () => {
      await redis.scriptFlush();
      const limiter = new Ratelimit({
        redis,
        limiter: Ratelimit.slidingWindow(3, '1 h'),
        ephemeralCache: false,
      });
      const from = standIn.recorded().length;
      await limiter.limit('one');
      await limiter.limit('one');
      const names = standIn
        .recorded()
        .slice(from)
        .flatMap(({ commands }) => commands.map(([name]) => name));
      expect(names).toEqual(['evalsha', 'eval', 'evalsha']);
    });

    it('gives a call back with a negative rate', async () => {
      const limiter = new Ratelimit({
        redis,
        limiter: Ratelimit.slidingWindow(2, '1 h'),
        ephemeralCache: false,
      });
      await limiter.limit('u');
      await limiter.limit('u');
      await limiter.limit('u', { rate: -1 });
      expect((await limiter.limit('u')).success).toBe(true);
      expect((await limiter.limit('u')).success).toBe(false);
    });

    it.each(['fixedWindow', 'tokenBucket'] as const)('runs %s', async (kind) => {
      const limiter = new Ratelimit({
        redis,
        limiter:
          kind === 'fixedWindow' ? Ratelimit.fixedWindow(2, '1 h') : Ratelimit.tokenBucket(2, '1 h', 2),
        ephemeralCache: false,
      });
      const verdicts = await Promise.all([1, 2, 3].map(() => limiter.limit('u')));
      expect(verdicts.filter(({ success }) => success)).toHaveLength(2);
      await limiter.resetUsedTokens('u');
      expect((await limiter.limit('u')).success).toBe(true);
    });
  });

  describe('spoken to by hand', () => {
    it('takes a command from the path, the query and the body', async () => {
      expect(await (await call('/set/a/b%2Fc/EX/100')).json()).toEqual({ result: 'OK' });
      expect(await (await call(`/get/a?_token=${TOKEN}`, {}, null)).json()).toEqual({ result: 'b/c' });
      const put = await call('/set/doc?EX=100', { method: 'POST', body: '{"한":1}' });
      expect(await put.json()).toEqual({ result: 'OK' });
      expect(await (await post('/', ['GET', 'doc'])).json()).toEqual({ result: '{"한":1}' });
      expect(await redis.ttl('doc')).toBeGreaterThan(90);
    });

    it('encodes strings in base64 at any depth when asked, and nothing else', async () => {
      await post('/', ['RPUSH', 'list', '하나', 'two']);
      const answer = await call('/pipeline', {
        method: 'POST',
        headers: { 'upstash-encoding': 'base64' },
        body: JSON.stringify([
          ['LRANGE', 'list', 0, -1],
          ['LLEN', 'list'],
          ['GET', 'nothing'],
          ['EVAL', 'return {{"x", 1}, false}', 0],
          ['GET', 'list'],
          ['SET', 'k', 'v'],
        ]),
      });
      const base64 = (text: string) => Buffer.from(text).toString('base64');
      expect(await answer.json()).toEqual([
        { result: [base64('하나'), base64('two')] },
        { result: 2 },
        { result: null },
        { result: [[base64('x'), 1], null] },
        { error: expect.stringMatching(/^WRONGTYPE /) },
        { result: 'OK' },
      ]);
    });

    it.each([
      ['no token', null],
      ['another token', 'wrong'],
      ['the token and more', `${TOKEN}x`],
    ])('answers 401 to %s', async (_name, token) => {
      const answer = await call('/get/a', {}, token);
      expect(answer.status).toBe(401);
      expect(await answer.json()).toEqual({ error: 'WRONGPASS invalid or missing auth token' });
    });

    it.each([
      ['an error of Redis', '/', ['INCRBY', 'a', 'b'], 'ERR value is not an integer'],
      ['an empty command', '/', [], 'ERR failed to parse command'],
      ['an object as argument', '/', ['SET', 'a', {}], 'ERR failed to parse command'],
      ['a pipeline that is none', '/pipeline', { a: 1 }, 'ERR failed to parse pipeline'],
      ['a transaction with a hole', '/multi-exec', [['GET', 'a'], null], 'ERR failed to parse transaction'],
      ['a blocking command', '/', ['BLPOP', 'a', 0], "ERR Command is not available: 'BLPOP'"],
      ['a command that would end the server', '/pipeline', [['shutdown']], 'ERR Command is not available'],
    ])('answers 400 to %s', async (_name, path, body, error) => {
      const answer = await post(path, body);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toEqual({ error: expect.stringContaining(error) });
    });

    it('answers 405 to another method and 413 to a body over the limit', async () => {
      expect((await call('/get/a', { method: 'DELETE' })).status).toBe(405);
      expect((await call('/set/a', { method: 'POST', body: 'x'.repeat(10_000_001) })).status).toBe(413);
    });
  });

  describe('with faults switched on', () => {
    it('resets connections while it is down, and works again after', async () => {
      standIn.setFaults({ down: true });
      await expect(call('/ping')).rejects.toThrow('fetch failed');
      standIn.setFaults({});
      // The client may still hold a connection that it has not yet seen reset.
      await expect.poll(() => redis.ping().catch(() => 'down')).toBe('PONG');
    });

    it('never answers while it hangs', async () => {
      standIn.setFaults({ hang: true });
      const before = standIn.requests();
      const leave = new AbortController();
      const pending = call('/ping', { signal: leave.signal });
      await expect.poll(() => standIn.requests()).toBe(before + 1);
      leave.abort();
      await expect(pending).rejects.toThrow('aborted');
    });

    it('answers a status, or garbage, only as many times as was said', async () => {
      standIn.setFaults({ status: 500, count: 2 });
      await expect(redis.ping()).rejects.toThrow('stand-in fault 500');
      await expect(redis.ping()).rejects.toThrow('stand-in fault 500');
      expect(await redis.ping()).toBe('PONG');
      standIn.setFaults({ garbage: true, count: 1, delayMs: 1 });
      await expect(redis.ping()).rejects.toThrow();
      expect(await redis.ping()).toBe('PONG');
    });
  });
});

describe.each(backends)('data over %s', (backend) => {
  it('survives a restart, with its expiry', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'libra-upstash-'));
    const open = async () => {
      const standIn = await startUpstashStandIn({ token: TOKEN, backend, dataDir });
      return { standIn, redis: new Redis({ url: standIn.url, token: TOKEN, retry: false }) };
    };
    try {
      const first = await open();
      await first.redis.set('kept', '값');
      await first.redis.hset('hash', { field: 1 });
      await first.redis.set('brief', 'x', { px: 3_600_000 });
      const expiresAt = await first.redis.exec<number>(['PEXPIRETIME', 'brief']);
      await first.standIn.close();

      const second = await open();
      expect(await second.redis.get('kept')).toBe('값');
      expect(await second.redis.hgetall('hash')).toEqual({ field: 1 });
      expect(await second.redis.pttl('kept')).toBe(-1);
      expect(await second.redis.exec(['PEXPIRETIME', 'brief'])).toBe(expiresAt);
      await expect(open()).rejects.toThrow('already in use');
      await second.standIn.close();
    } finally {
      await rm(dataDir, { recursive: true });
    }
  });
});

describe('starting', () => {
  it('says so when the port is taken, and leaves nothing running', async () => {
    const first = await startUpstashStandIn({ token: TOKEN });
    const port = Number(new URL(first.url).port);
    await expect(startUpstashStandIn({ token: TOKEN, port })).rejects.toThrow(
      `port ${port} is already in use`,
    );
    await first.close();
    await first.close();
  });

  it('uses a Redis that runs already, and says so when that is gone', async () => {
    const owner = await startUpstashStandIn({ token: TOKEN, backend: 'valkey' });
    const redisPort = /-p (\d+)$/.exec(owner.cli)?.[1];
    const guest = await startUpstashStandIn({
      token: TOKEN,
      backend: { url: `redis://127.0.0.1:${redisPort}/0` },
    });
    const redis = new Redis({ url: guest.url, token: TOKEN, retry: false });
    expect(guest.backend).toMatch(/^redis \d.* at 127\.0\.0\.1$/);
    expect(await redis.set('k', 'v')).toBe('OK');
    await owner.close();
    await expect
      .poll(() => redis.get('k').catch((error: Error) => error.message))
      .toContain('cannot be reached');
    await guest.close();
  });

  it('says so when the Redis of a URL cannot be reached', async () => {
    await expect(
      startUpstashStandIn({ token: TOKEN, backend: { url: 'redis://127.0.0.1:1/0' } }),
    ).rejects.toThrow('Redis cannot be reached: ECONNREFUSED');
    await expect(startUpstashStandIn({ token: TOKEN, backend: { url: 'http://x' } })).rejects.toThrow(
      'redis://',
    );
  });
});
