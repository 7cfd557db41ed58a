import { describe, expect, it } from 'vitest';
import type { OutgoingMessage, ReadMessage } from '../discord/message.ts';
import type { WebhookReply } from '../discord/webhook.ts';
import { en } from '../locale/en.ts';
import { answerButtons } from '../message/buttons.ts';
import type { DeliveryJob } from './job.ts';
import { beginRecord, type Phase } from './record.ts';
import { recover } from './recover.ts';

const job: DeliveryJob = {
  interactionId: '300000000000000001',
  token: 'token',
  caller: { user_id: '200000000000000001', guild_id: null, channel_id: '4', locale: 'en' },
  task: { kind: 'answer', prompt: 'Hello?', showsQuestion: false },
  traceparent: '',
  receivedAtMs: 0,
};
const STOP = `stop.${job.interactionId}.${job.caller.user_id}`;

function createChannel(
  messages: Record<string, Pick<ReadMessage, 'content' | 'buttons'>>,
  faults: WebhookReply[] = [],
) {
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
            : {
                kind: 'ok',
                message: { id, isBlank: message.content === '', attachments: [], ...message },
                pauseMs: 0,
              };
        },
      },
    },
  };
}

/** A delivery that died while its answer was, or may have been, shown. */
const record = { ...beginRecord(job), phase: 'streaming' as Phase };
const owner = { deliveryId: job.interactionId, requesterId: job.caller.user_id };
const retry = answerButtons(['retry'], owner, en);
const further = answerButtons(['retry', 'continue'], owner, en);

it('lets a delivery begin anew when nothing was shown', async () => {
  const { deps, edits } = createChannel({ '@original': { content: '', buttons: [] } });
  expect(await recover(record, true, deps)).toEqual({ kind: 'untouched' });
  expect(edits).toEqual([]);
});

it.each(['streaming', 'ending'] as const)(
  'lets it begin anew while %s when the text that replaces the note was not confirmed',
  async (phase) => {
    const { deps, edits } = createChannel({ '@original': { content: en.waiting, buttons: [STOP] } });
    const noted = { ...record, phase, mayShowNote: true };
    expect(await recover(noted, true, deps)).toEqual({ kind: 'untouched' });
    expect(edits).toEqual([]);
    expect(await recover(noted, false, deps)).toMatchObject({ kind: 'finished', actions: ['retry'] });
    expect(edits[0]?.message.content).toContain('internal');
  },
);

it('leaves an answer alone whose last request replaced the note unconfirmed', async () => {
  const { deps, edits } = createChannel({ '@original': { content: 'Whole.', buttons: [] } });
  const noted = { ...record, phase: 'ending' as const, mayShowNote: true };
  expect(await recover(noted, true, deps)).toEqual({ kind: 'already_final' });
  expect(edits).toEqual([]);
});

it('keeps an answer that says the same as the note', async () => {
  const { deps, edits } = createChannel({ '@original': { content: en.waiting, buttons: [STOP] } });
  expect(await recover(record, true, deps)).toMatchObject({ kind: 'finished' });
  expect(edits[0]?.message.content).toContain(en.notices.interrupted);
});

it.each(['asking', 'waiting'] as const)('reads nothing of a delivery that died while %s', async (phase) => {
  const { deps, edits } = createChannel({});
  expect(await recover({ ...record, phase }, true, deps)).toEqual({ kind: 'untouched' });
  expect(await recover({ ...record, phase }, false, deps)).toMatchObject({ kind: 'finished' });
  expect(edits).toHaveLength(1);
});

it('replaces "thinking…" by a failure when it may not begin anew', async () => {
  const { deps, edits } = createChannel({ '@original': { content: '', buttons: [] } });
  expect(await recover(record, false, deps)).toMatchObject({ kind: 'finished' });
  expect(edits[0]?.message.content).toContain('internal');
  expect(edits[0]?.message.components).toEqual(retry);
});

it('keeps the text, adds a notice and offers to go on', async () => {
  const { deps, edits } = createChannel({ '@original': { content: 'Half an', buttons: [STOP] } });
  expect(await recover(record, true, deps)).toEqual({
    kind: 'finished',
    messageId: '@original',
    actions: ['retry', 'continue'],
    shown: 'Half an',
  });
  expect(edits).toEqual([
    { id: '@original', message: { content: `Half an\n\n${en.notices.interrupted}`, components: further } },
  ]);
});

it('leaves a finished answer alone when only the record of its end was lost', async () => {
  const { deps, edits } = createChannel({ '@original': { content: 'Whole.', buttons: [] } });
  expect(await recover(record, true, deps)).toEqual({ kind: 'already_final' });
  expect(edits).toEqual([]);
});

it('keeps the last two messages of what was shown, without its own notice', async () => {
  const noted = `Two\n\n${en.notices.interrupted}`;
  const { deps } = createChannel({
    '@original': { content: 'One', buttons: [STOP] },
    '66': { content: 'Between', buttons: [] },
    '77': { content: noted, buttons: [STOP.replace('stop', 'retry')] },
  });
  const shownOf = async (followUpIds: string[]) => {
    const recovery = await recover({ ...record, followUpIds }, true, deps);
    return recovery.kind === 'finished' ? recovery.shown : recovery.kind;
  };
  expect(await shownOf(['77'])).toBe('One\nTwo');
  expect(await shownOf(['66', '77'])).toBe('Between\nTwo');
  expect(await shownOf(['55', '77'])).toBe('Two');
});

it('puts the notice on the last message and then takes the Stop button off the first', async () => {
  const { deps, edits } = createChannel({
    '@original': { content: 'One', buttons: [STOP] },
    '77': { content: 'Two', buttons: [] },
  });
  expect(await recover({ ...record, followUpIds: ['66', '77'] }, true, deps)).toMatchObject({
    messageId: '77',
  });
  expect(edits.map(({ id }) => id)).toEqual(['77', '@original']);
  expect(edits[1]?.message).toEqual({ components: [] });
});

it('puts the notice on the first message when somebody has deleted the last', async () => {
  const { deps, edits } = createChannel({ '@original': { content: 'One', buttons: [STOP] } });
  expect(await recover({ ...record, followUpIds: ['77'] }, true, deps)).toMatchObject({
    messageId: '@original',
  });
  expect(edits).toEqual([
    { id: '@original', message: { content: `One\n\n${en.notices.interrupted}`, components: further } },
  ]);
});

it('does not repeat the notice when it runs again', async () => {
  const noted = { content: `Two\n\n${en.notices.interrupted}`, buttons: [STOP.replace('stop', 'retry')] };
  const { deps, edits } = createChannel({ '@original': { content: 'One', buttons: [STOP] }, '77': noted });
  expect(await recover({ ...record, followUpIds: ['77'] }, true, deps)).toMatchObject({
    kind: 'finished',
    messageId: '77',
  });
  expect(edits).toEqual([{ id: '@original', message: { components: [] } }]);
});

it('does not repeat the notice where there is no button beside it either', async () => {
  const noted = { content: `Two\n\n${en.notices.interrupted}`, buttons: [] };
  const { deps, edits } = createChannel({ '@original': { content: 'One', buttons: [STOP] }, '77': noted });
  const foreign = { ...job, task: { kind: 'answer', prompt: 'Hello?', isForeign: true } } as const;
  await recover({ ...record, job: foreign, followUpIds: ['77'] }, true, deps);
  expect(edits).toEqual([{ id: '@original', message: { components: [] } }]);
});

it('makes room for the notice in a message that is full', async () => {
  const content = `\`\`\`js\n${'x;\n'.repeat(660)}\`\`\``;
  const { deps, edits } = createChannel({ '@original': { content, buttons: [STOP] } });
  await recover(record, true, deps);
  const noted = edits[0]?.message.content ?? '';
  expect(noted).toMatch(/^```js\nx;\n[^`]*x;\n```\n\n⚠️ The answer was interrupted\.$/);
  expect(noted.length).toBeLessThanOrEqual(2_000);
  expect(noted.length).toBeGreaterThan(1_950);
  expect(edits[0]?.message.components).toEqual(further);
});

it('waits out limits and outages, and leaves the rest to the next alarm', async () => {
  const limited: WebhookReply = { kind: 'rate_limited', retryAfterMs: 5 };
  const down: WebhookReply = { kind: 'unavailable', status: 500, maybeDone: false };
  const answering = createChannel({ '@original': { content: 'Half', buttons: [STOP] } }, [limited, down]);
  expect(await recover(record, true, answering.deps)).toMatchObject({ kind: 'finished' });
  const silent = createChannel({}, Array(20).fill(down));
  expect(await recover(record, true, silent.deps)).toEqual({ kind: 'later' });
});

it('does not wait for a limit that ends after the token', async () => {
  const banned: WebhookReply = { kind: 'rate_limited', retryAfterMs: 3_600_000 };
  const { deps } = createChannel({ '@original': { content: 'Half', buttons: [STOP] } }, [banned]);
  const sleep = async () => {
    throw new Error('nothing to wait for');
  };
  expect(await recover(record, true, { ...deps, sleep })).toEqual({ kind: 'gone' });
});

it('gives up on a message that was deleted', async () => {
  const { deps } = createChannel({});
  expect(await recover(record, true, deps)).toEqual({ kind: 'gone' });
});

it('keeps the question above the answer, and does not take it for a part of the answer', async () => {
  const asked = { ...record, job: { ...job, task: { kind: 'answer', prompt: 'Hello?' } as const } };
  const shown = { '@original': { content: '> Hello?\n\nThe begin', buttons: [STOP] } };
  const { deps, edits } = createChannel(shown);
  expect(await recover(asked, true, deps)).toMatchObject({ kind: 'finished', shown: 'The begin' });
  expect(edits[0]?.message.content).toBe(`> Hello?\n\nThe begin\n\n${en.notices.interrupted}`);

  const blank = createChannel({ '@original': { content: '', buttons: [] } });
  await recover(asked, false, blank.deps);
  expect(blank.edits[0]?.message.content).toMatch(/^> Hello\?\n\n⚠️/);
});

describe('with the Stop button under a message that is not the first', () => {
  it('puts the notice there, and takes a Stop button off any other', async () => {
    const { deps, edits } = createChannel({
      '@original': { content: 'One', buttons: [] },
      '66': { content: 'Two', buttons: [STOP] },
      '77': { content: 'Three', buttons: [STOP] },
    });
    const noted = { ...record, followUpIds: ['66', '77'] };
    expect(await recover(noted, true, deps)).toMatchObject({ messageId: '77', shown: 'Two\nThree' });
    expect(edits.map(({ id }) => id)).toEqual(['77', '66']);
    expect(edits[0]?.message.content).toContain(en.notices.interrupted);
    expect(edits[1]?.message).toEqual({ components: [] });
  });

  it('takes an answer without it for final', async () => {
    const { deps, edits } = createChannel({
      '@original': { content: 'One', buttons: [] },
      '77': { content: 'Two', buttons: [] },
    });
    expect(await recover({ ...record, followUpIds: ['77'] }, true, deps)).toEqual({ kind: 'already_final' });
    expect(edits).toEqual([]);
  });

  it('says that the answer was interrupted when it went with a message that was deleted', async () => {
    const { deps, edits } = createChannel({ '@original': { content: 'One', buttons: [] } });
    expect(await recover({ ...record, followUpIds: ['77'] }, true, deps)).toMatchObject({ kind: 'finished' });
    expect(edits).toMatchObject([{ id: '@original', message: { components: further } }]);
  });
});
