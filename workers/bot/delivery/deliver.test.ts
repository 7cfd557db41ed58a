import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AnswerEnd } from '../../../shared/chat/end.ts';
import type { ReplyEvent } from '../../../shared/chat/read-answer.ts';
import type { LibraResponse } from '../../../shared/contract/libra.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { MAX_ANSWER_MS } from '../../../shared/limits.ts';
import { sleep } from '../../../shared/time/wait.ts';
import type { ActionRow, OutgoingMessage } from '../discord/message.ts';
import type { InteractionWebhook, WebhookReply } from '../discord/webhook.ts';
import { en } from '../locale/en.ts';
import { parseButtonId } from '../message/custom-id.ts';
import { type DeliverDeps, deliver, endingOf } from './deliver.ts';
import type { DeliveryJob } from './job.ts';
import { MAX_ATTEMPTS, MAX_REQUESTS } from './pacing.ts';

const START_MS = Date.UTC(2026, 0, 1);
const REQUESTER = '200000000000000001';

const job: DeliveryJob = {
  interactionId: '300000000000000001',
  token: 'token',
  caller: { user_id: REQUESTER, guild_id: null, channel_id: '400000000000000001', locale: 'en' },
  task: { kind: 'answer', prompt: 'Hello?', showsQuestion: false },
  traceparent: '',
  receivedAtMs: START_MS,
};

beforeEach(() => {
  vi.useFakeTimers({ now: START_MS });
});
afterEach(() => {
  vi.useRealTimers();
});

/** What the model does: texts, pauses (ms) and whatever else an answer brings, then an end. */
type Script = (string | number | ReplyEvent)[];
const RETRACTED = { kind: 'retracted' } as const;
const WHOLE: AnswerEnd = { kind: 'whole', finishReason: 'stop' };

function failedWith(code: ErrorCode): AnswerEnd {
  return { kind: 'failed', failure: { code } };
}

interface Call {
  atMs: number;
  method: 'edit' | 'create' | 'remove';
  messageId: string;
  message: OutgoingMessage;
}

/** A channel that does as it is told, except where `fault` answers in its place. */
function createChannel(fault: (call: Call, index: number) => WebhookReply | undefined = () => undefined) {
  const calls: Call[] = [];
  const messages = new Map<string, OutgoingMessage>();
  function carryOut(method: Call['method'], messageId: string, message: OutgoingMessage): WebhookReply {
    const call = { atMs: Date.now() - START_MS, method, messageId, message };
    const refusal = fault(call, calls.length);
    calls.push(call);
    if (refusal !== undefined && refusal.kind !== 'ok') return refusal;
    messages.set(messageId, { ...messages.get(messageId), ...message });
    return (
      refusal ?? {
        kind: 'ok',
        message: readMessage(messageId, message.content),
        pauseMs: 0,
      }
    );
  }
  const webhook: InteractionWebhook = {
    edit: async (id, message) => carryOut('edit', id, message),
    create: async (message) => carryOut('create', `follow-up-${messages.size}`, message),
    read: async () => ({ kind: 'gone', status: 404, code: 0 }),
    async remove(id) {
      calls.push({ atMs: Date.now() - START_MS, method: 'remove', messageId: id, message: {} });
      messages.delete(id);
      return { kind: 'ok', message: null, pauseMs: 0 };
    },
  };
  return {
    webhook,
    calls,
    contents: () => [...messages.values()].map(({ content }) => content),
    buttons: () => [...messages.values()].map(({ components }) => actionsOf(components ?? [])),
    last: () => [...messages.values()].at(-1),
  };
}

function readMessage(id: string, content = '') {
  return { id, content, isBlank: content === '', buttons: [], attachments: [] };
}

/** Without the row that stands under each whole answer: see "under a whole answer". */
function actionsOf(rows: readonly ActionRow[]) {
  return rowActions(rows).filter((action) => ['stop', 'retry', 'continue'].includes(action));
}

function rowActions(rows: readonly ActionRow[]): string[] {
  return rows.flatMap((row) => row.components.map(({ custom_id: id }) => parseButtonId(id)?.action ?? id));
}

interface Run {
  asked?: DeliveryJob;
  channel?: ReturnType<typeof createChannel>;
  scripts?: { script: Script; end?: AnswerEnd; about?: LibraResponse }[];
  stopAfterMs?: number;
  texts?: DeliverDeps['texts'];
}

async function run({ asked = job, channel = createChannel(), scripts = [], stopAfterMs, texts = en }: Run) {
  const stop = new AbortController();
  let asks = 0;
  let cancelled = false;
  const timeoutsMs: number[] = [];
  const phases: string[] = [];
  const shown: string[] = [];
  const followUps: string[] = [];
  const removed: string[] = [];
  const deps: DeliverDeps = {
    webhook: channel.webhook,
    texts,
    now: Date.now,
    sleep,
    onPosting: (phase) => phases.push(phase),
    onOriginalShown: (kind) => shown.push(kind),
    onFollowUp: (id) => followUps.push(id),
    onRemoved: (id) => removed.push(id),
    async *ask({ signal, timeoutMs }) {
      timeoutsMs.push(timeoutMs);
      const { script, end = WHOLE, about = {} } = scripts[asks] ?? { script: [] };
      asks += 1;
      for (const step of script) {
        if (typeof step === 'number') await sleep(step, signal);
        if (signal.aborted) {
          cancelled = true;
          return { end: { kind: 'stopped' }, about };
        }
        if (typeof step === 'string') yield { kind: 'text', text: step };
        if (typeof step === 'object') yield step;
      }
      return { end, about };
    },
  };
  const done = deliver(asked, deps, stop.signal);
  if (stopAfterMs !== undefined) setTimeout(() => stop.abort(), stopAfterMs);
  await vi.runAllTimersAsync();
  const report = await done;
  return { report, channel, asks, cancelled, timeoutsMs, phases, shown, followUps, removed };
}

function slowly(words: number, everyMs: number): Script {
  return Array.from({ length: words }, (_, index) => [`word${index} `, everyMs]).flat();
}

describe('an answer that goes well', () => {
  it('shows the first text at once and the whole text at the end', async () => {
    const { report, channel } = await run({ scripts: [{ script: [700, 'Hel', 100, 'lo', 100, '!'] }] });
    expect(channel.calls[0]).toMatchObject({ atMs: 700, method: 'edit', messageId: '@original' });
    expect(channel.calls[0]?.message.content).toBe('Hel');
    expect(channel.contents()).toEqual(['Hello!']);
    expect(channel.calls).toHaveLength(2);
    expect(report).toMatchObject({ outcome: { end: WHOLE }, undelivered: null, offers: [] });
  });

  it('carries a Stop button while it grows and none when it is whole', async () => {
    const { channel } = await run({ scripts: [{ script: ['Hel', 100, 'lo'] }] });
    expect(actionsOf(channel.calls[0]?.message.components ?? [])).toEqual(['stop']);
    expect(channel.buttons()).toEqual([[]]);
  });

  it('edits about once a second at first, and keeps within its requests over two minutes', async () => {
    const { channel } = await run({ scripts: [{ script: slowly(1_190, 100) }] });
    const times = channel.calls.map(({ atMs }) => atMs);
    expect(times.slice(0, 6)).toEqual([0, 1_000, 2_000, 3_000, 4_000, 5_000]);
    expect(channel.calls.length).toBeLessThanOrEqual(MAX_REQUESTS);
    expect(channel.contents().join('').replaceAll(/\s/g, '')).toContain('word0word1word2');
    expect(channel.contents().join('')).toContain('word1189');
  });

  it('does not send an unchanged text again', async () => {
    const { channel } = await run({ scripts: [{ script: ['Hello', 5_000, ' ', 5_000] }] });
    expect(channel.calls.map(({ message }) => message.content)).toEqual(['Hello', 'Hello']);
    expect(channel.calls.map(({ message }) => actionsOf(message.components ?? []))).toEqual([['stop'], []]);
  });

  it('shows no number of a passage that there is not, not even for a moment', async () => {
    const passage = {
      ...{ number: 1, name: 'a.md', heading: null, page: null, last_page: null },
      place: { document: crypto.randomUUID(), version: 1, from: 0, to: 0 },
    };
    const documents = { passages: [passage] };
    const script = [
      { kind: 'about' as const, libra: { documents } },
      'A [1] B [',
      2_000,
      '9',
      2_000,
      '] C.',
      2_000,
      ' D.',
    ];
    const { channel } = await run({ scripts: [{ script, about: { documents } }] });
    const contents = channel.calls.map(({ message }) => message.content ?? '');
    expect(contents).toContain('A [1] B');
    expect(contents.some((content) => content.startsWith('A [1] B C.'))).toBe(true);
    for (const content of contents) expect(content).not.toMatch(/9|\[(?!1\])/);
  });

  it('splits a long answer into follow-ups and takes the Stop button away last', async () => {
    const text = Array.from({ length: 500 }, (_, index) => `line ${index}`).join('\n');
    const { channel, followUps, report } = await run({ scripts: [{ script: [text] }] });
    expect(followUps.length).toBeGreaterThan(0);
    expect(channel.calls.filter(({ method }) => method === 'create')).toHaveLength(followUps.length);
    expect(channel.contents().join('\n').replaceAll(/\s+/g, ' ')).toBe(text.replaceAll(/\s+/g, ' '));
    const final = channel.calls.at(-1);
    expect(final?.messageId).toBe(followUps.at(-1));
    expect(actionsOf(final?.message.components ?? [])).toEqual([]);
    expect(report.lastMessageId).toBe(followUps.at(-1));
  });

  it('attaches the whole text when it is too long for five messages', async () => {
    const text = 'A sentence of some length, again and again. '.repeat(500);
    const { channel } = await run({ scripts: [{ script: [text] }] });
    expect(channel.contents().length).toBeLessThanOrEqual(6);
    expect(channel.last()?.files?.[0]?.text).toBe(text);
    expect(channel.last()?.content).toContain(en.notices.attached);
  });
});

describe('an answer that is overdue', () => {
  it('says so, can be stopped, and takes the place of the note when it comes', async () => {
    const { channel, report } = await run({ scripts: [{ script: [12_000, 'Hel', 100, 'lo'] }] });
    expect(channel.calls.map(({ atMs, message }) => [atMs, message.content])).toEqual([
      [8_000, en.waiting],
      [12_000, 'Hel'],
      [12_100, 'Hello'],
    ]);
    expect(actionsOf(channel.calls[0]?.message.components ?? [])).toEqual(['stop']);
    expect(channel.buttons()).toEqual([[]]);
    expect(report.firstTextMs).toBe(12_000);
  });

  it('is not overdue once it has begun, however long it pauses', async () => {
    const { channel } = await run({ scripts: [{ script: [7_900, 'Hel', 20_000, 'lo'] }] });
    expect(channel.calls.map(({ message }) => message.content)).not.toContain(en.waiting);
  });

  it('is stopped before its first word', async () => {
    const { channel, cancelled } = await run({ scripts: [{ script: [20_000, 'x'] }], stopAfterMs: 9_000 });
    expect(cancelled).toBe(true);
    expect(channel.contents()).toEqual([en.notices.stopped]);
    expect(channel.buttons()).toEqual([['retry']]);
  });

  it('leaves nothing of the note when it fails', async () => {
    const end = failedWith('provider_timeout');
    const { channel, report } = await run({ scripts: [{ script: [20_000], end }] });
    expect(channel.contents()).toEqual([expect.stringMatching(/^⚠️ .*\n-# provider_timeout$/)]);
    expect(report.firstTextMs).toBeNull();
  });

  it.each<[string, WebhookReply, string]>([
    ['blocked', { kind: 'blocked' }, en.notices.auto_mod],
    ['refused', { kind: 'refused', status: 400, code: 50_035 }, en.notices.attached],
  ])('leaves nothing of the note when its text is %s', async (_, refusal, says) => {
    const channel = createChannel(({ message }) => (message.content === 'Hello' ? refusal : undefined));
    await run({ channel, scripts: [{ script: [10_000, 'Hello', 2_000] }] });
    expect(channel.calls[0]?.message.content).toBe(en.waiting);
    expect(channel.contents()).toEqual([expect.stringContaining(says)]);
    expect(channel.contents().join()).not.toContain(en.waiting);
  });
});

describe('an answer that ends in another way', () => {
  const isForgotten = { remembered: false };
  it.each<[string, AnswerEnd, LibraResponse, { says: string; buttons: string[] }]>([
    [
      'cut at its length',
      { kind: 'whole', finishReason: 'length' },
      {},
      { says: en.notices.cut, buttons: ['continue'] },
    ],
    [
      'cut, but not remembered',
      { kind: 'whole', finishReason: 'length' },
      isForgotten,
      { says: en.notices.not_remembered, buttons: ['continue'] },
    ],
    ['filtered', { kind: 'blocked' }, {}, { says: en.notices.filtered, buttons: [] }],
    [
      'broken off',
      failedWith('provider_interrupted'),
      {},
      { says: 'broke off', buttons: ['retry', 'continue'] },
    ],
    [
      'broken off, and not remembered',
      failedWith('provider_interrupted'),
      isForgotten,
      { says: 'broke off', buttons: ['retry', 'continue'] },
    ],
    [
      'stopped, and not remembered',
      { kind: 'stopped' },
      isForgotten,
      { says: '⏹️', buttons: ['retry', 'continue'] },
    ],
    [
      'stalled',
      failedWith('provider_stalled'),
      {},
      { says: 'provider_stalled', buttons: ['retry', 'continue'] },
    ],
    ['refused for good', failedWith('provider_rejected'), {}, { says: 'refused', buttons: [] }],
  ])('keeps the text and says so: %s', async (_, end, about, { says, buttons }) => {
    const { channel } = await run({ scripts: [{ script: ['Half an ans'], end, about }] });
    expect(channel.contents()).toHaveLength(1);
    expect(channel.contents()[0]).toMatch(/^Half an ans\n\n/);
    expect(channel.contents()[0]).toContain(says);
    expect(channel.buttons()).toEqual([buttons]);
  });

  it.each([
    [true, { isStored: true }],
    [false, {}],
    [undefined, {}],
  ])('keeps its text for Continue, and whether it is stored: remembered %s', async (remembered, isStored) => {
    const about = remembered === undefined ? {} : { remembered };
    const { report } = await run({ scripts: [{ script: ['Half an ans'], end: { kind: 'stopped' }, about }] });
    expect(endingOf(report)).toEqual({
      actions: ['retry', 'continue'],
      messageId: '@original',
      shown: 'Half an ans',
      ...isStored,
    });
  });

  it('explains an empty answer and offers to try again', async () => {
    const { channel } = await run({ scripts: [{ script: [' ', 10, '\n'] }] });
    expect(channel.contents()).toEqual([en.notices.empty]);
    expect(channel.buttons()).toEqual([['retry']]);
  });

  it('names the limit and when it ends', async () => {
    const end: AnswerEnd = {
      kind: 'failed',
      failure: { code: 'rate_limit_user', evidence: { limit: 20, resets_at: 1_800_000_000 } },
    };
    const { channel } = await run({ scripts: [{ script: [], end }] });
    expect(channel.contents()[0]).toContain('20 a minute');
    expect(channel.contents()[0]).toContain('<t:1800000000:R>');
  });

  it('keeps the text when Stop is pressed, cancels the model and offers to go on', async () => {
    const { report, channel, cancelled } = await run({
      scripts: [{ script: slowly(100, 100) }],
      stopAfterMs: 950,
    });
    expect(cancelled).toBe(true);
    expect(report.outcome.end.kind).toBe('stopped');
    expect(channel.contents()[0]).toMatch(/^word0 .*word9/);
    expect(channel.contents()[0]).toContain(en.notices.stopped);
    expect(channel.buttons()).toEqual([['retry', 'continue']]);
  });
});

describe('a bff that fails', () => {
  const unreachable = failedWith('upstream_unreachable');

  it('is asked again while nothing was said', async () => {
    const { channel, asks } = await run({
      scripts: [{ script: [], end: unreachable }, { script: ['Hello'] }],
    });
    expect(asks).toBe(2);
    expect(channel.contents()).toEqual(['Hello']);
  });

  it('is asked three times at most', async () => {
    const { channel, asks } = await run({ scripts: Array(9).fill({ script: [], end: unreachable }) });
    expect(asks).toBe(3);
    expect(channel.contents()[0]).toContain('upstream_unreachable');
  });

  it('is not asked again once text came', async () => {
    const { asks } = await run({ scripts: [{ script: ['Hel'], end: unreachable }] });
    expect(asks).toBe(1);
  });
});

describe('under a whole answer', () => {
  const FOREIGN = { ...job, task: { kind: 'answer', prompt: 'Hello?', isForeign: true } } as const;
  it.each<[string, AnswerEnd, DeliveryJob, string[]]>([
    ['stands a row for its person', WHOLE, job, ['regenerate', 'good', 'bad', 'more']],
    [
      'stands Continue beside it where the answer is cut',
      { kind: 'whole', finishReason: 'length' },
      job,
      ['continue', 'regenerate', 'good', 'bad', 'more'],
    ],
    ['stands nothing where a moderator has asked', WHOLE, FOREIGN, []],
    ['stands nothing where a filter has ended it', { kind: 'blocked' }, job, []],
  ])('%s', async (_, end, asked, actions) => {
    const { channel, report } = await run({ asked, scripts: [{ script: ['Hi'], end }] });
    expect(rowActions(channel.last()?.components ?? [])).toEqual(actions);
    expect(report.standing?.versions.length ?? 0).toBe(actions.length === 0 ? 0 : 1);
    expect(channel.calls).toHaveLength(2);
  });
});

describe('a Discord that fails', () => {
  const unknownWebhook: WebhookReply = { kind: 'unknown_webhook' };
  const down: WebhookReply = { kind: 'unavailable', status: 500, maybeDone: false };
  const gone: WebhookReply = { kind: 'gone', status: 403, code: 50_013 };

  it('is tried again while the deferral has not arrived', async () => {
    const channel = createChannel((call) => (call.atMs < 2_000 ? unknownWebhook : undefined));
    const { report } = await run({ channel, scripts: [{ script: ['Hello'] }] });
    expect(channel.contents()).toEqual(['Hello']);
    expect(report.undelivered).toBeNull();
    expect(channel.calls.length).toBeLessThan(10);
  });

  it('is left alone when the webhook stays unknown, within a dozen requests', async () => {
    const channel = createChannel(() => unknownWebhook);
    const { report } = await run({ channel, scripts: [{ script: ['Hello'] }] });
    expect(report.undelivered).toMatchObject({ kind: 'gone' });
    expect(channel.calls.length).toBeLessThanOrEqual(14);
    expect(channel.calls.at(-1)?.atMs).toBeLessThan(12_500);
  });

  it('waits as long as a 429 says', async () => {
    const limited: WebhookReply = { kind: 'rate_limited', retryAfterMs: 3_500 };
    const channel = createChannel((_, index) => (index === 0 ? limited : undefined));
    const { report } = await run({ channel, scripts: [{ script: ['Hello'] }] });
    expect(channel.calls.map(({ atMs }) => atMs)).toEqual([0, 3_500]);
    expect(report.firstTextMs).toBe(3_500);
    expect(channel.contents()).toEqual(['Hello']);
  });

  it.each([
    ['that do not say for how long', null],
    ['that always name one second', 1_000],
  ])('takes the answer after 45 refusals in a row %s', async (_, retryAfterMs) => {
    const limited: WebhookReply = { kind: 'rate_limited', retryAfterMs };
    const channel = createChannel((_call, index) => (index < 45 ? limited : undefined));
    const { report } = await run({ channel, scripts: [{ script: slowly(200, 100) }] });
    expect(channel.contents()[0]).toContain('word199');
    expect(channel.buttons()).toEqual([[]]);
    expect(report.undelivered).toBeNull();
    expect(channel.calls.at(-1)?.atMs).toBeLessThan(15 * 60_000);
  });

  it('is asked less and less often while it refuses without a reason, up to the end of the token', async () => {
    const channel = createChannel(() => ({ kind: 'rate_limited', retryAfterMs: null }));
    const { report } = await run({ channel, scripts: [{ script: ['Hello'] }] });
    const times = channel.calls.map(({ atMs }) => atMs);
    expect(times.slice(0, 6)).toEqual([0, 1_000, 3_000, 7_000, 15_000, 31_000]);
    expect(times.length).toBeLessThanOrEqual(MAX_ATTEMPTS);
    expect(times.at(-1)).toBeGreaterThan(14 * 60_000);
    expect(report.undelivered).toEqual({ kind: 'exhausted' });
  });

  it('is not asked before an empty bucket has filled again', async () => {
    const channel = createChannel((call) =>
      call.atMs === 0 ? { kind: 'ok', message: readMessage('x'), pauseMs: 2_200 } : undefined,
    );
    await run({ channel, scripts: [{ script: ['Hel', 100, 'lo'] }] });
    expect(channel.calls.map(({ atMs }) => atMs)).toEqual([0, 2_200]);
  });

  it('is tried again through an outage of half a minute', async () => {
    const channel = createChannel((call) => (call.atMs < 30_000 ? down : undefined));
    const { report } = await run({ channel, scripts: [{ script: ['Hello'] }] });
    expect(channel.contents()).toEqual(['Hello']);
    expect(report.undelivered).toBeNull();
  });

  const outages: [string, WebhookReply][] = [
    ['500', down],
    ['503', { kind: 'unavailable', status: 503, maybeDone: false }],
    [
      '502, of requests that may have been carried out',
      { kind: 'unavailable', status: 502, maybeDone: true },
    ],
    ['no answer', { kind: 'unavailable', status: 0, maybeDone: true }],
  ];

  it.each(outages)('takes the answer after ten minutes of nothing but %s', async (_, reply) => {
    const channel = createChannel((call) => (call.atMs < 10 * 60_000 ? reply : undefined));
    const { report } = await run({ channel, scripts: [{ script: slowly(200, 100) }] });
    expect(channel.contents()[0]).toContain('word199');
    expect(channel.buttons()).toEqual([[]]);
    expect(report.undelivered).toBeNull();
    expect(channel.calls.length).toBeLessThanOrEqual(MAX_REQUESTS);
  });

  it.each([...outages, ['429', { kind: 'rate_limited', retryAfterMs: null }]] as [string, WebhookReply][])(
    'takes the end of an answer of two minutes after ten minutes of nothing but %s',
    async (_, reply) => {
      const isOut = (atMs: number) => atMs >= 119_000 && atMs < 12 * 60_000;
      const channel = createChannel((call) => (isOut(call.atMs) ? reply : undefined));
      const { report } = await run({ channel, scripts: [{ script: slowly(120, 1_000) }] });
      expect(channel.contents()[0]).toContain('word119');
      expect(channel.buttons()).toEqual([[]]);
      expect(report.undelivered).toBeNull();
      expect(channel.calls.length).toBeLessThanOrEqual(MAX_ATTEMPTS);
    },
  );

  it('asks soon again at the end of an answer of two minutes', async () => {
    const channel = createChannel(({ atMs }) => (atMs >= 119_000 && atMs < 122_000 ? down : undefined));
    await run({ channel, scripts: [{ script: slowly(120, 1_000) }] });
    expect(channel.contents()[0]).toContain('word119');
    expect(channel.calls.at(-1)?.atMs).toBeLessThan(140_000);
  });

  it.each(outages)(
    'is asked with growing pauses up to the end of the token while it gives %s',
    async (_, reply) => {
      const channel = createChannel(() => reply);
      const { report } = await run({ channel, scripts: [{ script: slowly(200, 100) }] });
      const times = channel.calls.map(({ atMs }) => atMs);
      const pauses = times.slice(1).map((atMs, index) => atMs - (times[index] ?? 0));
      expect(times.length).toBeLessThanOrEqual(MAX_REQUESTS);
      expect(times.at(-1)).toBeGreaterThan(14 * 60_000);
      expect(times.at(-1)).toBeLessThan(15 * 60_000);
      for (const [index, pause] of pauses.entries())
        expect(pause).toBeGreaterThanOrEqual(pauses[index - 1] ?? 0);
      expect(report.undelivered).toEqual({ kind: 'exhausted' });
    },
  );

  it('ends an answer of several messages with no second copy after ten minutes of refusals', async () => {
    const channel = createChannel((call) => (call.atMs > 500 && call.atMs < 10 * 60_000 ? down : undefined));
    const { report } = await run({
      channel,
      scripts: [{ script: ['Hello', 1_000, '\n\nword '.repeat(700)] }],
    });
    expect(report).toMatchObject({ trouble: null, undelivered: null });
    expect(channel.contents().join('').match(/word/g)).toHaveLength(700);
    expect(channel.buttons().flat()).toEqual([]);
    expect(channel.calls.length).toBeLessThanOrEqual(MAX_REQUESTS);
  });

  it.each([401, 403, 404])('is not asked again after %i, and the model is cancelled', async (status) => {
    const channel = createChannel(() => ({ ...gone, status }));
    const { report, cancelled } = await run({ channel, scripts: [{ script: slowly(100, 100) }] });
    expect(channel.calls).toHaveLength(1);
    expect(cancelled).toBe(true);
    expect(report.undelivered).toMatchObject({ kind: 'gone', status });
  });

  const locked = { kind: 'gone', status: 403, code: 50_083 } as const;
  it.each([
    ['before it has begun', 0, 0, [], locked],
    ['while it is overdue', 9_000, 1, [], locked],
    ['while it is written', 0, 1, ['Hello'], { ...locked, code: 50_001 }],
    ['with another word for it', 0, 1, ['Hello'], { kind: 'refused', status: 400, code: 160_005 }],
  ] as const)(
    'in a thread that is locked %s tells the person alone',
    async (_, waitMs, edits, shown, refusal) => {
      const channel = createChannel(({ method }, index) =>
        method === 'edit' && index >= edits ? refusal : undefined,
      );
      const { report, cancelled } = await run({
        channel,
        scripts: [{ script: [waitMs, 'Hello', 2_000, ...slowly(100, 100)] }],
      });
      expect(cancelled).toBe(refusal.kind === 'gone');
      expect(channel.contents()).toEqual([...shown, en.conversations.threads.closed]);
      expect((channel.last()?.flags ?? 0) & 64).toBe(64);
      // Whatever follows "thinking…" takes its place, for everybody to see: that goes first.
      expect(channel.calls.some(({ method }) => method === 'remove')).toBe(shown.length === 0);
      expect(report.undelivered).toBeNull();
    },
  );

  it('never posts a follow-up twice: when one may be lost, the whole text goes to the first as a file', async () => {
    const text = 'word '.repeat(700);
    const cut: WebhookReply = { kind: 'unavailable', status: 0, maybeDone: true };
    const channel = createChannel(({ method }) => (method === 'create' ? cut : undefined));
    const { report } = await run({ channel, scripts: [{ script: [text] }] });
    expect(channel.calls.filter(({ method }) => method === 'create')).toHaveLength(1);
    expect(channel.last()?.files?.[0]?.text).toBe(text);
    expect(channel.buttons()).toEqual([[]]);
    expect(report.undelivered).toBeNull();
  });

  it('that refuses an edit gets all of the answer as a file', async () => {
    const refused: WebhookReply = { kind: 'refused', status: 400, code: 50_035 };
    const channel = createChannel((_, index) => (index === 1 ? refused : undefined));
    const { report, cancelled } = await run({ channel, scripts: [{ script: slowly(10, 500) }] });
    expect(cancelled).toBe(false);
    expect(report).toMatchObject({
      trouble: refused,
      undelivered: null,
      outcome: { end: { kind: 'whole' } },
    });
    expect(channel.last()?.files?.[0]?.text).toBe(report.text);
    expect(channel.contents()[0]).toContain(en.notices.attached);
    expect(channel.contents()[0]).not.toContain(en.notices.stopped);
  });

  it.each<[string, WebhookReply]>([
    ['refuses it', { kind: 'refused', status: 400, code: 50_035 }],
    ['allows none here', { kind: 'gone', status: 403, code: 50_013 }],
  ])('that takes no file either and %s is told that the answer was interrupted', async (_, ofFile) => {
    const refused: WebhookReply = { kind: 'refused', status: 400, code: 50_035 };
    const channel = createChannel(({ message }, index) =>
      message.files !== undefined ? ofFile : index === 1 ? refused : undefined,
    );
    const { report } = await run({ channel, scripts: [{ script: slowly(10, 500) }] });
    expect(channel.contents()[0]).toContain(en.notices.interrupted);
    expect(channel.buttons()).toEqual([[]]);
    expect(report.undelivered).toBeNull();
  });

  it.each([
    ['while the answer grows', [2_000, 'the end']],
    ['before its last edit', ['the end']],
  ])('says so when somebody deletes the last message %s', async (_, rest) => {
    const deleted: WebhookReply = { kind: 'gone', status: 404, code: 10_008 };
    const channel = createChannel(({ messageId }) => (messageId === 'soon-deleted' ? deleted : undefined));
    let created = 0;
    const { create } = channel.webhook;
    channel.webhook.create = async (message) => {
      created += 1;
      if (created > 1) return create(message);
      return { kind: 'ok', message: readMessage('soon-deleted'), pauseMs: 0 };
    };
    const script = ['word '.repeat(500), 2_500, 'more ', ...rest];
    const { report, cancelled } = await run({ channel, scripts: [{ script }] });
    expect(channel.calls.filter(({ messageId }) => messageId === 'soon-deleted')).toHaveLength(1);
    expect(channel.contents()).toEqual([expect.stringMatching(/^word/), en.notices.deleted]);
    expect(channel.buttons()).toEqual([[], ['retry']]);
    expect(report).toMatchObject({ trouble: { kind: 'vanished' }, undelivered: null, offers: ['retry'] });
    expect(cancelled).toBe(rest.length > 1);
  });

  it('says nothing more when the answer itself was deleted', async () => {
    const deleted: WebhookReply = { kind: 'gone', status: 404, code: 10_008 };
    const channel = createChannel((_, index) => (index === 1 ? deleted : undefined));
    const { report, cancelled } = await run({ channel, scripts: [{ script: slowly(100, 100) }] });
    expect(channel.calls).toHaveLength(2);
    expect(cancelled).toBe(true);
    expect(report.undelivered).toMatchObject({ kind: 'gone', code: 10_008 });
  });

  it('explains what AutoMod refused, keeps what it let through, and cancels the model', async () => {
    const channel = createChannel(({ message }) =>
      message.content?.includes('bad') === true ? { kind: 'blocked' } : undefined,
    );
    const { report, cancelled } = await run({
      channel,
      scripts: [{ script: ['good', 1_500, ' bad', 2_000, ' more'] }],
    });
    expect(cancelled).toBe(true);
    expect(channel.contents()).toEqual([`good\n\n${en.notices.auto_mod}`]);
    expect(report).toMatchObject({ trouble: { kind: 'blocked' }, undelivered: null, offers: [] });
  });

  it('is sent nothing more once the token has expired', async () => {
    const channel = createChannel(() => down);
    const { report } = await run({ channel, scripts: [{ script: ['Hello'] }] });
    expect(report.undelivered).toEqual({ kind: 'exhausted' });
    expect(channel.calls.at(-1)?.atMs).toBeLessThan(15 * 60_000);
    expect(channel.calls.length).toBeLessThanOrEqual(MAX_REQUESTS);
  });
});

describe('the phase told before each request', () => {
  it('is streaming while the answer grows, and ending for what closes it', async () => {
    const { phases, shown, channel } = await run({ scripts: [{ script: ['Hel', 100, 'lo'] }] });
    expect(phases).toEqual(['streaming', 'ending']);
    expect(phases).toHaveLength(channel.calls.length);
    expect(shown).toEqual(['answer', 'answer']);
  });

  it('is waiting for the note that the answer takes long', async () => {
    const { phases, shown } = await run({ scripts: [{ script: [12_000, 'Hel', 100, 'lo'] }] });
    expect(phases).toEqual(['waiting', 'streaming', 'ending']);
    expect(shown).toEqual(['note', 'answer', 'answer']);
  });

  it('is ending for all messages of an answer that comes at once', async () => {
    const { phases, followUps } = await run({ scripts: [{ script: ['word '.repeat(900)] }] });
    expect(followUps.length).toBeGreaterThan(0);
    expect(new Set(phases.slice(1))).toEqual(new Set(['ending']));
  });

  it('is ending for an explanation, too', async () => {
    const channel = createChannel(({ message }) =>
      message.content === 'bad' ? { kind: 'blocked' } : undefined,
    );
    const { phases } = await run({ channel, scripts: [{ script: ['bad', 2_000] }] });
    expect(phases).toEqual(['streaming', 'ending']);
  });

  it('does not say that an original message is shown which was refused', async () => {
    const down: WebhookReply = { kind: 'unavailable', status: 500, maybeDone: false };
    const channel = createChannel((_, index) => (index === 0 ? down : undefined));
    const { phases, shown } = await run({ channel, scripts: [{ script: ['Hello'] }] });
    expect(phases).toHaveLength(2);
    expect(shown).toEqual(['answer']);
  });
});

describe('thoughts that were shown', () => {
  it('are replaced by the answer, and their further messages go', async () => {
    const thoughts = 'thought '.repeat(900);
    const { channel, followUps, removed } = await run({
      scripts: [{ script: [thoughts, 5_000, RETRACTED, 5_000, 'Seoul.', 2_000] }],
    });
    expect(followUps.length).toBeGreaterThan(1);
    expect(removed).toEqual(followUps.toReversed());
    expect(channel.contents()).toEqual(['Seoul.']);
    expect(channel.buttons()).toEqual([[]]);
  });

  it('are replaced by a note while there is no answer', async () => {
    const { channel } = await run({
      scripts: [{ script: ['A thought', 2_000, RETRACTED, 2_000, 'Seoul.'] }],
    });
    expect(channel.calls.map(({ message }) => message.content)).toEqual([
      'A thought',
      en.waiting,
      'Seoul.',
      'Seoul.',
    ]);
  });

  it('are replaced by an answer that ends at once', async () => {
    const { channel } = await run({
      scripts: [{ script: ['thought '.repeat(600), 3_000, RETRACTED, 'Seoul.'] }],
    });
    expect(channel.contents()).toEqual(['Seoul.']);
  });
});

it('shows no reasoning and asks again after a call that brought nothing else', async () => {
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
  const { report, asks, channel } = await run({
    scripts: [
      { script: [{ kind: 'reasoning', text: 'A secret thought' }], end: failedWith('upstream_unreachable') },
      { script: [{ kind: 'reasoning', text: 'A secret thought' }, 'Hello', { kind: 'usage', usage }] },
    ],
  });
  expect(report.text).toBe('Hello');
  expect(asks).toBe(2);
  expect(channel.contents()).toEqual(['Hello']);
});

it('gives the model as long as an answer may take', async () => {
  expect((await run({})).timeoutsMs).toEqual([MAX_ANSWER_MS]);
});

describe('an answer of several messages', () => {
  const long = (lines: number) =>
    Array.from({ length: lines }, (_, index) => `line ${index} of it`).join('\n');

  /** Of each request: which messages carry the Stop button afterwards. */
  function stopsOf(calls: readonly Call[]): string[][] {
    const rows = new Map<string, readonly ActionRow[]>();
    let created = 0;
    return calls.map(({ method, messageId, message }) => {
      created += method === 'create' ? 1 : 0;
      rows.set(method === 'create' ? `follow-up-${created}` : messageId, message.components ?? []);
      return [...rows].filter(([, row]) => actionsOf(row).includes('stop')).map(([id]) => id);
    });
  }

  it('has Stop under the newest message, and under one until the last request', async () => {
    const script = [
      long(100),
      5_000,
      `\n${long(120)}`,
      5_000,
      `\n${long(140)}`,
      5_000,
      `\n${long(120)}`,
      5_000,
    ];
    const { channel, followUps } = await run({ scripts: [{ script }] });
    expect(followUps).toEqual(['follow-up-1', 'follow-up-2', 'follow-up-3']);
    const stops = stopsOf(channel.calls);
    expect(stops.slice(0, -1).every((ids) => ids.length > 0)).toBe(true);
    expect(stops.at(-1)).toEqual([]);
    expect(stops.filter((ids) => ids.length === 1).map(([id]) => id)).toEqual(
      expect.arrayContaining(['@original', 'follow-up-1', 'follow-up-2', 'follow-up-3']),
    );
  });

  it('that comes at once is posted with few requests, under a Stop button', async () => {
    const { channel, followUps } = await run({ scripts: [{ script: [long(500)] }] });
    expect(channel.calls.length).toBeLessThanOrEqual(followUps.length + 4);
    const stops = stopsOf(channel.calls);
    expect(stops.slice(0, -1).every((ids) => ids.length > 0)).toBe(true);
    expect(stops.at(-1)).toEqual([]);
  });

  it('that takes up fewer in the end leaves nothing behind that was shown before', async () => {
    const formula = 'word '.repeat(390) + String.raw`$\frac{\alpha}{\beta} + \sqrt{\gamma} \times \delta`;
    const { channel, followUps, removed, report } = await run({
      scripts: [{ script: [formula, 2_000, '$, so'] }],
    });
    expect(removed).toEqual(followUps);
    expect(channel.contents()).toEqual([`${'word '.repeat(390)}α/β + √γ × δ, so`]);
    expect(channel.buttons()).toEqual([[]]);
    expect(report).toMatchObject({ lastMessageId: '@original', standing: { messageIds: ['@original'] } });
  });

  it('has no button left where AutoMod refuses what would follow', async () => {
    const channel = createChannel(({ message }) =>
      message.content?.includes('bad') ? { kind: 'blocked' } : undefined,
    );
    await run({ channel, scripts: [{ script: [long(130), 5_000, `\n${long(20)} bad`, 5_000] }] });
    expect(channel.buttons().flat()).toEqual([]);
  });
});

describe('the question above an answer', () => {
  const asked: DeliveryJob = { ...job, task: { kind: 'answer', prompt: 'Is it *so*?' } };
  const head = '> Is it \\*so\\*?';

  it('is there from the first edit on, and no part of what is reported', async () => {
    const { report, channel } = await run({
      asked,
      scripts: [{ script: [9_000, 'Hel', 100, 'lo'], end: { kind: 'stopped' } }],
    });
    expect(channel.calls.map(({ message }) => message.content)).toEqual([
      `${head}\n\n${en.waiting}`,
      `${head}\n\nHel`,
      `${head}\n\nHello\n\n${en.notices.stopped}`,
    ]);
    expect(report.text).toBe('Hello');
  });

  it('leaves the "thinking…" of Discord alone until there is something to say', async () => {
    const { channel } = await run({ asked, scripts: [{ script: [7_000, 'Hello'] }] });
    expect(channel.calls[0]).toMatchObject({ atMs: 7_000, message: { content: `${head}\n\nHello` } });
  });

  it('stays above what AutoMod let through', async () => {
    let edits = 0;
    const channel = createChannel(({ message }) => {
      edits += 1;
      return edits > 1 && message.content?.includes('bad') ? { kind: 'blocked' } : undefined;
    });
    await run({ asked, channel, scripts: [{ script: ['Hel', 2_000, 'bad'] }] });
    expect(channel.last()?.content).toBe(`${head}\n\nHel\n\n${en.notices.auto_mod}`);
  });
});
