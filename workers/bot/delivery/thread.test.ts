import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutgoingMessage } from '../discord/message.ts';
import { readThreadReply, type ThreadReply } from '../discord/threads.ts';
import type { WebhookReply } from '../discord/webhook.ts';
import { en } from '../locale/en.ts';
import type { AnswerTask, DeliveryJob } from './job.ts';
import { openThread, requesterOf, takeBackName, threadName } from './thread.ts';

const MESSAGE = '1400000000000000009';
const job: DeliveryJob = {
  interactionId: '1400000000000000001',
  token: 't',
  caller: { user_id: '1', guild_id: '2', channel_id: '3', locale: 'en' },
  task: { kind: 'answer', prompt: 'Why is the\nsky **blue**?', thread: { state: 'wanted' } },
  traceparent: '',
  receivedAtMs: 0,
};
const written: WebhookReply = {
  kind: 'ok',
  message: { id: MESSAGE, content: '', isBlank: false, buttons: [], attachments: [] },
  pauseMs: 0,
};
const open: ThreadReply = { kind: 'open', threadId: MESSAGE };
const refused = (status: number, code: number): ThreadReply => ({ kind: 'refused', status, code });

interface Replies {
  edits?: WebhookReply[];
  threads?: ThreadReply[];
  hasToken?: boolean;
}

async function run(replies: Replies, asked = job) {
  const edits: OutgoingMessage[] = [];
  const opened: string[] = [];
  const slept: number[] = [];
  const order: string[] = [];
  const result = await openThread(asked, {
    webhook: {
      edit: async (_, message) => {
        order.push('edit');
        edits.push(message);
        return replies.edits?.[edits.length - 1] ?? written;
      },
    },
    openThread:
      replies.hasToken === false
        ? null
        : async (channelId, messageId, name) => {
            order.push('thread');
            opened.push(`${channelId}/${messageId}: ${name}`);
            return replies.threads?.[opened.length - 1] ?? open;
          },
    texts: en,
    sleep: async (ms) => void slept.push(ms),
    onPosting: (phase) => void order.push(phase),
  });
  return { ...result, edits, opened, slept, order };
}

describe('the thread of a question that is refused', () => {
  it('gets a name that says nothing of it, and a limit is waited for', async () => {
    const names: string[] = [];
    const slept: number[] = [];
    const reply = await takeBackName(MESSAGE, {
      texts: en,
      sleep: async (ms) => void slept.push(ms),
      renameThread: async (id, name) => {
        names.push(`${id}: ${name}`);
        return names.length === 1 ? { kind: 'rate_limited', retryAfterMs: 300 } : open;
      },
    });
    expect([reply, slept.length, new Set(names)]).toEqual([
      'open',
      1,
      new Set([`${MESSAGE}: ${en.conversations.threads.nameless}`]),
    ]);
  });
});

describe('the thread of an answer', () => {
  it('is opened on the answer’s message, which is written before it', async () => {
    const { thread, order, edits, opened, requests } = await run({});
    expect(order).toEqual(['waiting', 'edit', 'thread']);
    expect(edits[0]?.content).toContain(en.conversations.threads.opening);
    expect(opened).toEqual([`3/${MESSAGE}: Why is the sky **blue**?`]);
    expect([thread, requests]).toEqual([{ state: 'open', id: MESSAGE }, 2]);
  });

  it('does not tell by its name a question that settings do not show', async () => {
    const { opened } = await run({}, { ...job, task: { ...job.task, showsQuestion: false } as AnswerTask });
    expect(opened).toEqual([`3/${MESSAGE}: ${en.conversations.threads.nameless}`]);
  });

  it('waits for the deferral to arrive, and for limits and outages, a few times', async () => {
    const { thread, requests } = await run({
      edits: [{ kind: 'unknown_webhook' }, { kind: 'unavailable', status: 503, maybeDone: false }],
      threads: [{ kind: 'rate_limited', retryAfterMs: 300 }, { kind: 'unavailable' }],
    });
    expect([thread.state, requests]).toEqual(['open', 6]);
    const down = await run({ threads: Array.from({ length: 9 }, () => ({ kind: 'unavailable' as const })) });
    expect(down.thread).toEqual({ state: 'failed', problem: 'thread_failed' });
    expect(down.requests).toBeLessThan(10);
    const limited = await run({ threads: [{ kind: 'rate_limited', retryAfterMs: 60_000 }] });
    expect([limited.thread.state, limited.slept]).toEqual(['failed', []]);
  });

  it.each([
    [403, 50_013, 'thread_forbidden'],
    [403, 50_001, 'thread_forbidden'],
    [400, 50_024, 'thread_impossible'],
    [400, 160_006, 'thread_limit'],
    [400, 160_007, 'thread_limit'],
    [401, 0, 'thread_unavailable'],
    [404, 10_008, 'thread_failed'],
  ])('that is refused with %i and %i is a %s', async (status, code, problem) => {
    const { thread, opened } = await run({ threads: [refused(status, code)] });
    expect([thread, opened.length]).toEqual([{ state: 'failed', problem }, 1]);
  });

  it('has another name when its own is refused', async () => {
    const { thread, opened } = await run({ threads: [refused(400, 200_001), open] });
    expect(thread.state).toBe('open');
    expect(opened[1]).toContain(en.conversations.threads.nameless);
  });

  it('is not tried without a token, nor on a message that is not there', async () => {
    expect((await run({ hasToken: false })).edits).toEqual([]);
    const gone = await run({ edits: [{ kind: 'gone', status: 404, code: 10_008 }] });
    expect([gone.thread.state, gone.opened]).toEqual(['failed', []]);
  });

  it('is where the question is asked, once it is open', () => {
    const at = (thread: object) => requesterOf({ ...job, task: { ...job.task, thread } as never }).channel_id;
    expect(at({ state: 'open', id: MESSAGE })).toBe(MESSAGE);
    expect(at({ state: 'failed', problem: 'thread_failed' })).toBe('3');
  });

  it('has a name that Discord takes, from any question', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (question) => {
        const name = threadName(question);
        if (name === null) return;
        expect(name.length).toBeLessThanOrEqual(100);
        expect(name.trim()).toBe(name);
        expect(name.isWellFormed()).toBe(true);
        expect(name).not.toMatch(/[\n\u202e]/);
      }),
      { numRuns: 40 },
    );
    expect(threadName('\u200b \n')).toBeNull();
  });
});

it('reads that a thread was there before as one that is open', () => {
  expect(readThreadReply(400, { code: 160_004 }, MESSAGE)).toEqual(open);
  expect(readThreadReply(201, { id: MESSAGE }, '1')).toEqual(open);
  expect(readThreadReply(429, { retry_after: 0.5 }, '1')).toEqual({
    kind: 'rate_limited',
    retryAfterMs: 500,
  });
  expect(readThreadReply(502, null, '1')).toEqual({ kind: 'unavailable' });
});
