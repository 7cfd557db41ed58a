import { describe, expect, it } from 'vitest';
import type { MessageView } from '../../dev/discord/protocol.ts';
import type { PrivacyExport } from '../../shared/contract/privacy.ts';
import { redis } from '../redis.ts';
import { ask, somebody } from '../signed-calls.ts';
import { standInsOf } from '../stand-ins.ts';
import { textOf, useStack } from '../use-stack.ts';

/** What a person may see, take along and erase of what is stored about them, and what goes by itself. */
const running = useStack();
const ROBIN = '1300000000000000102';

function database() {
  const { neon } = standInsOf(running.stack, 'neon');
  return neon;
}
const count = async (sql: string, ...params: string[]) =>
  Number((await database().query(sql, params))[0]?.count);
const messagesOf = (userId: string) =>
  count(
    'SELECT count(*) FROM messages m JOIN conversations c ON c.id = m.conversation_id WHERE c.user_id = $1',
    userId,
  );

async function chat(prompt: string, userId: string): Promise<void> {
  const before = await messagesOf(userId);
  const { interactionId } = await running.stack.invoke('chat', { prompt }, { userId });
  await running.stack.settled(interactionId);
  await expect.poll(() => messagesOf(userId)).toBe(before + 2);
}

async function privacy(what: string, options = {}, userId = running.stack.member): Promise<MessageView> {
  const { interactionId } = await running.stack.invoke(`privacy ${what}`, options, { userId });
  const record = await running.stack.settled(interactionId, ({ messages }) =>
    messages.some(({ state }) => state !== 'thinking'),
  );
  const [message] = record.messages;
  if (message === undefined) throw new Error('there is no answer');
  expect(message.ephemeral).toBe(true);
  return message;
}

describe('/privacy', () => {
  it('shows what is stored about the caller, to the caller alone', async () => {
    await chat('내 비밀은 보라색이야', running.stack.member);
    await chat('내 비밀은 초록색이야', ROBIN);
    const { content } = await privacy('show');
    expect(content).toMatch(/대화 1개, 메시지 2개/);
    expect(content).toMatch(/모델 사용 기록 1건/);
    expect(content).toContain('30일');
  });

  it('hands everything over as a file, and nothing of anybody else', async () => {
    const { attachments } = await privacy('export');
    expect(attachments).toMatchObject([
      { filename: 'libra-data.json', content_type: expect.stringContaining('json') },
    ]);
    const file = (await (await fetch(attachments[0]?.url ?? '')).json()) as PrivacyExport;
    expect(file.user_id).toBe(running.stack.member);
    expect(file.messages.map(({ role }) => role)).toEqual(['user', 'assistant']);
    expect(file.messages[0]).toMatchObject({
      content: '내 비밀은 보라색이야',
      channel_id: '1300000000000000301',
    });
    expect(file.usage).toMatchObject([{ model: 'gpt-4o-mini', outcome: 'ok' }]);
    expect(JSON.stringify(file)).not.toContain('초록색');
  });

  it('erases after a second look: messages, kept answers and the name in the ledger; the sums stay', async () => {
    const { stack } = running;
    const { member } = stack;
    await expect.poll(() => redis<string[]>(stack, 'SMEMBERS', `llm:kept:${member}`)).not.toEqual([]);
    const kept = await redis<string[]>(stack, 'SMEMBERS', `llm:kept:${member}`);
    const ledger = await count('SELECT count(*) FROM usage_events');

    const question = await privacy('erase');
    const [yes] = question.components.flatMap(({ components }) => components);
    expect(await messagesOf(member)).toBe(2);
    const pressed = await stack.press(question, yes?.custom_id ?? '', member);
    expect(pressed.failure).toBeNull();

    await expect.poll(() => messagesOf(member)).toBe(0);
    expect(await count('SELECT count(*) FROM conversations WHERE user_id = $1', member)).toBe(0);
    expect(await count('SELECT count(*) FROM usage_events WHERE user_id = $1', member)).toBe(0);
    expect(await count('SELECT count(*) FROM usage_events')).toBe(ledger);
    expect(await redis<number>(stack, 'EXISTS', ...kept, `llm:kept:${member}`)).toBe(0);
    // Somebody else's are untouched.
    expect(await messagesOf(ROBIN)).toBe(2);
    expect((await privacy('show')).content).toMatch(/메시지 0개/);
  });

  it('lets a person choose that nothing is stored; the answer still comes and says so', async () => {
    await privacy('remember', { enabled: false });
    const { interactionId } = await running.stack.invoke('chat', { prompt: '이건 비밀이야' });
    const record = await running.stack.settled(interactionId);
    expect(textOf(record)).toContain('비밀');
    expect(textOf(record)).toContain('기억하지 않아요');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await messagesOf(running.stack.member)).toBe(0);
    await privacy('remember', { enabled: true });
  });
});

describe('retention', () => {
  it('runs by the cron trigger: old messages and names go, newer ones stay', async () => {
    const caller = somebody();
    await ask(running.stack, caller, '오래된 이야기');
    await ask(running.stack, caller, '새 이야기');
    await expect.poll(() => messagesOf(caller.user_id)).toBe(4);
    await database().query(
      `UPDATE messages SET created_at = now() - interval '31 days' WHERE content = '오래된 이야기'`,
    );
    await database().query(
      `UPDATE usage_events SET created_at = now() - interval '31 days'
       WHERE id IN (SELECT id FROM usage_events WHERE user_id = $1 LIMIT 1)`,
      [caller.user_id],
    );
    const others = await messagesOf(ROBIN);

    const bff = await running.stack.workers.miniflare.getWorker('libra-bff');
    const outcome = await bff.scheduled({ cron: '17 3 * * *' });
    expect(outcome.outcome).toBe('ok');
    await expect.poll(() => messagesOf(caller.user_id)).toBe(3);
    expect(await count('SELECT count(*) FROM usage_events WHERE user_id = $1', caller.user_id)).toBe(1);
    expect(await messagesOf(ROBIN)).toBe(others);
    const line = running.stack.logs.find(({ event }) => event === 'retention.enforced');
    expect(line).toMatchObject({ messages: 1, usageEvents: 1, unfinished: false });
  });

  it('is logged when the database does not let it', async () => {
    database().setFaults({ down: true });
    const bff = await running.stack.workers.miniflare.getWorker('libra-bff');
    await bff.scheduled({ cron: '17 3 * * *' });
    database().setFaults({});
    await expect.poll(() => running.stack.logs.some(({ event }) => event === 'retention.failed')).toBe(true);
  });
});
