import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withoutQuestion } from '../../dev/answer-text.ts';
import type { InteractionRecord, MessageView } from '../../dev/discord/protocol.ts';
import { ko } from '../../workers/bot/locale/ko.ts';
import { standInsOf } from '../stand-ins.ts';
import { textOf, useStack } from '../use-stack.ts';

/** Stop, Retry and Continue under an answer: what they do, for whom, and who pays. */
const running = useStack({ vars: { bff: { ANSWER_CACHE_SEC: '0' } } });
const QUESTION = '1부터 30까지 세어줘';

function standIns() {
  const { openai, neon } = standInsOf(running.stack, 'openai', 'neon');
  return { openai, neon };
}

beforeEach(() => standIns().openai.forgetRequests());
afterEach(() => standIns().openai.setFaults({}));

function customId({ components }: MessageView, action: string): string {
  const ids = components.flatMap((row) => row.components.flatMap(({ custom_id }) => custom_id ?? []));
  return ids.find((id) => id.startsWith(action)) ?? '';
}

/** A question whose answer stalls in the middle and is stopped there. */
async function askAndStop(
  userId: string,
  prompt = QUESTION,
  afterTokens = 8,
): Promise<{ interactionId: string; message: MessageView }> {
  const { stack } = running;
  standIns().openai.setFaults({ stall: { afterTokens } });
  const { interactionId, detail } = await stack.invoke('chat', { prompt }, { userId });
  expect(detail).toBeNull();
  const growing = (await stack.settled(interactionId, hasStop)).messages[0] as MessageView;
  expect((await stack.press(growing, customId(growing, 'stop'))).detail).toBeNull();
  const stopped = await stack.settled(interactionId);
  standIns().openai.setFaults({});
  await expect.poll(() => ledgerOf(interactionId)).toMatchObject([{ outcome: 'client_gone' }]);
  return { interactionId, message: stopped.messages[0] as MessageView };
}

const hasStop = ({ messages: [first] }: InteractionRecord) =>
  first !== undefined && customId(first, 'stop') !== '';

const ledgerOf = (interactionId: string) =>
  standIns().neon.query(
    'SELECT user_id, outcome, cost_micro_usd::int AS cost FROM usage_events WHERE request_key LIKE $1',
    [`%${interactionId}`],
  );

function lastPrompt(): { role: string; content: string }[] {
  const body = standIns().openai.requests().at(-1)?.body as { messages: { role: string; content: string }[] };
  return body.messages;
}

describe('Stop', () => {
  it('ends an answer that keeps its person waiting for the first word, and hangs up on the model', async () => {
    const { stack } = running;
    standIns().openai.setFaults({ hangBeforeHeaders: {} });
    const { interactionId } = await stack.invoke('chat', { prompt: QUESTION });
    const waiting = (await stack.settled(interactionId, hasStop)).messages[0] as MessageView;
    expect(waiting.content).toBe(`> ${QUESTION}\n\n${ko.waiting}`);
    await stack.press(waiting, customId(waiting, 'stop'));
    expect((await stack.settled(interactionId)).messages[0]?.content).toBe(
      `> ${QUESTION}\n\n${ko.notices.stopped}`,
    );
    await expect.poll(() => standIns().openai.connections().open).toBe(0);
    await expect.poll(() => ledgerOf(interactionId)).toMatchObject([{ outcome: 'client_gone' }]);
  });
});

describe('Stop of a long answer', () => {
  it('stands under its newest message, and ends it from there', async () => {
    const { stack } = running;
    standIns().openai.setFaults({ stall: { afterTokens: 1_600 } });
    const { interactionId } = await stack.invoke('chat', { prompt: '긴 글 써줘 5000자' });
    const { messages } = await stack.settled(interactionId, ({ messages: [first, second, third] }) => {
      const newest = third ?? second;
      return (
        first !== undefined &&
        newest !== undefined &&
        customId(newest, 'stop') !== '' &&
        customId(first, 'stop') === ''
      );
    });
    const newest = messages.at(-1) as MessageView;
    expect(messages.filter((message) => customId(message, 'stop') !== '')).toEqual([newest]);
    expect((await stack.press(newest, customId(newest, 'stop'))).detail).toBeNull();
    const stopped = await stack.settled(interactionId);
    expect(stopped.messages.at(-1)?.content).toContain(ko.notices.stopped);
    await expect.poll(() => ledgerOf(interactionId)).toMatchObject([{ outcome: 'client_gone' }]);
  });
});

describe('Continue', () => {
  it.each([
    ['who asked', 'member'],
    ['a moderator', 'moderator'],
  ] as const)('pressed by %s, shows the model what was said, and where it broke off', async (_, who) => {
    const { stack } = running;
    const { message } = await askAndStop(stack.member);
    const said = withoutQuestion(message.content).replace(ko.notices.stopped, '').trim();
    const { interactionId, failure } = await stack.press(message, customId(message, 'continue'), stack[who]);
    expect(failure).toBeNull();
    const { messages } = await stack.settled(interactionId);
    expect(messages[0]?.state).toBe('shown');
    const [question, answer, request] = lastPrompt().slice(-3);
    expect(question).toEqual({ role: 'user', content: QUESTION });
    expect(answer?.role).toBe('assistant');
    expect(answer?.content).toContain(said);
    expect(answer?.content).not.toContain(QUESTION);
    expect(messages[0]?.content).not.toMatch(/^> /);
    expect(request).toEqual({ role: 'user', content: ko.continuePrompt });
    await expect.poll(() => ledgerOf(interactionId)).toMatchObject([{ user_id: stack[who] }]);
  });
});

describe('Continue of an answer that broke off within code', () => {
  it('shows the rest of the code as code, and what is behind it as text', async () => {
    const { stack } = running;
    const { message } = await askAndStop(stack.member, '타입스크립트 예제 보여줘', 60);
    expect(message.content).toMatch(/```ts\ninterface/);
    const { interactionId } = await stack.press(message, customId(message, 'continue'), stack.member);
    const [first] = (await stack.settled(interactionId)).messages;
    expect(first?.content).toMatch(/^```ts\n[^`]+\n```\n\n- /);
  });
});

describe('Retry and Continue of a moderator', () => {
  const storedOf = (userId: string) =>
    standIns().neon.query(
      `SELECT m.content FROM messages m JOIN conversations c ON c.id = m.conversation_id WHERE c.user_id = $1`,
      [userId],
    );

  it.each(['retry', 'continue'])(
    '%s of somebody who is not remembered leaves the question in no history and no export',
    async (action) => {
      const { stack } = running;
      const secret = `비밀 ${crypto.randomUUID()}: ${QUESTION}`;
      await stack.invoke('privacy remember', { enabled: false }, { userId: stack.member });
      const { message } = await askAndStop(stack.member, secret);
      const press = await stack.press(message, customId(message, action), stack.moderator);
      expect(press.failure).toBeNull();
      const answered = await stack.settled(press.interactionId);
      expect(textOf(answered)).toContain(ko.notices.not_remembered);
      expect(JSON.stringify(lastPrompt())).toContain(secret);
      await expect
        .poll(() => ledgerOf(press.interactionId))
        .toMatchObject([{ user_id: stack.moderator, outcome: 'ok' }]);
      for (const userId of [stack.moderator, stack.member]) {
        expect(JSON.stringify(await storedOf(userId))).not.toContain(secret);
      }
      const exported = await stack.invoke('privacy export', {}, { userId: stack.moderator });
      const { messages } = await stack.settled(exported.interactionId);
      const url = messages[0]?.attachments[0]?.url ?? '';
      const file = await (await fetch(new URL(url, stack.urls.page ?? ''))).text();
      expect(file).toContain('"usage"');
      expect(file).not.toContain(secret);
      await stack.invoke('privacy remember', { enabled: true }, { userId: stack.member });
    },
  );

  it('shows the model nothing of what was said in either conversation', async () => {
    const { stack } = running;
    for (const userId of [stack.member, stack.moderator]) {
      const { interactionId } = await stack.invoke('chat', { prompt: `따라 해: 살구 ${userId}` }, { userId });
      await stack.settled(interactionId);
      await expect.poll(async () => JSON.stringify(await storedOf(userId))).toContain(`살구 ${userId}`);
    }
    const { message } = await askAndStop(stack.member);
    const { interactionId } = await stack.press(message, customId(message, 'retry'), stack.moderator);
    await stack.settled(interactionId);
    expect(JSON.stringify(lastPrompt())).not.toContain('살구');
    expect(lastPrompt().at(-1)).toEqual({ role: 'user', content: QUESTION });
  });
});

describe('Retry', () => {
  it('asks the same again in a message of its own; each call is charged, to who asked for it', async () => {
    const { stack } = running;
    const { interactionId: first, message } = await askAndStop(stack.member);
    const retry = customId(message, 'retry');
    const { interactionId } = await stack.press(message, retry, stack.moderator);
    expect((await stack.settled(interactionId)).messages[0]?.content).toContain(`> ${QUESTION}\n\n1`);
    expect(textOf(await stack.settled(interactionId))).toMatch(/\b30\b/);
    expect(lastPrompt().at(-1)).toEqual({ role: 'user', content: QUESTION });
    await expect.poll(() => ledgerOf(interactionId)).toMatchObject([{ outcome: 'ok' }]);
    const rows = [...(await ledgerOf(first)), ...(await ledgerOf(interactionId))];
    expect(rows.map((row) => row.user_id)).toEqual([stack.member, stack.moderator]);
    for (const { cost } of rows) expect(Number(cost)).toBeGreaterThan(0);

    // What was said stays; the buttons go, and a press that was already under way finds them spent.
    const kept = await stack.settled(first, ({ messages }) => messages[0]?.components.length === 0);
    expect(textOf(kept)).toContain(ko.notices.stopped);
    expect(standIns().openai.requests()).toHaveLength(2);
  });

  it('is deferred like the first time when the press is delivered again after its answer', async () => {
    const { stack } = running;
    const { message } = await askAndStop(stack.member);
    const first = await stack.press(message, customId(message, 'retry'));
    await stack.settled(first.interactionId);
    const again = await stack.redeliver(first.interactionId);
    expect([first.callbackType, again.callbackType]).toEqual([5, 5]);
    const other = await stack.press(message, customId(message, 'retry')).catch(() => null);
    if (other !== null) expect(textOf(await stack.record(other.interactionId))).toContain('button_expired');
    expect(standIns().openai.requests()).toHaveLength(2);
  });

  it('is for nobody but who asked and moderators', async () => {
    const { stack } = running;
    const { message } = await askAndStop(stack.moderator);
    for (const action of ['retry', 'continue']) {
      const { interactionId } = await stack.press(message, customId(message, action), stack.member);
      expect(textOf(await stack.record(interactionId))).toContain('button_forbidden');
    }
    expect(standIns().openai.requests()).toHaveLength(1);
  });
});
