import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { signCall } from '../../dev/sign/signed-call.ts';
import type { ServiceFaults } from '../../dev/stand-in/faults.ts';
import type { Caller } from '../../shared/contract/caller.ts';
import { CIRCUITS_PATH, type CircuitsResponse } from '../../shared/contract/circuits.ts';
import { PRIVACY_EXPORT_PATH } from '../../shared/contract/privacy.ts';
import { STATUS_PATH } from '../../shared/contract/routes.ts';
import type { BffStatus } from '../../shared/contract/status.ts';
import { inOneMinute } from '../minute.ts';
import { ask, type Reply, send, signFor, somebody } from '../signed-calls.ts';
import { standInsOf } from '../stand-ins.ts';
import { textOf, useStack } from '../use-stack.ts';

/** Redis or Postgres goes away in the middle of the work and comes back: who gets what, and who is told. */
const running = useStack({ vars: { bff: { ANSWER_CACHE_SEC: '0', REDIS_TIMEOUT_MS: '1000' } } });
/** What wrangler.toml gives the platform's own limiter, which decides while Redis is away. */
const DEGRADED_CALLS = 5;

function standIns() {
  const { openai, upstash, neon } = standInsOf(running.stack, 'openai', 'upstash', 'neon');
  return { openai, upstash, neon };
}

/** Takes the place of the server that a test kills, for the tests that follow. */
let revived: ChildProcess | undefined;
afterAll(() => void revived?.kill());

afterEach(() => {
  for (const standIn of Object.values(standIns())) standIn.setFaults({});
});

const FAULTS: [name: string, faults: ServiceFaults][] = [
  ['down', { down: true }],
  ['hanging', { hang: true }],
  ['answering garbage', { garbage: true }],
  ['answering 500', { status: 500 }],
  ['too slow', { delayMs: 5_000 }],
];

const REDIS_FAULTS: typeof FAULTS = [...FAULTS, ['a little slower than the guard waits', { lateMs: 1_200 }]];

const statusOf = async (caller: Caller) =>
  JSON.parse((await send(await signFor(running.stack, STATUS_PATH, caller))).text) as BffStatus;

async function statusText(): Promise<string> {
  const { interactionId, failure } = await running.stack.invoke('status');
  expect(failure).toBeNull();
  return textOf(await running.stack.record(interactionId));
}

/** Asks on, a few people at once, each question a new one, until it is ended; gives all the replies. */
function startLoad(people: Caller[]): { replies: Reply[]; end(): Promise<void> } {
  const replies: Reply[] = [];
  let isOver = false;
  const workers = people.map(async (caller) => {
    while (!isOver) {
      replies.push(await ask(running.stack, caller, `따라 해: ${crypto.randomUUID()}`));
      await sleep(60);
    }
  });
  return {
    replies,
    async end() {
      isOver = true;
      await Promise.all(workers);
    },
  };
}

describe('Redis', () => {
  it.each(REDIS_FAULTS)(
    '%s in the middle of a load: stricter limits, no open door, and back to normal',
    async (_, faults) => {
      const { upstash } = standIns();
      // Whoever asks three things at a time comes to the stricter limit sooner: each waits as long as Redis is waited for.
      const busy = somebody();
      const people = [busy, busy, busy, somebody()];
      const logged = running.stack.logs.length;
      const load = startLoad(people);
      let since = 0;
      try {
        await expect.poll(() => load.replies.length).toBeGreaterThan(5);
        expect(load.replies.every(({ status }) => status === 200)).toBe(true);

        upstash.setFaults(faults);
        await sleep(500);
        since = load.replies.length;
        await expect
          .poll(() => load.replies.slice(since).some(({ code }) => code === 'rate_limit_degraded'), {
            timeout: 20_000,
          })
          .toBe(true);
      } finally {
        await load.end();
      }
      const during = load.replies.slice(since);
      const outcomes = new Set(during.map(({ status, code }) => code ?? String(status)));
      for (const outcome of outcomes)
        expect(['200', 'rate_limit_degraded', 'rate_limit_user']).toContain(outcome);
      const refusal = during.find(({ code }) => code === 'rate_limit_degraded');
      expect(Number(refusal?.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(running.stack.logs.slice(logged).some(({ event }) => event === 'guard.degraded')).toBe(true);

      const told = await statusOf(somebody());
      expect(told).toMatchObject({ degraded: true, calls: { user_limit: 20, user_remaining: null } });
      expect(told.parts.redis.state).not.toBe('ok');
      expect(told.parts.database.state).toBe('ok');
      expect(await statusText()).toContain('더 엄격한 임시 한도');

      upstash.setFaults({});
      const healthy = await ask(running.stack, somebody(), '안녕');
      expect(healthy.status).toBe(200);
      expect(healthy.headers.get('x-ratelimit-limit-requests')).toBe('20');
      expect(await statusOf(somebody())).toMatchObject({
        degraded: false,
        parts: { redis: { state: 'ok' } },
      });
      expect(await statusText()).not.toContain('더 엄격한 임시 한도');
    },
  );

  it(
    'out: nobody gets more than the platform’s own limiter lets through',
    inOneMinute(async () => {
      standIns().upstash.setFaults({ down: true });
      const caller = somebody();
      const replies: Reply[] = [];
      for (let turn = 0; turn < DEGRADED_CALLS + 5; turn += 1) {
        replies.push(await ask(running.stack, caller, `따라 해: ${turn}`));
      }
      const answered = replies.filter(({ status }) => status === 200);
      expect(answered.length).toBeGreaterThanOrEqual(1);
      expect(answered.length).toBeLessThanOrEqual(DEGRADED_CALLS);
      expect(replies.at(-1)).toMatchObject({ status: 429, code: 'rate_limit_degraded' });
    }),
  );

  it('out: a signature is still good only once', async () => {
    standIns().upstash.setFaults({ hang: true });
    const call = await signFor(running.stack, STATUS_PATH, somebody());
    expect((await send(call)).status).toBe(200);
    expect((await send(call)).status).toBe(401);
  });

  it(
    'out: exports are still limited',
    inOneMinute(async () => {
      standIns().upstash.setFaults({ down: true });
      const caller = somebody();
      const statuses: number[] = [];
      for (let turn = 0; turn < DEGRADED_CALLS + 2; turn += 1) {
        statuses.push((await send(await signFor(running.stack, PRIVACY_EXPORT_PATH, caller))).status);
      }
      expect(statuses[0]).toBe(200);
      expect(statuses.at(-1)).toBe(429);
    }),
  );

  it('out: a person in Discord is answered, and told why when it is too much', async () => {
    standIns().upstash.setFaults({ down: true });
    const { stack } = running;
    const texts: string[] = [];
    while (texts.length < 2 * DEGRADED_CALLS + 2 && texts.at(-1)?.includes('rate_limit_degraded') !== true) {
      const { interactionId } = await stack.invoke('chat', { prompt: `따라 해: ${texts.length}` });
      texts.push(textOf(await stack.settled(interactionId)));
    }
    expect(texts[0]).toContain('0');
    expect(texts.at(-1)).toMatch(/횟수를 잠시 줄였.*<t:\d+:R>/);
  });

  it('killed and started again: the same', async (test) => {
    const { upstash } = standIns();
    if (!upstash.backend.startsWith('redis-server')) return test.skip('needs a real redis-server');
    const [cli = '', ...socket] = upstash.cli.split(' ');
    const { stdout } = await promisify(execFile)(cli, [...socket, 'INFO', 'server']);
    process.kill(Number(/process_id:(\d+)/.exec(stdout)?.[1]), 'SIGKILL');
    const caller = somebody();
    const first = await ask(running.stack, caller, '안녕');
    expect(first.status).toBe(200);
    expect(first.headers.get('x-ratelimit-limit-requests')).toBeNull();
    expect((await statusOf(caller)).degraded).toBe(true);

    const path = socket.at(-1) ?? '';
    revived = spawn('redis-server', ['--port', '0', '--unixsocket', path, '--save', '']);
    await expect.poll(async () => (await statusOf(caller)).degraded).toBe(false);
    const healthy = await ask(running.stack, caller, '다시 안녕');
    expect(healthy.headers.get('x-ratelimit-remaining-requests')).toBe('19');
  });
});

describe('Postgres', () => {
  it.each(FAULTS.slice(0, 4))(
    '%s: the answer still comes, says that it will not be remembered, and the next one is',
    async (_, faults) => {
      const { neon } = standIns();
      const caller = somebody();
      neon.setFaults(faults);
      const forgotten = await ask(running.stack, caller, '내 별은 시리우스야');
      expect(forgotten).toMatchObject({ status: 200, libra: { remembered: false } });
      const told = await statusOf(caller);
      expect(told).toMatchObject({ degraded: false, today: null, parts: { redis: { state: 'ok' } } });
      expect(told.parts.database.state).not.toBe('ok');

      neon.setFaults({});
      const remembered = await ask(running.stack, caller, '내 꽃은 장미야');
      expect(remembered).toMatchObject({ status: 200, libra: { remembered: true } });
      await expect
        .poll(
          async () =>
            (await neon.query('SELECT 1 FROM conversations WHERE user_id = $1', [caller.user_id])).length,
        )
        .toBe(1);
      expect((await ask(running.stack, caller, '내 꽃은 뭐야?')).content).toContain('장미');
    },
  );

  it('out: a person in Discord reads that it is not remembered, and why nothing can be shown or reset', async () => {
    const { stack } = running;
    standIns().neon.setFaults({ down: true });
    const { interactionId } = await stack.invoke(
      'chat',
      { prompt: '따라 해: 파도' },
      { userId: stack.moderator },
    );
    const text = textOf(await stack.settled(interactionId));
    expect(text).toContain('파도');
    expect(text).toContain('기억하지 않아요');
    const reset = await stack.invoke('reset');
    expect(textOf(await stack.record(reset.interactionId))).toContain('reset_unavailable');
    const privacy = await stack.invoke('privacy show');
    expect(textOf(await stack.record(privacy.interactionId))).toContain('privacy_unavailable');
  });

  it('out: a known API key goes on, an unknown one is told to come again', async () => {
    const call = (key: string) =>
      fetch(`${running.stack.urls.bff}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ messages: [{ role: 'user', content: crypto.randomUUID() }] }),
      });
    expect((await call(running.stack.keys.apiKey)).status).toBe(200);
    standIns().neon.setFaults({ down: true });
    expect((await call(running.stack.keys.apiKey)).status).toBe(200);
    expect((await call(`lb-${'y'.repeat(43)}`)).status).toBe(503);
  });
});

describe('an operator', () => {
  const order = async (body: object): Promise<Reply> =>
    send(
      await signCall({
        secret: running.stack.keys.sharedSecret,
        signer: 'bot',
        url: `${running.stack.urls.bff}${CIRCUITS_PATH}`,
        body: JSON.stringify(body),
      }),
    );

  it('sees the circuits, holds one open so that the fallback answers, and lets go of it again', async () => {
    const { circuits } = JSON.parse((await order({})).text) as CircuitsResponse;
    const target =
      circuits.map((circuit) => circuit.target).find((name) => name.endsWith('/gpt-4o-mini')) ?? '';
    expect(await order({ target, force: 'open' })).toMatchObject({ status: 200 });
    const during = await ask(running.stack, somebody(), '안녕');
    expect(during).toMatchObject({ status: 200, libra: { fallback: true, model: 'gpt-4.1-nano' } });
    expect(JSON.parse((await order({ target, force: 'auto' })).text)).toMatchObject({
      circuits: [{ forced: null }],
    });
    await expect
      .poll(async () => (await ask(running.stack, somebody(), '안녕')).libra)
      .toMatchObject({ fallback: false, model: 'gpt-4o-mini' });
  });

  it('is told what is wrong with an order; nobody else may give one', async () => {
    expect(await order({ target: 'x/y', force: 'ajar' })).toMatchObject({
      status: 400,
      code: 'invalid_request',
    });
    const { apiKey } = running.stack.keys;
    const response = await fetch(`${running.stack.urls.bff}${CIRCUITS_PATH}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(response.status).toBe(403);
  });
});

describe('everything at once', () => {
  it.each(FAULTS)(
    '%s: /status answers within Discord’s deadline and says what is wrong',
    async (_, faults) => {
      const { upstash, neon, openai } = standIns();
      upstash.setFaults(faults);
      neon.setFaults(faults);
      openai.setFaults({ hangBeforeHeaders: {} });
      const text = await statusText();
      expect(text).not.toContain('대화 서버가 제때 답하지 않아');
      expect(text).toMatch(/Redis: (멈춤|느림)/);
      expect(text).toMatch(/데이터베이스: (멈춤|느림)/);
      expect(text).toContain('더 엄격한 임시 한도');
      expect(text).toContain('gpt-4o-mini');
    },
  );

  it('hanging: a question ends with a sentence and its code, not with “thinking…”', async () => {
    const { stack } = running;
    standIns().upstash.setFaults({ hang: true });
    standIns().neon.setFaults({ hang: true });
    standIns().openai.setFaults({ refuse: {} });
    const { interactionId } = await stack.invoke(
      'chat',
      { prompt: '거기 누구 있어요?' },
      { userId: stack.moderator },
    );
    const record = await stack.settled(interactionId);
    expect(record.messages[0]?.state).toBe('shown');
    expect(textOf(record)).toMatch(/-# \w+$/);
  });
});
