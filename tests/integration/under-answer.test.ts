import { beforeEach, describe, expect, it } from 'vitest';
import { withoutQuestion } from '../../dev/answer-text.ts';
import type { InteractionRecord, MessageView } from '../../dev/discord/protocol.ts';
import { buttonsOf } from '../../dev/discord/world-client.ts';
import { signCall } from '../../dev/sign/signed-call.ts';
import { CHOOSE_PATH, RATE_PATH } from '../../shared/contract/answers.ts';
import { ko } from '../../workers/bot/locale/ko.ts';
import { send, somebody } from '../signed-calls.ts';
import { standInsOf } from '../stand-ins.ts';
import { textOf, useStack } from '../use-stack.ts';

/** The row under a whole answer: versions, ratings, a file, the cost. The cache of answers is on, as it is by default. */
const running = useStack();
const QUESTION = '따라 해: 사과가 셋, 배가 둘 있고 오늘은 날씨가 참 좋아요';

function standIns() {
  const { openai, neon } = standInsOf(running.stack, 'openai', 'neon');
  return { openai, neon };
}

beforeEach(() => standIns().openai.forgetRequests());

const idOf = (message: MessageView, action: string) =>
  buttonsOf(message).find((id) => id.startsWith(`${action}.`)) ?? '';

/** The label of each button, else its emoji; of the menu, its choices. */
function rowOf({ components }: MessageView): string[] {
  return components
    .flatMap((row) => row.components)
    .map((part) => {
      if (part.type === 3) return part.options.map(({ value }) => value).join();
      return part.type === 2 ? (part.label ?? part.emoji?.name ?? '') : '';
    });
}

const onlyOf = ({ messages }: InteractionRecord) => messages[0] as MessageView;
const read = async (id: string) => onlyOf(await running.stack.record(id));

async function ask(prompt = QUESTION, as: { userId?: string; channelId?: string } = {}) {
  const { interactionId } = await running.stack.invoke('chat', { prompt }, as);
  await running.stack.settled(interactionId);
  // Until then a version would not find the turn whose place it takes.
  await expect.poll(() => ledgerOf(interactionId)).toMatchObject([{ outcome: 'ok' }]);
  return interactionId;
}

/** Presses, and waits for what the message is to show. */
async function pressUntil(
  id: string,
  action: string,
  shows: string,
  values?: string[],
): Promise<MessageView> {
  const message = await read(id);
  const { failure, callbackType } = await running.stack.press(
    message,
    idOf(message, action),
    undefined,
    values,
  );
  expect([failure, callbackType]).toEqual([null, 6]);
  await expect.poll(async () => rowOf(await read(id))).toContain(shows);
  return read(id);
}

async function told(id: string, action: string, userId?: string, values?: string[]): Promise<string> {
  const message = await read(id);
  const { interactionId } = await running.stack.press(message, idOf(message, action), userId, values);
  const record = await running.stack.settled(interactionId);
  expect(record.messages.every(({ flags }) => (flags & 64) !== 0)).toBe(true);
  return textOf(record);
}

const ledgerOf = (interactionId: string) =>
  standIns().neon.query('SELECT outcome, rating FROM usage_events WHERE request_key LIKE $1', [
    `%${interactionId}`,
  ]);

const turnsOf = (userId: string, word: string) =>
  standIns().neon.query(
    `SELECT m.role, m.content, split_part(m.request_key, ':', 3) AS key FROM messages m
     WHERE m.request_key IN (SELECT request_key FROM messages WHERE content LIKE '%' || $2 || '%')
       AND m.conversation_id IN (SELECT id FROM conversations WHERE user_id = $1) ORDER BY m.ordinal`,
    [userId, word],
  );

describe('the row', () => {
  it('stands under a whole answer, wherever that is, and under nothing else', async () => {
    const { stack } = running;
    const direct = stack.world.channels.find(({ recipientId }) => recipientId === stack.member);
    const places = [
      await ask(),
      await ask(`나만 보이게 답해줘: ${QUESTION}`),
      await ask(QUESTION, { channelId: direct?.id ?? '' }),
    ];
    for (const id of places) {
      expect(rowOf(await read(id))).toEqual([
        ko.under.regenerate,
        '👍',
        '👎',
        ko.under.listen,
        'shorter,longer,file,cost,forget',
      ]);
    }
    const status = await stack.invoke('status');
    expect((await read(status.interactionId)).components).toEqual([]);
  });
});

describe('versions', () => {
  it('take the place of the turn, are paged through, and the one that is shown is remembered', async () => {
    const { stack } = running;
    const word = `버전${Date.now()}`;
    const id = await ask(`${QUESTION} ${word}`);
    const first = withoutQuestion((await read(id)).content);
    const again = await pressUntil(id, 'regenerate', '2/2 ▶');
    expect(withoutQuestion(again.content)).toBe(first);
    expect(standIns().openai.requests()).toHaveLength(2);

    const shorter = await pressUntil(id, 'more', '3/3 ▶', ['shorter']);
    expect(shorter.content).toContain(ko.under.shorterPrompt(80));
    await expect.poll(async () => (await turnsOf(stack.member, word)).length).toBe(2);
    const [question, answer] = await turnsOf(stack.member, word);
    expect(question).toMatchObject({ role: 'user', content: `${QUESTION} ${word}` });
    expect(answer?.content).toContain(ko.under.shorterPrompt(80));
    // The model was asked the same with nothing of the answers before.
    expect(JSON.stringify(standIns().openai.requests().at(-1)?.body).split(word)).toHaveLength(2);

    const before = await pressUntil(id, 'earlier', '2/3 ▶');
    expect(withoutQuestion(before.content)).toBe(first);
    await expect.poll(async () => (await turnsOf(stack.member, word))[1]?.content).toBe(first);
    expect((await stack.record(id)).messages).toHaveLength(1);
  });

  it('are made once of two presses at the same time, and of one that is delivered again', async () => {
    const { stack } = running;
    const id = await ask();
    const message = await read(id);
    const press = () => stack.press(message, idOf(message, 'regenerate'));
    const types = (await Promise.all([press(), press()])).toSorted(
      (a, b) => (b.callbackType ?? 0) - (a.callbackType ?? 0),
    );
    expect(types[0]?.callbackType).toBe(6);
    await expect.poll(async () => rowOf(await read(id)).join()).toMatch(/2\/2 ▶|3\/3 ▶/);
    const versions = standIns().openai.requests().length;
    await stack.redeliver(types[0]?.interactionId ?? '');
    expect(standIns().openai.requests()).toHaveLength(versions);
    expect(versions).toBe(types[1]?.callbackType === 6 ? 3 : 2);
  });

  it('follow an answer of several messages, and leave none of it behind', async () => {
    const { stack } = running;
    const { interactionId } = await stack.invoke('chat', { prompt: '긴 글 써줘 3000자' });
    const { messages } = await stack.settled(interactionId);
    expect(messages.length).toBeGreaterThan(1);
    const last = messages.at(-1) as MessageView;
    await stack.press(last, idOf(last, 'regenerate'));
    const done = await stack.settled(interactionId, (record) =>
      rowOf(record.messages.at(-1) as MessageView).includes('2/2 ▶'),
    );
    expect(textOf(done)).toBe(messages.map(({ content }) => withoutQuestion(content)).join('\n'));
  });
});

describe('a rating', () => {
  const call = async (path: string, body: object) =>
    JSON.parse(
      (
        await send(
          await signCall({
            secret: running.stack.keys.sharedSecret,
            signer: 'bot',
            url: `${running.stack.urls.bff}${path}`,
            body: JSON.stringify(body),
          }),
        )
      ).text,
    );

  it('is stored once and can be changed, and goes with its person', async () => {
    const { stack } = running;
    const id = await ask();
    const rate = async (action: string) => {
      const message = await read(id);
      expect((await stack.press(message, idOf(message, action))).callbackType).toBe(7);
    };
    for (const [action, rating] of [
      ['good', 1],
      ['good', 1],
      ['bad', -1],
    ] as const) {
      await rate(action);
      expect(await ledgerOf(id)).toMatchObject([{ rating }]);
      const styles = (await read(id)).components[0]?.components.map((part) =>
        'style' in part ? part.style : 0,
      );
      expect(styles).toEqual([2, action === 'good' ? 1 : 2, action === 'bad' ? 1 : 2, 2]);
    }
    const [{ id: row } = { id: '' }] = await standIns().neon.query(
      'SELECT id FROM usage_events WHERE request_key LIKE $1',
      [`%${id}`],
    );
    const { interactionId } = await stack.invoke('privacy erase');
    const question = await read(interactionId);
    await stack.press(question, idOf(question, 'erase'));
    const left = await standIns().neon.query('SELECT user_id, rating FROM usage_events WHERE id = $1', [row]);
    expect(left).toEqual([{ user_id: null, rating: null }]);
    await expect.poll(async () => (await read(id)).components).toEqual([]);
  });

  it('and the choice of a version are nobody else’s to change', async () => {
    const { stack } = running;
    const word = `남의답${Date.now()}`;
    const id = await ask(`${QUESTION} ${word}`);
    expect(await told(id, 'good', stack.moderator)).toContain('answer_forbidden');
    expect(await told(id, 'regenerate', stack.moderator)).toContain('answer_forbidden');
    expect(await told(id, 'more', stack.moderator, ['file'])).toContain('answer_forbidden');
    const { guildId = null, id: channelId } = stack.world.channels.find((one) => one.guildId !== null) ?? {
      id: '',
    };
    const other = somebody({ guild_id: guildId, channel_id: channelId });
    expect(await call(RATE_PATH, { libra: { caller: other }, request: id, rating: -1 })).toEqual({
      rated: 0,
    });
    expect(await call(CHOOSE_PATH, { libra: { caller: other }, request: id, answer: 'x' })).toEqual({
      chosen: 0,
    });
    expect(await ledgerOf(id)).toMatchObject([{ rating: null }]);
    expect((await turnsOf(stack.member, word))[1]?.content).toContain(word);
    expect(standIns().openai.requests()).toHaveLength(1);
  });
});

describe('the menu', () => {
  it('gives the answer as the model wrote it, and says what it cost, to the requester alone', async () => {
    const { stack } = running;
    const id = await ask('표를 보여줘');
    const cost = await told(id, 'more', undefined, ['cost']);
    expect(cost).toMatch(/입력 [\d,]+개.*출력 [\d,]+개\n비용: \$0\.\d{6}\n/s);
    const message = await read(id);
    const press = await stack.press(message, idOf(message, 'more'), undefined, ['file']);
    const { messages } = await stack.settled(
      press.interactionId,
      (record) => record.messages[0]?.state === 'shown',
    );
    const url = messages[0]?.attachments[0]?.url ?? '';
    const file = await (await fetch(new URL(url, stack.urls.page ?? ''))).text();
    expect(file).toMatch(/\|\s*-{2,}/);
    expect(message.content).not.toMatch(/\|\s*-{2,}/);
  });

  it('forgets the turn, and the row goes', async () => {
    const word = `잊기${Date.now()}`;
    const id = await ask(`${QUESTION} ${word}`);
    expect(await told(id, 'more', undefined, ['forget'])).toBe(ko.under.forgotten);
    expect(await turnsOf(running.stack.member, word)).toEqual([]);
    await expect.poll(async () => (await read(id)).components).toEqual([]);
  });
});
