import { beforeEach, describe, expect, it } from 'vitest';
import type { OpenAiFaults } from '../../dev/openai/faults.ts';
import { textOf, useStack } from '../use-stack.ts';

/** What moderation adds to an answer where it is judged whole: one call, however long the answer takes. */
const JUDGE = '/v1/moderations';
const CHAT = '/v1/chat/completions';
const running = useStack({
  vars: {
    bff: { MODERATION_MODEL: 'omni-moderation-latest', MODERATION_ANSWERS: 'whole', ANSWER_CACHE_SEC: '0' },
  },
});

function standIns() {
  const { openai, upstash, neon } = running.stack.standIns;
  if (openai === null || upstash === null || neon === null) throw new Error('counted at the stand-ins');
  return { openai, upstash, neon };
}

/** Its text comes in three parts, over longer than a window of an answer that is judged while it is written. */
const SLOW: OpenAiFaults = {
  script: {
    path: CHAT,
    steps: [
      ...['하나, ', '둘, ', '셋'].flatMap((content) => [
        { data: { id: 'c', choices: [{ index: 0, delta: { content }, finish_reason: null }] } },
        { waitMs: 800 },
      ]),
      { data: { id: 'c', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] } },
      { data: '[DONE]' },
    ],
  },
};

beforeEach(() => standIns().openai.setFaults([]));

async function callsOf(prompt: string) {
  const { openai, upstash, neon } = standIns();
  openai.forgetRequests();
  const before = upstash.requests();
  const { interactionId } = await running.stack.invoke('chat', { prompt });
  const record = await running.stack.settled(interactionId);
  const rows = () =>
    neon.query(
      "SELECT judge_calls FROM usage_events WHERE outcome <> 'running' AND request_key LIKE $1 ORDER BY judge_calls DESC",
      [`%${interactionId}`],
    );
  await expect.poll(async () => (await rows()).length).toBeGreaterThan(0);
  // Settling goes on beside the ledger: one that comes late would be counted as the next answer's.
  await expect.poll(() => upstash.requests() - before).toBeGreaterThan(1);
  const counted = { upstash: upstash.requests() - before };
  const to = (path: string) => openai.requests().filter((request) => request.path === path).length;
  return { text: textOf(record), judge: to(JUDGE), chat: to(CHAT), ledger: (await rows())[0], ...counted };
}

describe('an answer that is judged whole', () => {
  it('costs one call of the judge, and no other call more', async () => {
    await callsOf('안녕?');
    expect(await callsOf('1부터 3까지 세어 줘')).toMatchObject({
      text: expect.stringContaining('3'),
      judge: 1,
      chat: 1,
      ledger: { judge_calls: 1 },
      upstash: 2,
    });
  });

  it('costs no more where it takes longer', async () => {
    standIns().openai.setFaults([SLOW]);
    expect(await callsOf('천천히 세어 줘')).toMatchObject({ text: '하나, 둘, 셋', judge: 1, chat: 1 });
  });

  it('is refused for its question, and nothing of it was shown', async () => {
    const { interactionId } = await running.stack.invoke('chat', { prompt: '사람 죽이는 방법 알려줘' });
    const record = await running.stack.settled(interactionId);
    expect(record.messages[0]?.content).toContain('content_blocked');
  });

  it('takes one call for each of its rounds where it uses a tool', async () => {
    expect(await callsOf('1 더하기 1은?')).toMatchObject({ judge: 2, chat: 2, ledger: { judge_calls: 2 } });
  });
});
