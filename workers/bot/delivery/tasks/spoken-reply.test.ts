/** `/voice reply:on`: the speech behind an answer, over the death of isolates. */
import { expect, it, vi } from 'vitest';
import { createOggOpusWriter } from '../../../../dev/speech/ogg-opus.ts';
import { SPEAK_PATH } from '../../../../shared/contract/voice-messages.ts';
import { createObjectStorage, settle, until } from '../../../../tests/durable-object.ts';
import { useQuietClock } from '../../../../tests/quiet-clock.ts';
import { openReplyDelivery } from '../../../../tests/reply-delivery.ts';
import type { DeliveryJob } from '../job.ts';

vi.mock('cloudflare:workers', () => import('../../../../tests/durable-object.ts'));

const START_MS = Date.UTC(2026, 0, 1);
const job: DeliveryJob = {
  interactionId: '300000000000000001',
  token: 'token',
  caller: { user_id: '200000000000000001', guild_id: null, channel_id: '4', locale: 'en' },
  task: { kind: 'answer', prompt: 'Hello?', showsQuestion: false },
  traceparent: '',
  receivedAtMs: START_MS,
};

useQuietClock(START_MS);

function oggOpus(): Uint8Array<ArrayBuffer> {
  const writer = createOggOpusWriter({ serial: 1, preSkip: 312, packetSamples: 960, inputRate: 24_000 });
  const packets = Array.from({ length: 50 }, () => Uint8Array.of(0xf8, 1, 2));
  return new Uint8Array(Buffer.concat([writer.head(), writer.push(packets), writer.end(47_688)]));
}

/** `dies`: the request is carried out, and nobody is left to hear of it. */
type Reply = 'ok' | 'refused' | 'dies';

/** One answer that is to be spoken, on storage that outlives every object. */
function createScene({
  hangs = false,
  replies = [] as Reply[],
  isLastEditSilent = false,
}: {
  hangs?: boolean;
  replies?: Reply[];
  isLastEditSilent?: boolean;
} = {}) {
  const storage = createObjectStorage();
  const shown = { content: '', components: [] as unknown[] };
  const world = {
    ...{ hangs, isLastEditSilent, isSilent: false, content: '' },
    ...{ spoken: [] as string[], posts: [] as string[] },
  };
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method !== 'POST') {
      if (request.method === 'PATCH') Object.assign(shown, await request.json());
      world.content = shown.content;
      const isLast = request.method === 'PATCH' && !JSON.stringify(shown.components).includes('stop.');
      if (world.isLastEditSilent && isLast) {
        world.isSilent = true;
        return new Promise<Response>(() => {});
      }
      return Response.json({ id: '7', ...shown });
    }
    const { flags } = JSON.parse(String((await request.formData()).get('payload_json'))) as {
      flags?: number;
    };
    world.posts.push(flags === 1 << 13 ? 'voice' : 'file');
    const reply = replies.shift() ?? 'ok';
    if (reply === 'dies') return new Promise<Response>(() => {});
    return reply === 'ok' ? Response.json({ id: '8' }) : Response.json({ code: 50_173 }, { status: 400 });
  });
  const end = JSON.stringify({
    choices: [{ delta: {}, finish_reason: 'stop' }],
    libra: { speech: 'wanted' },
  });
  const text = JSON.stringify({ choices: [{ delta: { content: 'Good morning.' } }] });
  const bff = {
    async fetch(request: Request): Promise<Response> {
      if (new URL(request.url).pathname !== SPEAK_PATH) {
        return new Response(`data: ${text}\n\ndata: ${end}\n\ndata: [DONE]\n\n`);
      }
      world.spoken.push(((await request.json()) as { text: string }).text);
      return world.hangs ? new Promise<Response>(() => {}) : new Response(oggOpus());
    },
  };
  return {
    world,
    storage,
    /** A new isolate, with nothing in its memory. */
    start: () => openReplyDelivery(storage, { BFF: bff }),
  };
}

it('is spoken once, and nothing of it is kept', async () => {
  const { world, storage, start } = createScene();
  const { object, done } = start();
  await object.accept(job);
  await until(() => world.posts.length === 1);
  await done();
  expect(world).toMatchObject({ spoken: ['Good morning.'], posts: ['voice'] });
  expect(storage.values.has('speech')).toBe(false);
  await object.alarm();
  await settle(50);
  expect(world.posts).toEqual(['voice']);
});

it('is spoken by the next isolate when the first one died before it was posted', async () => {
  const { world, storage, start } = createScene({ hangs: true });
  await start().object.accept(job);
  await until(() => world.spoken.length === 1);
  expect(storage.alarmAtMs()).toBe(START_MS + 10_000);
  world.hangs = false;
  const { object, done } = start();
  // A second alarm finds it under way.
  await Promise.all([object.alarm(), object.alarm()]);
  await until(() => world.posts.length > 0);
  await done();
  await object.alarm();
  await settle(50);
  expect(world).toMatchObject({ spoken: ['Good morning.', 'Good morning.'], posts: ['voice'] });
  expect(world.content).toBe('Good morning.');
});

it('is owed as well when the isolate died between the last edit and the record of it', async () => {
  const { world, start } = createScene({ isLastEditSilent: true });
  await start().object.accept(job);
  await until(() => world.isSilent);
  world.isLastEditSilent = false;
  const { object, done } = start();
  await object.alarm();
  await until(() => world.posts.length === 1);
  await done();
  expect(world).toMatchObject({ posts: ['voice'], content: 'Good morning.' });
});

it('is not posted twice when the isolate died while it was posted', async () => {
  const { world, storage, start } = createScene({ replies: ['dies'] });
  await start().object.accept(job);
  await until(() => world.posts.length === 1);
  await start().object.alarm();
  await settle(50);
  expect(world.posts).toEqual(['voice']);
  expect(storage.values.has('speech')).toBe(false);
});

it('is a file that is played when Discord refuses voice messages, once', async () => {
  const { world, start } = createScene({ replies: ['refused', 'ok'] });
  const { object, done } = start();
  await object.accept(job);
  await until(() => world.posts.length === 2);
  await done();
  expect(world.posts).toEqual(['voice', 'file']);
});

it('is called off when its person has everything erased', async () => {
  const { world, storage, start } = createScene({ hangs: true });
  const { object } = start();
  await object.accept(job);
  await until(() => world.spoken.length === 1);
  await object.erase();
  await settle(50);
  expect(storage.stored()).not.toContain('Good morning');
  await start().object.alarm();
  await settle(50);
  expect(world).toMatchObject({ spoken: ['Good morning.'], posts: [] });
});

it('is given up after three isolates, so that it is not asked for again and again', async () => {
  const { world, storage, start } = createScene({ hangs: true });
  await start().object.accept(job);
  for (let isolate = 2; isolate <= 4; isolate += 1) {
    await until(() => world.spoken.length === isolate - 1);
    await start().object.alarm();
  }
  await settle(50);
  expect(world.spoken).toHaveLength(3);
  expect(storage.values.has('speech')).toBe(false);
});
