import { expect, it } from 'vitest';
import { createLogger } from '../../../shared/observe/log.ts';
import type { OutgoingMessage } from '../discord/message.ts';
import { type InteractionWebhook, UNKNOWN_MESSAGE, type WebhookReply } from '../discord/webhook.ts';
import { en } from '../locale/en.ts';
import { type ShowPageDeps, showPage } from './show-page.ts';
import { type AnswerVersion, firstVersion } from './standing.ts';

const job = {
  interactionId: '30000000000000000001',
  token: 'token',
  caller: { user_id: '20000000000000000001', guild_id: null, channel_id: '4', locale: 'en' as const },
  task: { kind: 'answer' as const, prompt: 'Why?', showsQuestion: false as const },
  traceparent: '',
  receivedAtMs: 0,
};

function version(text: string): AnswerVersion {
  return { request: '1', text, end: { kind: 'whole', finishReason: 'stop' }, about: {}, firstTextMs: 5 };
}

function shownAs(id: string, { content = '' }: OutgoingMessage): WebhookReply {
  return {
    kind: 'ok',
    message: { id, content, isBlank: false, buttons: [], attachments: [] },
    pauseMs: 0,
  };
}

type Posting = Pick<InteractionWebhook, 'edit' | 'create'>;

function depsWith(webhook: Posting): ShowPageDeps {
  return {
    webhook: {
      ...webhook,
      read: () => Promise.reject(new Error('Nothing is read')),
      remove: () => Promise.reject(new Error('Nothing is removed')),
    },
    texts: en,
    now: () => 0,
    sleep: async () => undefined,
    onFollowUp: () => undefined,
    onRemoved: () => undefined,
    choose: () => Promise.reject(new Error('Nothing is chosen')),
    log: createLogger({ worker: 'bot', write: () => undefined }),
  };
}

it('shows the whole version although somebody has deleted one of the messages', async () => {
  const text = Array.from({ length: 700 }, (_, index) => `word${index}`).join(' ');
  const messages = new Map<string, OutgoingMessage>([
    ['@original', {}],
    ['third', {}],
  ]);
  const show = (id: string, message: OutgoingMessage): WebhookReply => {
    messages.set(id, message);
    return shownAs(id, message);
  };
  const webhook: Posting = {
    edit: async (id, message) =>
      messages.has(id) ? show(id, message) : { kind: 'gone', status: 404, code: UNKNOWN_MESSAGE },
    create: async (message) => show('fourth', message),
  };
  const ids = await showPage(
    firstVersion(job, version(text), ['@original', 'second', 'third']),
    depsWith(webhook),
  );
  expect([...messages.values()].map(({ content }) => content).join(' ')).toBe(text);
  expect(ids).toEqual(['@original', 'third', 'fourth']);
  expect([...messages.values()].map(({ components = [] }) => components.length > 0)).toEqual([
    false,
    false,
    true,
  ]);
});

const partly: { refusal: WebhookReply; ids: string[]; isFile: boolean }[] = [
  { refusal: { kind: 'unavailable', status: 502, maybeDone: true }, ids: ['@original'], isFile: true },
  { refusal: { kind: 'blocked' }, ids: ['@original', 'notice'], isFile: false },
];

it.each(partly)('says that a part alone is shown: $refusal.kind', async ({ refusal, ids, isFile }) => {
  const text = Array.from({ length: 300 }, (_, index) => `word${index}`).join(' ');
  const messages = new Map<string, OutgoingMessage>();
  const created: OutgoingMessage[] = [];
  const show = (id: string, message: OutgoingMessage): WebhookReply => {
    messages.set(id, { ...messages.get(id), ...message });
    return shownAs(id, message);
  };
  const webhook: Posting = {
    edit: async (id, message) => show(id, message),
    create: async (message) => {
      created.push(message);
      return created.length === 1 ? refusal : show('notice', message);
    },
  };
  const shown = await showPage(firstVersion(job, version(text), ['@original']), depsWith(webhook));
  expect(shown).toEqual(ids);
  const last = messages.get(ids.at(-1) ?? '');
  expect(last?.components).not.toEqual([]);
  expect((last?.files ?? []).length > 0).toBe(isFile);
  expect(last?.content?.includes(en.notices.auto_mod)).toBe(!isFile);
});
