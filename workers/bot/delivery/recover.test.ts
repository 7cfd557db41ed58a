import { expect, it } from 'vitest';
import type { OutgoingMessage, ReadMessage, WebhookReply } from '../discord/webhook.ts';
import { en } from '../locale/en.ts';
import { answerButtons } from '../message/buttons.ts';
import type { DeliveryJob } from './job.ts';
import { recover } from './recover.ts';

const job: DeliveryJob = {
  interactionId: '300000000000000001',
  token: 'token',
  caller: { user_id: '200000000000000001', guild_id: null, channel_id: '4', locale: 'en' },
  task: { kind: 'answer', prompt: 'Hello?' },
  traceparent: '',
  receivedAtMs: 0,
};
const STOP = `stop.${job.interactionId}.${job.caller.user_id}`;

function createChannel(messages: Record<string, Omit<ReadMessage, 'id'>>, faults: WebhookReply[] = []) {
  const edits: { id: string; message: OutgoingMessage }[] = [];
  return {
    edits,
    deps: {
      texts: en,
      now: () => 0,
      sleep: async () => {},
      webhook: {
        async edit(id: string, message: OutgoingMessage): Promise<WebhookReply> {
          const fault = faults.shift();
          if (fault !== undefined) return fault;
          edits.push({ id, message });
          return { kind: 'ok', message: null, pauseMs: 0 };
        },
        async create(): Promise<WebhookReply> {
          throw new Error('nothing new may be posted');
        },
        async read(id: string): Promise<WebhookReply> {
          const fault = faults.shift();
          if (fault !== undefined) return fault;
          const message = messages[id];
          return message === undefined
            ? { kind: 'gone', status: 404, code: 10_008 }
            : { kind: 'ok', message: { id, ...message }, pauseMs: 0 };
        },
      },
    },
  };
}

const fresh = { followUpIds: [], mayRun: true };
const delivery = { deliveryId: job.interactionId, askerId: job.caller.user_id };
const retry = answerButtons(['retry'], delivery, en);
const further = answerButtons(['retry', 'continue'], delivery, en);

it('lets a delivery begin anew when nothing was shown', async () => {
  const { deps, edits } = createChannel({ '@original': { content: '', buttons: [] } });
  expect(await recover(job, fresh, deps)).toEqual({ kind: 'untouched' });
  expect(edits).toEqual([]);
});

it('begins anew where only a note was that the answer takes long', async () => {
  const { deps, edits } = createChannel({ '@original': { content: en.waiting, buttons: [STOP] } });
  expect(await recover(job, fresh, deps)).toEqual({ kind: 'untouched' });
  expect(edits).toEqual([]);
});

it('does not leave "thinking…" behind when it may not begin anew', async () => {
  const { deps, edits } = createChannel({ '@original': { content: '', buttons: [] } });
  expect(await recover(job, { ...fresh, mayRun: false }, deps)).toMatchObject({ kind: 'finished' });
  expect(edits[0]?.message.content).toContain('internal');
  expect(edits[0]?.message.components).toEqual(retry);
});

it('keeps what was said, says that it is not all, and offers to go on', async () => {
  const { deps, edits } = createChannel({ '@original': { content: 'Half an', buttons: [STOP] } });
  expect(await recover(job, fresh, deps)).toEqual({
    kind: 'finished',
    messageId: '@original',
    actions: ['retry', 'continue'],
  });
  expect(edits).toEqual([
    { id: '@original', message: { content: `Half an\n\n${en.notices.interrupted}`, components: further } },
  ]);
});

it('leaves a finished answer alone when only the record of its end was lost', async () => {
  const { deps, edits } = createChannel({ '@original': { content: 'Whole.', buttons: [] } });
  expect(await recover(job, fresh, deps)).toEqual({ kind: 'already_final' });
  expect(edits).toEqual([]);
});

it('notes the break on the last message and takes the Stop button off the first, last of all', async () => {
  const { deps, edits } = createChannel({
    '@original': { content: 'One', buttons: [STOP] },
    '77': { content: 'Two', buttons: [] },
  });
  expect(await recover(job, { ...fresh, followUpIds: ['66', '77'] }, deps)).toMatchObject({
    messageId: '77',
  });
  expect(edits.map(({ id }) => id)).toEqual(['77', '@original']);
  expect(edits[1]?.message).toEqual({ components: [] });
});

it('says it on the first message when somebody has deleted the last', async () => {
  const { deps, edits } = createChannel({ '@original': { content: 'One', buttons: [STOP] } });
  expect(await recover(job, { ...fresh, followUpIds: ['77'] }, deps)).toMatchObject({
    messageId: '@original',
  });
  expect(edits).toEqual([
    { id: '@original', message: { content: `One\n\n${en.notices.interrupted}`, components: further } },
  ]);
});

it('can run twice without saying it twice', async () => {
  const content = `Half\n\n${en.notices.interrupted}`;
  const { deps, edits } = createChannel({ '@original': { content, buttons: [STOP] } });
  await recover(job, fresh, deps);
  expect(edits[0]?.message.content).toBeUndefined();
});

it('only changes the buttons of a message that has no room for a note', async () => {
  const { deps, edits } = createChannel({ '@original': { content: 'x'.repeat(1_990), buttons: [STOP] } });
  await recover(job, fresh, deps);
  expect(edits[0]?.message).toEqual({ components: further });
});

it('waits out limits and outages, and leaves the rest to the next alarm', async () => {
  const limited: WebhookReply = { kind: 'rate_limited', retryAfterMs: 5 };
  const down: WebhookReply = { kind: 'unavailable', status: 500, maybeDone: false };
  const patient = createChannel({ '@original': { content: 'Half', buttons: [STOP] } }, [limited, down]);
  expect(await recover(job, fresh, patient.deps)).toMatchObject({ kind: 'finished' });
  const hopeless = createChannel({}, Array(20).fill(down));
  expect(await recover(job, fresh, hopeless.deps)).toEqual({ kind: 'later' });
});

it('does not wait for a limit that ends after the token', async () => {
  const banned: WebhookReply = { kind: 'rate_limited', retryAfterMs: 3_600_000 };
  const { deps } = createChannel({ '@original': { content: 'Half', buttons: [STOP] } }, [banned]);
  const sleep = async () => {
    throw new Error('nothing to wait for');
  };
  expect(await recover(job, fresh, { ...deps, sleep })).toEqual({ kind: 'gone' });
});

it('gives up on a message that was deleted', async () => {
  const { deps } = createChannel({});
  expect(await recover(job, fresh, deps)).toEqual({ kind: 'gone' });
});
