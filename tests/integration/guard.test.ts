import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it, type TestContext } from 'vitest';
import type { Caller } from '../../shared/contract/caller.ts';
import { inOneMinute } from '../minute.ts';
import { redis } from '../redis.ts';
import { ask, type Reply, send, signChat, somebody } from '../signed-calls.ts';
import { standInsOf } from '../stand-ins.ts';
import { type LogLine, type TestStack, textOf, useStack } from '../use-stack.ts';

/** A departure is noticed at the next one. */
const HEARTBEATS = { SSE_HEARTBEAT_SEC: '1' };

/** The cost guard over real Workers and a real Redis: calls a minute, budgets a day, and what people are told. */
const TOKENS_A_DAY = 13_000;
const limited = useStack({
  vars: {
    bff: {
      ANSWER_CACHE_SEC: '0',
      // What unfinished calls hold must not refuse one before the minute does.
      LLM_USER_TOKENS_PER_DAY: '100000000',
      LLM_USER_MICRO_USD_PER_DAY: '100000000',
    },
  },
});
const budgeted = useStack({
  vars: {
    llm: HEARTBEATS,
    bff: {
      ...HEARTBEATS,
      ANSWER_CACHE_SEC: '0',
      LLM_USER_TOKENS_PER_DAY: String(TOKENS_A_DAY),
      LLM_GUILD_TOKENS_PER_DAY: '50000',
      LLM_TOKENS_PER_DAY: '1000000',
      LLM_USER_MICRO_USD_PER_DAY: '40000',
      LLM_MAX_ANSWER_TOKENS: '1024',
    },
  },
});
/** A budget that a few answers use up, with everything else as it comes. */
const TIGHT_TOKENS_A_DAY = 16_000;
const tight = useStack({
  vars: {
    llm: HEARTBEATS,
    bff: { ...HEARTBEATS, ANSWER_CACHE_SEC: '0', LLM_USER_TOKENS_PER_DAY: String(TIGHT_TOKENS_A_DAY) },
  },
});

/** Nothing is answered until the faults are replaced. */
const HELD = { hold: {} };

const today = () => new Date().toISOString().slice(0, 10);
const thisMinute = () => Math.floor(Date.now() / 60_000);
const spentOf = async (stack: TestStack, scope: string, unit: 'tokens' | 'micro_usd' = 'tokens') =>
  Number(await redis(stack, 'HGET', `llm:spent:${today()}:${scope}`, unit));

/** What calls under way hold of it. */
const heldOf = async (stack: TestStack, scope: string) =>
  Number(await redis(stack, 'HGET', `llm:spent:${today()}:${scope}`, 'held_tokens'));

/** In waves: a busy machine must not be taken for an outage of Redis. */
async function askMany(stack: TestStack, caller: Caller, count: number): Promise<Reply[]> {
  const replies: Reply[] = [];
  while (replies.length < count) {
    const wave = Array.from({ length: Math.min(12, count - replies.length) }, (_, turn) =>
      ask(stack, caller, `따라 해: ${replies.length + turn}`),
    );
    replies.push(...(await Promise.all(wave)));
  }
  return replies;
}

const codes = (replies: Reply[]) => replies.flatMap(({ code }) => code ?? []);

function provider(stack: TestStack) {
  const { openai } = standInsOf(stack, 'openai');
  return openai;
}

afterEach(() => provider(budgeted.stack).setFaults({}));

describe('calls a minute', () => {
  it(
    'are 20 for a person: the 21st is refused, with the limit and its end',
    inOneMinute(async () => {
      const caller = somebody();
      const replies = await askMany(limited.stack, caller, 21);
      expect(codes(replies)).toEqual(['rate_limit_user']);
      const refusal = replies.find(({ status }) => status === 429);
      const retryAfterSec = Number(refusal?.headers.get('retry-after'));
      expect(retryAfterSec).toBeGreaterThanOrEqual(1);
      expect(retryAfterSec).toBeLessThanOrEqual(120);
      expect(refusal?.headers.get('x-ratelimit-limit-requests')).toBe('20');
      expect(refusal?.headers.get('x-ratelimit-remaining-requests')).toBe('0');
      expect(refusal?.headers.get('x-ratelimit-reset-requests')).toBe(`${retryAfterSec}s`);
      expect(JSON.parse(refusal?.text ?? '')).toMatchObject({
        error: { type: 'rate_limit_error', libra: { limit: 20, retry_after_sec: retryAfterSec } },
      });
      // Somebody else in the same place is not concerned, nor the same person elsewhere.
      expect((await ask(limited.stack, { ...somebody(), guild_id: caller.guild_id }, '안녕')).status).toBe(
        200,
      );
      expect((await ask(limited.stack, { ...caller, guild_id: null }, '안녕')).status).toBe(200);
    }),
  );

  it(
    'that a person was refused are given back to the guild',
    inOneMinute(async () => {
      const caller = somebody();
      await askMany(limited.stack, caller, 25);
      const { guild_id: guild, user_id: user } = caller;
      const minute = thisMinute();
      await expect.poll(() => redis(limited.stack, 'GET', `llm:cost:guild:${guild}:${minute}`)).toBe('20');
      expect(await redis(limited.stack, 'GET', `llm:cost:${guild}:${user}:${minute}`)).toBe('20');
    }),
  );

  it(
    'are 100 for a guild; what it was refused is given back to the person',
    inOneMinute(async () => {
      const guild = somebody().guild_id;
      const members = Array.from({ length: 5 }, () => somebody({ guild_id: guild }));
      for (const member of members) expect(codes(await askMany(limited.stack, member, 20))).toEqual([]);
      const late = somebody({ guild_id: guild });
      const refusal = await ask(limited.stack, late, '안녕');
      expect(refusal).toMatchObject({ status: 429, code: 'rate_limit_guild' });
      expect(refusal.text).toContain('"limit":100');
      const counter = `llm:cost:${guild}:${late.user_id}:${thisMinute()}`;
      await expect.poll(() => redis(limited.stack, 'GET', counter)).toBe('0');
    }),
  );

  /** Whoever was asked as has used the minute up. */
  let people: string[] | undefined;

  it.each([
    ['ko', '1300000000000000301', /1분 동안.*20회.*<t:\d+:R>/],
    ['en-US', '1300000000000000311', /minute.*20.*<t:\d+:R>/],
  ] as const)(
    'are explained to the person in their language (%s)',
    inOneMinute(async (locale, channelId, expected) => {
      const { stack } = limited;
      people ??= stack.world.users.map(({ id }) => id);
      const channel = stack.world.channels.find(({ id }) => id === channelId);
      const userId = people.pop() ?? '';
      const caller = somebody({
        user_id: userId,
        guild_id: channel?.guildId ?? null,
        channel_id: channelId,
      });
      expect(codes(await askMany(stack, caller, 20))).toEqual([]);
      const { interactionId } = await stack.invoke(
        'chat',
        { prompt: '하나 더' },
        { userId, locale, channelId },
      );
      const text = textOf(await stack.settled(interactionId));
      expect(text).toMatch(expected);
      expect(text).toMatch(/-# rate_limit_user$/);
    }),
  );

  it(
    'can be read by an operator with plain redis-cli',
    inOneMinute(async (test: TestContext) => {
      const { upstash } = limited.stack.standIns;
      if (upstash?.backend.startsWith('redis-server') !== true) return test.skip('needs a real redis-server');
      const caller = somebody();
      await askMany(limited.stack, caller, 3);
      const [program = '', ...socket] = upstash.cli.split(' ');
      const key = `llm:cost:${caller.guild_id}:${caller.user_id}:${thisMinute()}`;
      const { stdout } = await promisify(execFile)(program, [...socket, 'GET', key]);
      expect(stdout.trim()).toBe('3');
    }),
  );
});

describe('the budget of a day', () => {
  it('is reserved while the model answers, and settled with what was really used', async () => {
    const { stack } = budgeted;
    const caller = somebody();
    const user = `user:${caller.user_id}`;
    provider(stack).setFaults(HELD);
    const asking = ask(stack, caller, '1부터 20까지 세어줘');
    await expect.poll(() => heldOf(stack, user)).toBeGreaterThan(1_024);
    provider(stack).setFaults({});
    const reply = await asking;
    const { usage } = JSON.parse(reply.text) as { usage: { total_tokens: number } };
    await expect.poll(() => spentOf(stack, user)).toBe(usage.total_tokens);
    expect(await spentOf(stack, user, 'micro_usd')).toBe(reply.libra.cost_micro_usd);
    expect(await spentOf(stack, `guild:${caller.guild_id}`)).toBe(usage.total_tokens);
    expect(await heldOf(stack, user)).toBe(0);
  });

  it('is what the provider is held to: the limit of an answer goes along, marked as Libra’s own', async () => {
    const { stack } = budgeted;
    provider(stack).forgetRequests();
    expect((await ask(stack, somebody(), '안녕')).status).toBe(200);
    expect(JSON.stringify(provider(stack).requests())).toContain('"max_completion_tokens":1024');
  });

  it('holds when twelve calls at once would each write more than their share', async () => {
    const { stack } = tight;
    const caller = somebody();
    provider(stack).setFaults(HELD);
    try {
      let refusals = 0;
      const count = async () => {
        const reply = await ask(stack, caller, `1부터 5000까지 세어줘 ${crypto.randomUUID()}`);
        if (reply.status !== 200) refusals += 1;
        return reply;
      };
      const asking = Array.from({ length: 12 }, count);
      // The others are with the model.
      await expect.poll(() => refusals + provider(stack).connections().open).toBe(12);
      provider(stack).setFaults({});
      const replies = await Promise.all(asking);
      const answered = replies.filter(({ status }) => status === 200);
      expect(answered.length).toBeGreaterThanOrEqual(1);
      expect(new Set(codes(replies))).toEqual(new Set(['budget_held']));
      await expect.poll(() => heldOf(stack, `user:${caller.user_id}`)).toBe(0);
      expect(await spentOf(stack, `user:${caller.user_id}`)).toBeGreaterThan(2_000);
      expect(await spentOf(stack, `user:${caller.user_id}`)).toBeLessThanOrEqual(TIGHT_TOKENS_A_DAY);
    } finally {
      provider(stack).setFaults({});
    }
  });

  it('cannot be stretched with text that is dearer than it looks, stopped before its end again and again', async () => {
    const { stack } = tight;
    const caller = somebody();
    const user = `user:${caller.user_id}`;
    provider(stack).setFaults({ stall: { afterTokens: 1 } });
    let passed = 0;
    try {
      for (let turn = 0; turn < 12; turn += 1) {
        const leaving = new AbortController();
        const call = await signChat(stack, caller, `${'\v'.repeat(1_500)}${turn}`, { stream: true });
        const before = await spentOf(stack, user);
        const response = await fetch(call.url, { ...call, signal: leaving.signal });
        if (response.status !== 200) break;
        passed += 1;
        leaving.abort();
        // While it runs, a call is charged by estimate.
        await expect.poll(() => heldOf(stack, user)).toBe(0);
        expect(await spentOf(stack, user)).toBeGreaterThanOrEqual(before + 1_500);
      }
    } finally {
      provider(stack).setFaults({});
    }
    expect(passed).toBeGreaterThanOrEqual(1);
    expect(passed).toBeLessThanOrEqual(TIGHT_TOKENS_A_DAY / 1_500);
    expect(await spentOf(stack, user)).toBeLessThanOrEqual(TIGHT_TOKENS_A_DAY);
  });

  it('is released when the call fails before it is billed', async () => {
    const caller = somebody();
    provider(budgeted.stack).setFaults({ status: { status: 400 } });
    expect((await ask(budgeted.stack, caller, '안녕')).status).toBeGreaterThanOrEqual(400);
    await expect.poll(() => spentOf(budgeted.stack, `user:${caller.user_id}`)).toBe(0);
  });

  it('is charged with what was sent before the client left', async () => {
    const caller = somebody();
    provider(budgeted.stack).setFaults({ stall: { afterTokens: 8 } });
    const leaving = new AbortController();
    const call = await signChat(budgeted.stack, caller, '1부터 30까지 세어줘', { stream: true });
    const response = await fetch(call.url, { ...call, signal: leaving.signal });
    const reader = response.body?.getReader();
    for (let text = ''; !text.includes('"content"'); ) {
      text += new TextDecoder().decode((await reader?.read())?.value);
    }
    leaving.abort();
    const user = `user:${caller.user_id}`;
    await expect.poll(() => heldOf(budgeted.stack, user)).toBe(0);
    await expect.poll(() => spentOf(budgeted.stack, user)).toBeGreaterThan(0);
    expect(await spentOf(budgeted.stack, user)).toBeLessThan(TOKENS_A_DAY / 4);
  });

  it('cannot be overdrawn by many calls at once', async () => {
    const caller = somebody();
    // The first answers must not be settled while the last questions are still being asked.
    provider(budgeted.stack).setFaults(HELD);
    const isRefused = ({ event, code }: LogLine) => event === 'guard.refused' && code === 'budget_held';
    const before = budgeted.stack.logs.filter(isRefused).length;
    const asking = askMany(budgeted.stack, caller, 12);
    await expect.poll(() => budgeted.stack.logs.filter(isRefused).length).toBe(before + 10);
    provider(budgeted.stack).setFaults({});
    const replies = await asking;
    // A reservation whose window is shortened to what is left fits twice.
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(2);
    expect(new Set(codes(replies))).toEqual(new Set(['budget_held']));
  });

  it.each([
    ['user', 'tokens', TOKENS_A_DAY, 'budget_user'],
    ['user', 'micro_usd', 40_000, 'budget_user'],
    ['guild', 'tokens', 50_000, 'budget_guild'],
    ['all', 'tokens', 1_000_000, 'budget_global'],
  ] as const)(
    'of the %s in %s refuses when it is used up, until midnight in UTC',
    async (scope, unit, limit, code) => {
      const { stack } = budgeted;
      const caller = somebody();
      const name = { user: `user:${caller.user_id}`, guild: `guild:${caller.guild_id}`, all: 'all' }[scope];
      const key = `llm:spent:${today()}:${name}`;
      const before = Number(await redis(stack, 'HGET', key, unit));
      await redis(stack, 'HINCRBY', key, unit, limit - before);
      try {
        const refusal = await ask(stack, caller, '안녕');
        expect(refusal).toMatchObject({ status: 429, code });
        const midnight = Math.ceil((86_400_000 - (Date.now() % 86_400_000)) / 1_000);
        expect(Math.abs(Number(refusal.headers.get('retry-after')) - midnight)).toBeLessThanOrEqual(5);
      } finally {
        await redis(stack, 'HINCRBY', key, unit, before - limit);
      }
    },
  );

  it('is explained to the person, and follows them into another guild', async () => {
    const { stack } = budgeted;
    await redis(stack, 'HSET', `llm:spent:${today()}:user:${stack.member}`, 'tokens', TOKENS_A_DAY);
    for (const [locale, channelId, expected] of [
      ['ko', '1300000000000000301', /오늘.*사용량을 다 썼어요.*13,000토큰.*<t:\d+:R>/],
      ['en-US', '1300000000000000311', /today.*13,000 tokens.*<t:\d+:R>/],
    ] as const) {
      const { interactionId } = await stack.invoke('chat', { prompt: '안녕' }, { locale, channelId });
      const text = textOf(await stack.settled(interactionId));
      expect(text).toMatch(expected);
      expect(text).toMatch(/-# budget_user$/);
    }
  });
});

describe('a refusal', () => {
  it('by a budget again and again is told to the operator, without a name', async () => {
    const { stack } = budgeted;
    const caller = somebody();
    await redis(stack, 'HSET', `llm:spent:${today()}:user:${caller.user_id}`, 'tokens', TOKENS_A_DAY);
    const pressed = () => stack.logs.filter(({ event }) => event === 'budget.pressed');
    const refuse = async () => expect((await ask(stack, caller, '안녕')).code).toBe('budget_user');
    for (let turn = 0; turn < 20; turn += 1) await refuse();
    expect(pressed()).toEqual([]);
    await refuse();
    await expect.poll(pressed).toMatchObject([{ level: 'warn', scope: 'user', count: 21 }]);
    expect(JSON.stringify(stack.logs)).not.toContain(caller.user_id);
  });

  it('is logged with its code and without naming anybody', async () => {
    const caller = somebody();
    await send(await signChat(limited.stack, caller, '안녕'));
    await askMany(limited.stack, caller, 25);
    const refused = limited.stack.logs.filter(({ event }) => event === 'guard.refused');
    expect(refused[0]).toMatchObject({ code: 'rate_limit_user', retryAfterSec: expect.any(Number) });
    expect(JSON.stringify(limited.stack.logs)).not.toContain(caller.user_id);
  });
});
