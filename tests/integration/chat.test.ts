import { afterEach, describe, expect, it } from 'vitest';
import { withoutQuestion } from '../../dev/answer-text.ts';
import { standInsOf } from '../stand-ins.ts';
import { textOf, useStack } from '../use-stack.ts';

/** The main path: a command in a channel, an answer that grows, and what is left behind. */
const running = useStack({
  discordFaults: { unknownWebhookMs: 150 },
  vars: { bff: { ANSWER_CACHE_SEC: '0' } },
});

const SUPPRESS_EMBEDS = 4;

function provider() {
  const { openai } = standInsOf(running.stack, 'openai');
  return openai;
}

afterEach(() => provider().setFaults({}));

async function chat(prompt: string, as: Parameters<typeof running.stack.invoke>[2] = {}) {
  const result = await running.stack.invoke('chat', { prompt }, as);
  expect(result.failure).toBeNull();
  return running.stack.settled(result.interactionId);
}

describe('/chat', () => {
  it('defers, then shows the answer whole, once, without pinging anybody', async () => {
    const record = await chat('따라 해: @everyone 1부터 셋까지 <@1300000000000000102>');
    expect(record.callbackType).toBe(5);
    expect(record.messages).toHaveLength(1);
    expect(textOf(record)).toContain('@everyone');
    expect(record.messages[0]).not.toMatchObject({ pinged: [expect.anything()] });
  });

  it('shows the question above the answer, and remembers and sends it only as the question', async () => {
    const question = '따라 해: **별**이\n떴다';
    const record = await chat(question);
    const [first] = record.messages;
    expect(first?.content).toMatch(/^> 따라 해: \\\*\\\*별\\\*\\\*이 떴다\n\n/);
    await chat('뭐라고 했지?');
    const body = provider().requests().at(-1)?.body as { messages: { content: string }[] };
    expect(body.messages.some(({ content }) => content === question)).toBe(true);
    expect(JSON.stringify(body)).not.toContain('> 따라');
  });

  it('shows nothing of what the model thinks inside its text', async () => {
    const record = await chat('따라 해: <think>비밀 생각</think>서울이에요.');
    expect(textOf(record)).toBe('서울이에요.');
  });

  it('names to the model who is mentioned', async () => {
    await chat('<@1300000000000000102>에게 뭐라고 할까?');
    const body = provider().requests().at(-1)?.body as { messages: { content: string }[] };
    expect(body.messages.at(-1)?.content).toBe('@Robin에게 뭐라고 할까?');
  });

  it('lets the answer grow while the model is still writing', async () => {
    provider().setFaults({ stall: { afterTokens: 8 } });
    const { interactionId } = await running.stack.invoke('chat', { prompt: '1부터 30까지 세어줘' });
    const growing = await running.stack.settled(interactionId, ({ messages }) =>
      messages.some(({ content }) => withoutQuestion(content).includes('1')),
    );
    expect(growing.messages[0]?.components.length).toBe(1);
    const stop = growing.messages[0]?.components[0]?.components[0]?.custom_id ?? '';
    expect(stop).toMatch(/^stop/);
    await running.stack.press(growing.messages[0] as never, stop);
    const stopped = await running.stack.settled(interactionId);
    expect(textOf(stopped)).toContain('1');
  });

  it('splits an answer that is too long for one message, and loses nothing', async () => {
    const record = await chat('긴 글 써줘 5000자');
    expect(record.messages.length).toBeGreaterThan(2);
    for (const { content } of record.messages) expect(content.length).toBeLessThanOrEqual(2000);
  });

  it('suppresses the previews of links in every message', async () => {
    const { messages } = await chat('긴 글 써줘 5000자');
    expect(messages.map(({ flags }) => flags)).toEqual(messages.map(() => SUPPRESS_EMBEDS));
  });

  it('remembers the conversation, per channel and person, until /reset', async () => {
    await chat('내 이름은 민수야');
    expect(textOf(await chat('내 이름이 뭐야?'))).toContain('민수');
    expect(textOf(await chat('내 이름이 뭐야?', { userId: running.stack.moderator }))).not.toContain('민수');
    expect(textOf(await chat('내 이름이 뭐야?', { channelId: '1300000000000000302' }))).not.toContain('민수');
    const reset = await running.stack.invoke('reset');
    expect(textOf(await running.stack.record(reset.interactionId))).toMatch(/초기화/);
    expect(textOf(await chat('내 이름이 뭐야?'))).not.toContain('민수');
  });

  it('survives NUL, lone surrogates and right-to-left marks in a prompt', async () => {
    const record = await chat('따라 해: a\u0000b\ud83dc\u202ed');
    expect(textOf(record)).toMatch(/a.*b.*c/);
  });

  it('carries one question to the model for one interaction, and closes its connection', async () => {
    provider().forgetRequests();
    await chat('안녕, 너는 누구야?');
    expect(provider().requests()).toHaveLength(1);
    expect(provider().connections().open).toBe(0);
  });

  it.each([
    ['도움말', /\/채팅/],
    ['대화 초기화해줘', /초기화|잊을/],
    ['reset our chat', /초기화|잊을/],
    ['상태 알려줘', /gpt-4o-mini/],
  ])('answers %j at once, without a model', async (prompt, expected) => {
    provider().forgetRequests();
    const result = await running.stack.invoke('chat', { prompt });
    expect(result.callbackType).toBe(4);
    const record = await running.stack.record(result.interactionId);
    expect(JSON.stringify(record.messages)).toMatch(expected);
    expect(provider().requests()).toHaveLength(0);
  });
});

describe('/status', () => {
  it('shows the parts, the allowance and the model, to the caller alone', async () => {
    const result = await running.stack.invoke('status', {}, { locale: 'en-US' });
    const record = await running.stack.record(result.interactionId);
    expect(record.messages[0]?.ephemeral).toBe(true);
    for (const expected of [/Redis/, /gpt-4o-mini/, /20/]) expect(textOf(record)).toMatch(expected);
  });
});

describe('the logs', () => {
  it('join bot, bff and llm by one trace id, and hold no prompt, token, key or user id', async () => {
    const secretWords = `zirconium-${Math.random().toString(36).slice(2)}`;
    const before = running.stack.logs.length;
    const { interactionId } = await running.stack.invoke('chat', { prompt: `따라 해: ${secretWords}` });
    const record = await running.stack.settled(interactionId);
    expect(textOf(record)).toContain(secretWords);
    await expect
      .poll(() => running.stack.logs.slice(before).some(({ event }) => event === 'delivery.finished'))
      .toBe(true);

    const lines = running.stack.logs.slice(before).filter(({ traceId }) => traceId !== undefined);
    const traceId = lines.find((line) => line.interactionId === interactionId)?.traceId;
    expect(traceId).toMatch(/^[0-9a-f]{32}$/);
    const workers = new Set(lines.filter((line) => line.traceId === traceId).map(({ worker }) => worker));
    expect(workers).toEqual(new Set(['bot', 'bff', 'llm']));

    const everything = JSON.stringify(running.stack.logs);
    const { keys } = running.stack;
    for (const secret of [
      secretWords,
      running.stack.member,
      keys.sharedSecret,
      keys.apiKey,
      keys.openaiApiKey,
      keys.upstashToken,
      keys.botToken,
    ]) {
      expect(everything).not.toContain(secret);
    }
    expect(running.stack.strayLines).toEqual([]);
  });
});
