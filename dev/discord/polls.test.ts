import { afterEach, describe, expect, it } from 'vitest';
import { CHANNEL, type Json, startScene, type TestScene, USER } from './fake-bot.ts';

const HOUR_MS = 3_600_000;

let scene: TestScene;
let nowMs = Date.UTC(2026, 0, 1);
afterEach(() => scene.close());

/** A poll of the bot in the Korean channel: its message's id. */
async function start(more: Json = {}): Promise<string> {
  scene = await startScene({ now: () => nowMs });
  const response = await scene.api('POST', `/channels/${CHANNEL.korean}/messages`, {
    poll: {
      question: { text: 'Lunch?' },
      answers: [{ poll_media: { text: 'Rice' } }, { poll_media: { text: 'Soup' } }],
      duration: 1,
      ...more,
    },
  });
  expect(response.status).toBe(200);
  return ((await response.json()) as Json).id;
}
const vote = (messageId: string, userId: string, ...answerIds: number[]) =>
  scene.dev('POST', '/votes', { messageId, answerIds, userId });
const voters = async (messageId: string, answer: number, query = '') => {
  const path = `/channels/${CHANNEL.korean}/polls/${messageId}/answers/${answer}${query}`;
  const { users } = (await (await scene.api('GET', path)).json()) as Json;
  return users.map((user: Json) => user.id);
};
const expire = (messageId: string) =>
  scene.api('POST', `/channels/${CHANNEL.korean}/polls/${messageId}/expire`);
/** As the bot reads it in the channel. */
async function results(messageId: string): Promise<Json> {
  const messages = (await (await scene.api('GET', `/channels/${CHANNEL.korean}/messages`)).json()) as Json[];
  return messages.find(({ id }) => id === messageId)?.poll.results;
}
const refusal = async (response: Response) => [response.status, ((await response.json()) as Json).code];

describe('a poll', () => {
  it('counts a vote, a changed one and a removed one, as the bot reads them', async () => {
    const poll = await start();
    await vote(poll, USER.haneul, 1);
    await vote(poll, USER.robin, 1);
    expect(await results(poll)).toEqual({
      is_finalized: false,
      answer_counts: [{ id: 1, count: 2, me_voted: false }],
    });
    await vote(poll, USER.haneul, 2);
    expect((await results(poll)).answer_counts).toMatchObject([
      { id: 1, count: 1 },
      { id: 2, count: 1 },
    ]);
    await vote(poll, USER.robin);
    expect((await results(poll)).answer_counts).toMatchObject([{ id: 2, count: 1 }]);
  });

  it('takes several answers of a person only where it allows them', async () => {
    const single = await start();
    expect((await vote(single, USER.haneul, 1, 2)).status).toBe(400);
    await scene.close();
    const several = await start({ allow_multiselect: true });
    expect((await vote(several, USER.haneul, 1, 2)).status).toBe(200);
    expect((await results(several)).answer_counts).toHaveLength(2);
  });

  it('tells who has voted for an answer, page by page', async () => {
    const poll = await start();
    for (const user of [USER.robin, USER.haneul]) await vote(poll, user, 2);
    expect(await voters(poll, 2)).toEqual([USER.haneul, USER.robin]);
    expect(await voters(poll, 2, '?limit=1')).toEqual([USER.haneul]);
    expect(await voters(poll, 2, `?after=${USER.haneul}`)).toEqual([USER.robin]);
    expect(await voters(poll, 1)).toEqual([]);
  });

  it('is over after its hours: its counts are final, and no vote is taken', async () => {
    const poll = await start();
    await vote(poll, USER.haneul, 1);
    nowMs += HOUR_MS;
    expect((await vote(poll, USER.haneul, 2)).status).toBe(400);
    expect(await results(poll)).toMatchObject({ is_finalized: true, answer_counts: [{ id: 1, count: 1 }] });
  });

  it('is ended by the bot, once', async () => {
    const poll = await start();
    const ended = await expire(poll);
    expect(ended.status).toBe(200);
    const { expiry, results: counts } = ((await ended.json()) as Json).poll;
    expect([Date.parse(expiry), counts.is_finalized]).toEqual([nowMs, true]);
    expect(await refusal(await expire(poll))).toEqual([400, 520_001]);
    expect((await vote(poll, USER.haneul, 1)).status).toBe(400);
  });

  it('is not found where there is none, or where the person does not see it', async () => {
    const poll = await start();
    const plain = await scene.dev('POST', '/messages', {
      userId: USER.robin,
      channelId: CHANNEL.korean,
      content: 'hello',
    });
    const { id } = (await plain.json()) as Json;
    expect(await refusal(await expire(id))).toEqual([400, 520_006]);
    expect((await vote(id, USER.haneul, 1)).status).toBe(400);
    expect((await vote(poll, '1', 1)).status).toBe(400);
    expect(await refusal(await expire('1'))).toEqual([404, 10_008]);
    const direct = await scene.api('POST', `/channels/${CHANNEL.haneulsDm}/messages`, {
      poll: { question: { text: 'Lunch?' }, answers: [{ poll_media: { text: 'Rice' } }] },
    });
    const { id: secret } = (await direct.json()) as Json;
    expect((await vote(secret, USER.robin, 1)).status).toBe(400);
    expect((await vote(secret, USER.haneul, 1)).status).toBe(200);
  });
});
