import { request as httpRequest } from 'node:http';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { SignedCall } from '../../dev/sign/signed-call.ts';
import type { Caller } from '../../shared/contract/caller.ts';
import { decodeSse } from '../../shared/sse/decode.ts';
import { ask, send, signChat, somebody } from '../signed-calls.ts';
import { standInsOf } from '../stand-ins.ts';
import { textOf, useStack } from '../use-stack.ts';

/** What is remembered of a conversation, what of it reaches the model, and what an answer leaves in the database. */
const running = useStack({ vars: { bff: { ANSWER_CACHE_SEC: '0', MEMORY_TOKENS: '120' } } });

function standIns() {
  const { openai, neon } = standInsOf(running.stack, 'openai', 'neon');
  return { openai, neon };
}

const rowsOf = (caller: Caller) =>
  standIns().neon.query(
    `SELECT m.role, m.content, m.complete, c.space, c.channel_id FROM messages m
     JOIN conversations c ON c.id = m.conversation_id WHERE c.user_id = $1 ORDER BY m.asked_at, m.request_key, m.ordinal`,
    [caller.user_id],
  );
const ledgerOf = (caller: Caller) =>
  standIns().neon.query("SELECT * FROM usage_events WHERE outcome <> 'running' AND user_id = $1", [
    caller.user_id,
  ]);

/** Asks, and waits until the turn is stored. */
async function converse(caller: Caller, prompt: string): Promise<string> {
  const before = (await ledgerOf(caller)).length;
  const reply = await ask(running.stack, caller, prompt);
  await expect.poll(async () => (await ledgerOf(caller)).length).toBe(before + 1);
  return reply.content ?? '';
}

/** What the model was sent with the last question. */
function lastPrompt(): { role: string; content: string }[] {
  const body = standIns().openai.requests().at(-1)?.body as { messages: { role: string; content: string }[] };
  return body.messages;
}

describe('a conversation', () => {
  it('belongs to one person in one channel of one guild, or of their direct messages', async () => {
    const caller = somebody();
    await converse(caller, '내 고양이 이름은 나비야');
    expect(await converse(caller, '내 고양이 이름은 뭐야?')).toContain('나비');
    for (const stranger of [
      { ...caller, user_id: somebody().user_id },
      { ...caller, channel_id: somebody().channel_id },
      { ...caller, guild_id: null },
    ]) {
      await converse(stranger, '내 고양이 이름은 뭐야?');
      expect(JSON.stringify(lastPrompt())).not.toContain('나비');
    }
  });

  it('reaches the model as an unbroken run of its newest messages within the token budget', async () => {
    const caller = somebody();
    const turns = ['첫 번째', '두 번째', '세 번째', '네 번째', '다섯 번째'].map(
      (name) => `따라 해: ${name} 이야기는 이만큼 길어요, 정말로 길어요, 아주아주 길어요`,
    );
    for (const turn of turns) await converse(caller, turn);
    await converse(caller, '그 다음은?');
    const said = lastPrompt().filter(({ role }) => role !== 'system');
    const texts = JSON.stringify(said);
    expect(texts).toContain('다섯 번째');
    expect(texts).not.toContain('첫 번째');
    // A question and its answer stay together, in order, and the new question closes the list.
    expect(said[0]?.role).toBe('user');
    expect(said.at(-1)).toEqual({ role: 'user', content: '그 다음은?' });
    expect(said.slice(0, -1).map(({ role }) => role)).toEqual(
      said.slice(0, -1).map((_, index) => (index % 2 === 0 ? 'user' : 'assistant')),
    );
  });

  it('is stored with both sides of a turn in one request, after the answer', async () => {
    const caller = somebody();
    const before = standIns().neon.requests();
    const answer = await converse(caller, '안녕?');
    expect(standIns().neon.requests() - before).toBe(2);
    expect(await rowsOf(caller)).toEqual([
      {
        role: 'user',
        content: '안녕?',
        complete: true,
        space: caller.guild_id,
        channel_id: caller.channel_id,
      },
      {
        role: 'assistant',
        content: answer,
        complete: true,
        space: caller.guild_id,
        channel_id: caller.channel_id,
      },
    ]);
  });

  it.each([
    ['hold back the headers', { delay: { ms: 3_000 } }],
    ['hold back the first token', { delayFirstToken: { ms: 3_000 } }],
  ])(
    'is in the order of asking when two questions come at once, and the second is told of the first: %s',
    async (_, slow) => {
      const { openai } = standIns();
      const caller = somebody();
      const said = () => lastPrompt().filter(({ role }) => role !== 'system');
      const storedTurns = () => ledgerOf(caller).then((rows) => rows.length);

      openai.forgetRequests();
      openai.setFaults(slow);
      const first = ask(running.stack, caller, '따라 해: 하나');
      await expect.poll(() => openai.requests().length).toBe(1);
      openai.setFaults({});
      const second = await ask(running.stack, caller, '따라 해: 둘');
      expect(said()).toEqual([
        { role: 'user', content: '따라 해: 하나' },
        { role: 'assistant', content: expect.stringContaining('answered separately') },
        { role: 'user', content: '따라 해: 둘' },
      ]);
      await expect.poll(storedTurns).toBe(1);

      const { content } = await first;
      await expect.poll(storedTurns).toBe(2);
      await ask(running.stack, caller, '그 다음은?');
      expect(said()).toEqual([
        { role: 'user', content: '따라 해: 하나' },
        { role: 'assistant', content },
        { role: 'user', content: '따라 해: 둘' },
        { role: 'assistant', content: second.content },
        { role: 'user', content: '그 다음은?' },
      ]);
    },
  );

  it('costs no query when the request is a replay that the isolate knows', async () => {
    const caller = somebody();
    const call = await signChat(running.stack, caller, '안녕?');
    expect((await send(call)).status).toBe(200);
    await expect.poll(async () => (await ledgerOf(caller)).length).toBe(1);
    const before = standIns().neon.requests();
    expect((await send(call)).status).toBe(401);
    expect(standIns().neon.requests()).toBe(before);
  });

  it('comes with the date and the name of the person', async () => {
    await converse(somebody({ display_name: '민수"\n' }), '안녕?');
    const [system] = lastPrompt();
    expect(system?.content).toContain('"민수\\""');
    expect(system?.content).toMatch(
      new RegExp(`Today is \\w+,? \\d+ \\w+ ${new Date().getUTCFullYear()} \\(UTC\\)\\.$`),
    );
  });

  it('holds a turn once, even if the same request is delivered again and again', async () => {
    const caller = somebody();
    for (let delivery = 0; delivery < 4; delivery += 1) {
      const reply = await ask(running.stack, caller, '한 번만 기억해 줘', { key: 'one-interaction' });
      expect(reply.status).toBe(200);
      await expect.poll(async () => (await rowsOf(caller)).length).toBe(2);
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await rowsOf(caller)).toHaveLength(2);
    expect(await ledgerOf(caller)).toHaveLength(1);
  });

  it('holds all of an aborted answer that was sent, to the last token', async () => {
    const caller = somebody();
    standIns().openai.setFaults({ stall: { afterTokens: 30 } });
    const { url, method, headers, body } = await signChat(running.stack, caller, '1부터 100까지 세어줘', {
      stream: true,
    });
    const seen = await readThenReset({ url, method, headers, body }, 30);
    standIns().openai.setFaults({});
    await expect.poll(async () => (await ledgerOf(caller))[0]?.outcome).toBe('client_gone');
    const [, answer] = await rowsOf(caller);
    expect(answer).toMatchObject({ content: seen.trimEnd(), complete: false });
  });

  it('ends with /reset: the model sees nothing of it, and the answer says how much was left behind', async () => {
    const { stack } = running;
    const { interactionId } = await stack.invoke('chat', { prompt: '내 나무는 소나무야' });
    await stack.settled(interactionId);
    await expect.poll(async () => (await rowsOf({ user_id: stack.member } as Caller)).length).toBe(2);
    const reset = await stack.invoke('reset');
    expect(textOf(await stack.record(reset.interactionId))).toContain('2개');
    await stack.settled((await stack.invoke('chat', { prompt: '내 나무는 뭐야?' })).interactionId);
    expect(JSON.stringify(lastPrompt())).not.toContain('소나무');
  });
});

/** Reads so many tokens and resets the connection, which is noticed at once. Gives the text of those tokens. */
function readThenReset(call: SignedCall, tokens: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(call.url, { method: call.method, headers: call.headers }, async (response) => {
      let seen = '';
      let left = tokens;
      for await (const data of decodeSse(Readable.toWeb(response) as never)) {
        const content: string = JSON.parse(data).choices[0]?.delta.content ?? '';
        seen += content;
        if (content !== '') left -= 1;
        if (left > 0) continue;
        resolve(seen);
        response.socket.resetAndDestroy();
        return;
      }
      reject(new Error(`The answer ended ${left} tokens too early`));
    });
    sent.on('error', reject);
    sent.end(call.body);
  });
}

describe('the ledger', () => {
  it('has one row a model call, with what it cost', async () => {
    const caller = somebody();
    await converse(caller, '1부터 10까지 세어줘');
    const [row] = await ledgerOf(caller);
    expect(row).toMatchObject({
      space: caller.guild_id,
      model: 'gpt-4o-mini',
      outcome: 'ok',
      fallback: false,
      cached: false,
      estimated: false,
    });
    const numbers = ['prompt_tokens', 'completion_tokens', 'cost_micro_usd', 'total_ms'];
    for (const name of numbers) expect(Number(row?.[name])).toBeGreaterThan(0);
    expect(Number(row?.first_token_ms)).toBeLessThanOrEqual(Number(row?.total_ms));
  });

  it('has a row for a call that failed, at no cost', async () => {
    const caller = somebody();
    standIns().openai.setFaults({ status: { status: 400 } });
    await ask(running.stack, caller, '안녕');
    standIns().openai.setFaults({});
    await expect.poll(() => ledgerOf(caller)).toMatchObject([{ outcome: 'provider_rejected' }]);
    expect(Number((await ledgerOf(caller))[0]?.cost_micro_usd)).toBe(0);
    expect(await rowsOf(caller)).toEqual([]);
  });
});
