import { expect, it, vi } from 'vitest';
import { createErrorBody } from '../../../shared/contract/error-body.ts';
import { serverProjectionKey } from '../../../shared/settings/projection.ts';
import { createObjectStorage, until } from '../../../tests/durable-object.ts';
import { useQuietClock } from '../../../tests/quiet-clock.ts';
import { openReplyDelivery } from '../../../tests/reply-delivery.ts';
import { en } from '../locale/en.ts';
import type { DeliveryJob } from './job.ts';

vi.mock('cloudflare:workers', () => import('../../../tests/durable-object.ts'));

const START_MS = Date.UTC(2026, 0, 1);
const GUILD = '600000000000000001';
/** Let through from memory, when answers were public; they have been made private since. */
const job: DeliveryJob = {
  interactionId: '300000000000000001',
  token: 'token',
  caller: { user_id: '200000000000000001', guild_id: GUILD, channel_id: '4', locale: 'en' },
  task: { kind: 'answer', prompt: 'a question' },
  traceparent: '',
  receivedAtMs: START_MS,
  unchecked: { locale: 'en', permissions: 8n, wantsPrivate: false },
};

useQuietClock(START_MS);

interface Shown {
  content: string;
  components: unknown[];
}

/**
 * A channel with "thinking…", and Redis beside it. `dies`: its isolate hears of nothing more once the first message is created,
 * or when that is to be edited for the first time.
 */
function createWorld({ dies }: { dies?: 'created' | 'edited' }) {
  const messages = new Map<string, Shown>([['@original', { content: '', components: [] }]]);
  let created = 0;
  let edited = 0;
  async function discord(request: Request): Promise<Response> {
    const id = request.url.split('/messages/')[1];
    if (id === undefined) {
      created += 1;
      messages.set(`m${created}`, { components: [], ...((await request.json()) as Partial<Shown>) } as Shown);
      if (dies === 'created' && created === 1) await new Promise<void>(() => {});
      return Response.json({ id: `m${created}`, ...messages.get(`m${created}`) });
    }
    const message = messages.get(id);
    if (message === undefined) return Response.json({ code: 10_008 }, { status: 404 });
    if (request.method === 'DELETE') {
      messages.delete(id);
      return new Response(null, { status: 204 });
    }
    if (request.method === 'PATCH') {
      edited += 1;
      if (dies === 'edited' && edited === 1) await new Promise<void>(() => {});
      Object.assign(message, await request.json());
    }
    return Response.json({ id, ...message });
  }
  async function redis(body: string): Promise<Response> {
    const settings = JSON.stringify({ version: 2, server: { privateAnswers: true }, channels: {} });
    const heldAt = (key: unknown) => (key === serverProjectionKey(GUILD) ? settings : null);
    return Response.json(
      (JSON.parse(body) as unknown[][]).map(([command, ...args]) => ({
        result: String(command).toLowerCase() === 'mget' ? args.map(heldAt) : [null, null],
      })),
    );
  }
  vi.stubGlobal('fetch', (input: Request | string, init?: { body: string }) =>
    input instanceof Request ? discord(input) : redis(init?.body ?? '[]'),
  );
  return { messages, created: () => created, edited: () => edited };
}

/** Refuses what was let through from memory, and answers what was not. */
function createBff() {
  return {
    async fetch(request: Request): Promise<Response> {
      const { libra } = (await request.json()) as { libra: { unchecked?: unknown } };
      if (libra.unchecked !== undefined)
        return Response.json(createErrorBody('gate_outdated'), { status: 409 });
      const chunks = [{ delta: { content: 'Hello' } }, { delta: {}, finish_reason: 'stop' }];
      const frames = [...chunks.map((choice) => JSON.stringify({ choices: [choice] })), '[DONE]'];
      return new Response(frames.map((data) => `data: ${data}\n\n`).join(''));
    },
  };
}

type Storage = ReturnType<typeof createObjectStorage>;
const hasEnded = (storage: Storage) =>
  (storage.values.get('delivery') as { state: string } | undefined)?.state === 'ended';

it('goes on in a message that only its person sees, when answers have become private', async () => {
  const { messages } = createWorld({});
  const storage = createObjectStorage();
  const { object } = openReplyDelivery(storage, { BFF: createBff() });
  await object.accept(job);
  await until(() => hasEnded(storage));
  expect([...messages.values()].map(({ content }) => content)).toEqual(['> a question\n\nHello']);
});

it('leaves no promise where its isolate has died before the new message was recorded', async () => {
  const { messages, created } = createWorld({ dies: 'created' });
  const storage = createObjectStorage();
  await openReplyDelivery(storage, { BFF: createBff() }).object.accept(job);
  await until(() => created() === 1);
  await openReplyDelivery(storage, { BFF: createBff() }).object.alarm();
  await until(() => hasEnded(storage));
  const shown = [...messages.values()].map(({ content, components }) => ({ content, components }));
  expect(shown).toMatchObject([{ content: en.moved, components: [] }, { content: '> a question\n\nHello' }]);
});

it('begins anew where its isolate has died before anything of the answer was in the new message', async () => {
  const { messages, edited } = createWorld({ dies: 'edited' });
  const storage = createObjectStorage();
  await openReplyDelivery(storage, { BFF: createBff() }).object.accept(job);
  await until(() => edited() === 1);
  await openReplyDelivery(storage, { BFF: createBff() }).object.alarm();
  await until(() => hasEnded(storage));
  expect([...messages.values()].map(({ content }) => content)).toEqual(['> a question\n\nHello']);
});
