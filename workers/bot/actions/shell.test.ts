import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ProposedAction } from '../../../shared/contract/actions.ts';
import type { Connections } from '../delivery/connections.ts';
import type { AnswerPress } from '../delivery/job.ts';
import type { WebhookReply } from '../discord/webhook.ts';
import { ko } from '../locale/ko.ts';
import type { ProposingJob } from './actions.ts';
import { createActionStore } from './kept.ts';
import type { ActionDecision } from './rpc.ts';
import { createActions } from './shell.ts';

const START_MS = Date.UTC(2026, 0, 1);
const OWNER = '200000000000000001';
const OTHER = '200000000000000002';
const job: ProposingJob = {
  interactionId: '100000000000000001',
  token: 'answer',
  caller: { user_id: OWNER, guild_id: '3', channel_id: '4', locale: 'ko' },
  traceparent: '',
  receivedAtMs: START_MS,
};
const POLL: ProposedAction = {
  id: '1',
  tool: 'poll',
  by: 'bot',
  args: { question: '점심?', answers: ['밥', '면'], duration_hours: 24, multiple: false },
};
const AT = START_MS / 1000 + 1_200;
const REMINDER: ProposedAction = { id: '1', tool: 'remind', by: 'bot', args: { text: '물', at: AT } };
const FOREIGN: ProposedAction = {
  id: '1',
  tool: 'write_page',
  by: 'bff',
  args: { title: '`a`' },
  server: 'Wiki',
};

beforeEach(() => vi.useFakeTimers({ now: START_MS }));
afterEach(() => {
  vi.useRealTimers();
});

const OK: WebhookReply = { kind: 'ok', pauseMs: 0, message: null };

/** Storage that outlives its object, a Discord that keeps what it is sent, and the rest of Libra. */
function createDelivery() {
  const values = new Map<string, unknown>();
  const sent: { token: string; method: string; id?: string; body: { content?: string; poll?: unknown } }[] =
    [];
  const delivery = {
    sent,
    /** What Discord answers to the next requests of a kind. */
    replies: { create: [] as WebhookReply[], edit: [] as WebhookReply[] },
    added: [] as string[],
    reminderVerdict: 'added',
    ran: [] as string[],
    runs: async (): Promise<unknown> => ({ ok: true, value: { ok: true, content: 'written' } }),
    wakes: [] as number[],
    work: [] as Promise<unknown>[],
    store: createActionStore({
      get: <Value>(key: string) => structuredClone(values.get(key)) as Value | undefined,
      put: (key, value) => void values.set(key, structuredClone(value)),
      delete: (key) => values.delete(key),
    }),
    /** Of a new isolate. */
    object: () =>
      createActions({
        connections,
        store: delivery.store,
        waitUntil: (work) => void delivery.work.push(work),
        wakeBy: (atMs) => void delivery.wakes.push(atMs),
        watchdogMs: 10_000,
      }),
    /** All that is under way has ended. */
    async settle() {
      for (let seen = -1; seen !== delivery.work.length; ) {
        seen = delivery.work.length;
        await vi.runAllTimersAsync();
        await Promise.all(delivery.work);
      }
    },
    states: () => delivery.store.load()?.actions.map(({ state }) => state.kind),
    polls: () => sent.filter(({ body }) => body.poll !== undefined),
    last: () => sent.at(-1)?.body.content ?? '',
  };
  let ids = 0;
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const connections = {
    webhook: ({ token }: { token: string }) => ({
      async create(body: object) {
        sent.push({ token, method: 'create', body });
        ids += 1;
        return delivery.replies.create.shift() ?? { ...OK, message: { id: String(ids) } };
      },
      async edit(id: string, body: object) {
        sent.push({ token, method: 'edit', id, body });
        return delivery.replies.edit.shift() ?? OK;
      },
    }),
    reminders: () => ({
      async add(_: string, { id }: { id: string }) {
        delivery.added.push(id);
        return delivery.reminderVerdict;
      },
    }),
    async runAction(_: string, { key }: { key: string }) {
      delivery.ran.push(key);
      return delivery.runs();
    },
    log: () => log,
  } as unknown as Connections;
  return delivery;
}

/** As the object is asked: who presses, and what. */
const press = (
  more: Partial<ActionDecision> = {},
  by: { userId?: string; id?: string; channelId?: string } = {},
): [AnswerPress, ActionDecision] => [
  {
    ...job,
    interactionId: by.id ?? '100000000000000009',
    token: 'press',
    press: {
      userId: by.userId ?? OWNER,
      guildId: '3',
      channelId: by.channelId ?? '4',
      isModerator: true,
      namedId: OWNER,
    },
  },
  { index: 0, decision: 'approve', allowed: ['poll', 'remind'], ...more },
];

async function propose(action: ProposedAction) {
  const delivery = createDelivery();
  const object = delivery.object();
  object.keep(job, job.interactionId, [action]);
  object.show();
  await delivery.settle();
  return { delivery, object };
}

describe('a proposed poll', () => {
  it('is shown in full with its buttons, and posted by the token of the press', async () => {
    const { delivery, object } = await propose(POLL);
    expect(delivery.sent).toMatchObject([{ token: 'answer', method: 'create' }]);
    expect(delivery.last()).toContain('**질문:** 점심?\n1. 밥\n2. 면');
    expect(JSON.stringify(delivery.sent[0]?.body)).toContain(`approve.${job.interactionId}.${OWNER}.0`);
    const verdict = object.decide(...press());
    expect(verdict).toMatchObject({ kind: 'shown', state: 'running', message: { components: [] } });
    await delivery.settle();
    expect(delivery.polls()).toMatchObject([{ token: 'press', body: { poll: { duration: 24 } } }]);
    expect(delivery.last()).toContain(ko.actions.done.poll);
    expect(delivery.sent.at(-1)).toMatchObject({ token: 'press', method: 'edit', id: '@original' });
  });

  it('is posted once, however often its person presses', async () => {
    const { delivery, object } = await propose(POLL);
    expect(object.decide(...press({}, { id: '100000000000000009' }))).toMatchObject({ state: 'running' });
    // They change nothing of the message: what they show could arrive after the end, and hide it.
    for (const id of ['100000000000000009', '100000000000000010']) {
      expect(object.decide(...press({}, { id }))).toEqual({ kind: 'busy' });
    }
    await delivery.settle();
    expect(object.decide(...press())).toMatchObject({ kind: 'shown', state: 'done' });
    expect(delivery.object().decide(...press({ decision: 'decline' }))).toMatchObject({ state: 'done' });
    await delivery.settle();
    expect(delivery.polls()).toHaveLength(1);
  });

  it('is nobody else’s to decide, not even a moderator’s', async () => {
    const { delivery, object } = await propose(POLL);
    expect(object.decide(...press({}, { userId: OTHER }))).toEqual({ kind: 'forbidden' });
    expect(object.decide(...press({}, { channelId: '5' }))).toEqual({ kind: 'forged' });
    expect(object.decide(...press({ index: 1 }))).toEqual({ kind: 'gone' });
    await delivery.settle();
    expect([delivery.polls(), delivery.states()]).toEqual([[], ['waiting']]);
  });

  it('is not posted for somebody who may not post one here, nor once it is declined', async () => {
    const { delivery, object } = await propose(POLL);
    expect(object.decide(...press({ allowed: [] }))).toEqual({ kind: 'not_allowed' });
    expect(object.decide(...press({ decision: 'decline' }))).toMatchObject({ state: 'declined' });
    expect(object.decide(...press())).toMatchObject({ state: 'declined' });
    await delivery.settle();
    expect(delivery.polls()).toEqual([]);
  });

  it('lapses after ten minutes, by its alarm or at a late press', async () => {
    const { delivery, object } = await propose(POLL);
    expect(object.wakeAtMs()).toBe(START_MS + 600_000);
    vi.setSystemTime(START_MS + 600_000);
    const late = createDelivery();
    late.store.save(delivery.store.load() as never);
    expect(late.object().decide(...press())).toMatchObject({ state: 'expired' });
    delivery.object().wake();
    await delivery.settle();
    expect(delivery.last()).toContain(ko.actions.expired);
    expect(object.decide(...press())).toMatchObject({ state: 'expired' });
    await delivery.settle();
    expect([...delivery.polls(), ...late.polls()]).toEqual([]);
  });

  it('is not posted again by the isolate after the one that died in the middle', async () => {
    const { delivery, object } = await propose(POLL);
    object.decide(...press());
    // Stored before anything was sent.
    const survivor = createDelivery();
    survivor.store.save(delivery.store.load() as never);
    survivor.object().wake();
    await survivor.settle();
    expect([survivor.polls(), survivor.states()]).toEqual([[], ['unknown']]);
    expect(survivor.last()).toContain(ko.actions.unknown);
    expect(survivor.last()).toMatch(/\n-# action_unknown$/);
    await delivery.settle();
  });

  it('is left to the isolate that posts it when that is woken meanwhile', async () => {
    const { delivery, object } = await propose(POLL);
    object.decide(...press());
    object.wake();
    await delivery.settle();
    expect([delivery.polls().length, delivery.states()]).toEqual([1, ['done']]);
  });

  it('is sent again where Discord has surely not taken it, and not where it may have', async () => {
    const { delivery, object } = await propose(POLL);
    delivery.replies.create = [
      { kind: 'unknown_webhook' },
      { kind: 'rate_limited', retryAfterMs: 100 },
      { kind: 'unavailable', status: 503, maybeDone: false },
      { kind: 'unavailable', status: 0, maybeDone: true },
    ];
    object.decide(...press());
    await delivery.settle();
    expect(delivery.polls()).toHaveLength(4);
    expect(delivery.states()).toEqual(['unknown']);
  });

  it('says why Discord did not take it', async () => {
    const { delivery, object } = await propose(POLL);
    delivery.replies.create = [{ kind: 'gone', status: 403, code: 50_013 }];
    object.decide(...press());
    await delivery.settle();
    expect(delivery.last()).toContain(ko.actions.problems.action_forbidden);
    expect(delivery.last()).toMatch(/\n-# action_forbidden$/);
  });

  it('cannot be pressed once everything of its person is erased', async () => {
    const { delivery, object } = await propose(POLL);
    object.erase();
    await delivery.settle();
    expect(delivery.store.load()).toBeUndefined();
    expect(delivery.sent.at(-1)).toMatchObject({ body: { content: ko.notices.erased, components: [] } });
    expect(object.decide(...press())).toEqual({ kind: 'gone' });
  });

  it('is shown by the next isolate, where the one before has not come to it', async () => {
    const delivery = createDelivery();
    delivery.object().keep(job, job.interactionId, [POLL]);
    expect(delivery.object().wakeAtMs()).toBe(START_MS + 10_000);
    delivery.object().wake();
    await delivery.settle();
    expect(delivery.last()).toContain(ko.actions.asks.poll);
  });

  it('gives way to what another version of the answer proposes', async () => {
    const { delivery, object } = await propose(POLL);
    object.keep(job, '100000000000000008', [POLL]);
    object.show();
    await delivery.settle();
    expect(delivery.states()).toEqual(['expired', 'waiting']);
    expect(object.decide(...press())).toMatchObject({ state: 'expired' });
  });
});

describe('a reminder', () => {
  it('of one’s own is set without a press, and told below the answer', async () => {
    const { delivery } = await propose(REMINDER);
    expect(delivery.added).toEqual([`${job.interactionId}.0`]);
    expect(delivery.last()).toContain(ko.actions.done.remind);
    expect(delivery.last()).toContain(`<t:${AT}:F>`);
    expect(delivery.sent).toHaveLength(1);
  });

  it('is set by the next isolate where one died in the middle: adding it twice adds it once', async () => {
    const { delivery } = await propose(REMINDER);
    const survivor = createDelivery();
    const record = delivery.store.load();
    const [action] = record?.actions ?? [];
    survivor.store.save({
      ...record,
      actions: [{ ...action, state: { kind: 'running', by: null } }],
    } as never);
    survivor.object().wake();
    await survivor.settle();
    expect([survivor.added, survivor.states()]).toEqual([delivery.added, ['done']]);
  });

  it('that others will see waits for a press', async () => {
    const { delivery, object } = await propose({ ...REMINDER, args: { text: '@everyone 물', at: AT } });
    expect([delivery.added, delivery.states()]).toEqual([[], ['waiting']]);
    object.decide(...press());
    await delivery.settle();
    expect(delivery.states()).toEqual(['done']);
  });

  it('without a known time zone waits for that, and takes no press in its place', async () => {
    const { delivery, object } = await propose({ ...REMINDER, args: { text: '물', wall: '15:00' } });
    expect(delivery.last()).toContain(ko.actions.asks.zone);
    expect(object.decide(...press())).toEqual({ kind: 'gone' });
    const verdict = object.decide(...press({ timeZone: 'Asia/Seoul' }));
    await delivery.settle();
    expect(verdict).toMatchObject({ state: 'running' });
    expect(delivery.last()).toContain(`<t:${Date.parse('2026-01-01T06:00:00Z') / 1000}:F>`);
  });

  it('says so where there are too many', async () => {
    const delivery = createDelivery();
    delivery.reminderVerdict = 'full';
    const object = delivery.object();
    object.keep(job, job.interactionId, [REMINDER]);
    object.show();
    await delivery.settle();
    expect(delivery.last()).toContain(ko.actions.problems.reminder_full);
  });
});

describe('an action of the bff’s', () => {
  it('shows all arguments in a block that they cannot leave, and what the tool has reported', async () => {
    const { delivery, object } = await propose(FOREIGN);
    expect(delivery.last()).toContain('`write_page`');
    expect(delivery.last()).toContain('```json\n{\n "title": "\\u0060a\\u0060"\n}\n```');
    object.decide(...press({ allowed: [] }));
    await delivery.settle();
    expect(delivery.ran).toEqual([`${job.interactionId}.0`]);
    expect(delivery.last()).toContain('written');
  });

  it.each([
    [{ ok: true, value: { ok: false, content: 'no' } }, 'failed', 'action_failed'],
    [{ ok: false, failure: { code: 'upstream_unreachable' } }, 'unknown', 'action_unknown'],
    [{ ok: false, failure: { code: 'invalid_request' } }, 'failed', 'action_refused'],
    [{ ok: true, value: 'garbage' }, 'unknown', 'action_unknown'],
  ])('ends honestly: %j', async (reply, state, code) => {
    const { delivery, object } = await propose(FOREIGN);
    delivery.runs = async () => reply;
    object.decide(...press());
    await delivery.settle();
    expect(delivery.states()).toEqual([state]);
    expect(delivery.last()).toContain(`-# ${code}`);
    expect(delivery.ran).toHaveLength(1);
  });
});

it('keeps nothing that nobody could carry out, or that is longer than can be shown', async () => {
  const delivery = createDelivery();
  const object = delivery.object();
  object.keep(job, job.interactionId, [
    { ...POLL, args: { question: '' } },
    { ...POLL, tool: 'other' },
    { ...FOREIGN, args: { text: 'x'.repeat(1_600) } },
  ]);
  object.show();
  await delivery.settle();
  expect([delivery.sent, delivery.store.load()]).toEqual([[], undefined]);
});
