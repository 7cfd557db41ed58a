import OpenAI from 'openai';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../shared/contract/caller.ts';
import { RESET_PATH } from '../../shared/contract/routes.ts';
import { inOneMinute } from '../minute.ts';
import { redis } from '../redis.ts';
import { useSharedStack } from '../shared-stack.ts';
import { type AskOptions, ask, send, signFor, somebody } from '../signed-calls.ts';
import { standInsOf } from '../stand-ins.ts';
import { type TestStack, textOf, useStack } from '../use-stack.ts';

/** Nothing is asked of a model twice that one answer serves, and no answer reaches whom it was not made for. */
const running = useSharedStack();
const uncached = useStack({ vars: { bff: { ANSWER_CACHE_SEC: '0' } } });

function provider(stack: TestStack = running.stack) {
  const { openai } = standInsOf(stack, 'openai');
  return openai;
}
const modelCalls = (stack?: TestStack) => provider(stack).requests().length;

beforeEach(() => {
  for (const stack of [running.stack, uncached.stack]) {
    provider(stack).setFaults({});
    provider(stack).forgetRequests();
  }
});
afterEach(() => provider().setFaults({}));

const question = '1부터 15까지 세어줘';
const asks = (caller: Caller, options?: AskOptions) => ask(running.stack, caller, question, options);

/** The answer must be settled in Redis and written down, both of which happen off the caller's path. */
async function untilSettled(caller: Caller): Promise<void> {
  const { neon } = running.stack.standIns;
  await expect
    .poll(
      async () =>
        (
          await neon?.query("SELECT 1 FROM usage_events WHERE outcome <> 'running' AND user_id = $1", [
            caller.user_id,
          ])
        )?.length,
    )
    .toBeGreaterThan(0);
  await expect
    .poll(() => redis<number>(running.stack, 'SCARD', `llm:kept:${caller.user_id}`))
    .toBeGreaterThan(0);
}

async function somebodyForgotten(): Promise<Caller> {
  const caller = somebody();
  const { neon } = running.stack.standIns;
  await neon?.query('INSERT INTO user_settings (user_id, remember) VALUES ($1, false)', [caller.user_id]);
  return caller;
}

describe('an idempotency key', () => {
  it('gets the same answer again when the first is finished, without a model call', async () => {
    const caller = somebody();
    const first = await asks(caller, { key: 'k', fresh: true });
    await untilSettled(caller);
    const again = await asks(caller, { key: 'k', fresh: true });
    expect(again.content).toBe(first.content);
    expect(JSON.parse(again.text)).toMatchObject({ id: JSON.parse(first.text).id });
    expect(again.libra).toMatchObject({ cached: true, cost_micro_usd: 0 });
    expect(first.libra.cached).toBe(false);
    expect(modelCalls()).toBe(1);
  });

  it('waits for the first while that is running, and gets its answer', async () => {
    const caller = somebody();
    provider().setFaults({ delay: { ms: 700 } });
    const replies = await Promise.all(
      Array.from({ length: 5 }, () => asks(caller, { key: 'k', fresh: true })),
    );
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(replies.map(({ content }) => content)).size).toBe(1);
    expect(modelCalls()).toBe(1);
  });

  it('is refused with 422 for another body', async () => {
    const caller = somebody();
    await asks(caller, { key: 'k' });
    const other = await ask(running.stack, caller, '다른 질문', { key: 'k' });
    expect(other).toMatchObject({ status: 422, code: 'idempotency_mismatch' });
    expect(modelCalls()).toBe(1);
  });

  it('of another person, or of the same one in another guild, is another key', async () => {
    const caller = somebody();
    const others = [somebody({ guild_id: caller.guild_id }), { ...caller, guild_id: somebody().guild_id }];
    for (const each of [caller, ...others]) {
      expect((await ask(running.stack, each, `${question} ${each.user_id}`, { key: 'k' })).status).toBe(200);
    }
    expect(modelCalls()).toBe(3);
  });

  it('lets the next try when the first has failed', async () => {
    const caller = somebody();
    provider().setFaults({ status: { status: 400, count: 1 } });
    expect((await asks(caller, { key: 'k' })).status).toBeGreaterThanOrEqual(400);
    expect((await asks(caller, { key: 'k' })).status).toBe(200);
  });

  it(
    'repeated thirty times a minute is refused beyond as many repeats as there may be calls',
    inOneMinute(async () => {
      const caller = somebody();
      provider().forgetRequests();
      const first = await asks(caller, { key: 'k', fresh: true });
      await untilSettled(caller);
      const replies = [];
      for (let repeat = 0; repeat < 30; repeat += 1)
        replies.push(await asks(caller, { key: 'k', fresh: true }));
      expect(replies.slice(0, 20).map(({ content }) => content)).toEqual(Array(20).fill(first.content));
      for (const refused of replies.slice(20)) {
        expect(refused).toMatchObject({ status: 429, code: 'rate_limit_user' });
        expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
      }
      expect(modelCalls()).toBe(1);
    }),
  );

  it('of the wrong form is a 400 that names it', async () => {
    const reply = await asks(somebody(), { key: 'k'.repeat(300) });
    expect(reply).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(reply.text).toMatch(/idempotency-key/i);
  });

  it('serves API clients too', async () => {
    const client = new OpenAI({
      baseURL: `${running.stack.urls.bff}/v1`,
      apiKey: running.stack.keys.apiKey,
      maxRetries: 0,
    });
    const create = (content: string) =>
      client.chat.completions.create(
        { model: 'gpt-4o-mini', messages: [{ role: 'user', content }] },
        { headers: { 'idempotency-key': 'of-a-client' } },
      );
    const first = await create(question);
    await expect.poll(async () => (await create(question)).id).toBe(first.id);
    await expect(create('다른 질문')).rejects.toMatchObject({ status: 422, code: 'idempotency_mismatch' });
    expect(modelCalls()).toBe(1);
  });
});

describe('an interaction that Discord delivers twice', () => {
  it('calls the model once and leaves one answer', async () => {
    const { stack } = running;
    const { interactionId } = await stack.invoke('chat', { prompt: `따라 해: ${crypto.randomUUID()}` });
    await stack.settled(interactionId);
    const again = await fetch(`${stack.urls.page}/dev/interactions/${interactionId}/redeliver`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(again.ok).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const record = await stack.settled(interactionId);
    expect(record.messages).toHaveLength(1);
    expect(textOf(record)).toContain('-');
    expect(modelCalls()).toBe(1);
  });
});

describe('equal first questions', () => {
  it('that come at once share one model call', async () => {
    const caller = somebody();
    provider().setFaults({ delay: { ms: 700 } });
    const replies = await Promise.all(Array.from({ length: 6 }, () => asks(caller)));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(modelCalls()).toBe(1);
    expect(replies.filter(({ libra }) => libra.cached === true)).toHaveLength(5);
  });

  it(
    'that come soon after get the finished answer, marked as cached, at no cost and no call of the limit',
    inOneMinute(async () => {
      // Whose turns are not remembered has no history that the answer could depend on.
      const caller = await somebodyForgotten();
      const first = await asks(caller);
      await untilSettled(caller);
      const second = await asks(caller);
      expect(second.content).toBe(first.content);
      expect(second.libra).toMatchObject({ cached: true, cost_micro_usd: 0 });
      expect(modelCalls()).toBe(1);
      const counter = `llm:cost:${caller.guild_id}:${caller.user_id}:${Math.floor(Date.now() / 60_000)}`;
      await expect.poll(() => redis(running.stack, 'GET', counter)).toBe('1');
    }),
  );

  it('are answered anew after a reset; a repeated request still gets its answer', async () => {
    const caller = somebody();
    const first = await asks(caller, { key: 'k' });
    await untilSettled(caller);
    await send(await signFor(running.stack, RESET_PATH, caller));
    expect((await asks(caller, { key: 'other' })).libra.cached).toBe(false);
    expect(modelCalls()).toBe(2);
    const repeated = await asks(caller, { key: 'k' });
    expect(JSON.parse(repeated.text).id).toBe(JSON.parse(first.text).id);
    expect(modelCalls()).toBe(2);
  });

  it.each([
    [
      'another person',
      (caller: Caller) => somebody({ guild_id: caller.guild_id, channel_id: caller.channel_id }),
    ],
    ['another guild', (caller: Caller) => ({ ...caller, guild_id: somebody().guild_id })],
    ['a direct message', (caller: Caller) => ({ ...caller, guild_id: null })],
    ['another language', (caller: Caller) => ({ ...caller, locale: 'en' as const })],
  ])('never reach %s', async (_, other) => {
    const caller = somebody();
    await asks(caller);
    await untilSettled(caller);
    const reply = await asks(other(caller));
    expect(reply.libra.cached).toBe(false);
    expect(modelCalls()).toBe(2);
  });

  it('are answered anew in a conversation that has begun', async () => {
    const caller = somebody();
    await ask(running.stack, caller, '내 이름은 민수야');
    await untilSettled(caller);
    await ask(running.stack, caller, '내 이름이 뭐야?', { fresh: true });
    const stranger = somebody();
    await ask(running.stack, stranger, '내 이름이 뭐야?');
    const reply = await ask(running.stack, caller, '내 이름이 뭐야?');
    expect(reply.content).toContain('민수');
    expect(reply.libra.cached).toBe(false);
  });

  it('are not served by an answer that failed or was cut', async () => {
    const caller = somebody();
    provider().setFaults({ closeMidFrame: { afterTokens: 5 } });
    const broken = await asks(caller);
    expect(broken.code).toBe('provider_interrupted');
    provider().setFaults({});
    const whole = await asks(caller, { key: 'another' });
    expect(whole).toMatchObject({ status: 200, libra: { cached: false } });
  });

  it('pass the cache by when the client says so, and when it is switched off', async () => {
    const caller = somebody();
    for (let turn = 0; turn < 2; turn += 1) {
      expect((await asks(caller, { fresh: true })).libra.cached).toBe(false);
      expect((await ask(uncached.stack, caller, question)).libra.cached).toBe(false);
    }
    expect(modelCalls()).toBe(2);
    expect(modelCalls(uncached.stack)).toBe(2);
  });
});
