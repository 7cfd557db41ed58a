/** Listen: an answer that is spoken in the place of "thinking…". */
import { expect, it, vi } from 'vitest';
import { createObjectStorage, settle } from '../../../../tests/durable-object.ts';
import { useQuietClock } from '../../../../tests/quiet-clock.ts';
import { openReplyDelivery } from '../../../../tests/reply-delivery.ts';
import { en } from '../../locale/en.ts';
import type { DeliveryJob } from '../job.ts';

vi.mock('cloudflare:workers', () => import('../../../../tests/durable-object.ts'));

const START_MS = Date.UTC(2026, 0, 1);

useQuietClock(START_MS);

/** What stands in the place of "thinking…" in the end. */
async function listen(text: string, answers: { edit?: Response[]; create?: Response }): Promise<string> {
  const storage = createObjectStorage();
  const { edit = [] } = answers;
  let content = '';
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method === 'POST') return answers.create ?? Response.json({ id: '7' });
    const refused = edit.shift();
    if (refused !== undefined) return refused;
    if (request.method === 'PATCH') ({ content } = (await request.json()) as { content: string });
    return Response.json({ id: '7', content });
  });
  const job: DeliveryJob = {
    interactionId: '300000000000000001',
    token: 'token',
    caller: { user_id: '200000000000000001', guild_id: null, channel_id: '4', locale: 'en' },
    task: { kind: 'speech', text },
    traceparent: '',
    receivedAtMs: START_MS,
    isPrivate: true,
  };
  const bff = { fetch: async () => new Response(Uint8Array.of(1, 2, 3)) };
  await openReplyDelivery(storage, { BFF: bff }).object.accept(job);
  const hasEnded = () => (storage.values.get('delivery') as { state: string }).state === 'ended';
  while (!hasEnded()) {
    await settle(5);
    await vi.advanceTimersByTimeAsync(200);
  }
  return content;
}

it('tells at once that there is nothing to speak, though Discord does not know of the deferral yet', async () => {
  const unknown = () => Response.json({ code: 10_015 }, { status: 404 });
  const busy = Response.json({ retry_after: 0.5 }, { status: 429 });
  const answers = { edit: [unknown(), unknown(), busy, new Response('', { status: 503 })] };
  expect(await listen('🎉', answers)).toBe(en.voice.speech.nothing);
});

it.each([
  ['AutoMod', Response.json({ code: 200_000 }, { status: 400 }), 'internal'],
  ['a permission that is missing', Response.json({ code: 50_013 }, { status: 403 }), en.notices.no_file],
  ['an answer that does not come', new Response('', { status: 502 }), 'internal'],
])('leaves nobody waiting where the sound is kept back by %s', async (_, create, told) => {
  expect(await listen('Hello there', { create })).toContain(told);
});
