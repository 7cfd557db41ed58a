import { describe, expect, it, vi } from 'vitest';
import { FORGET_PATH } from '../../../shared/contract/conversations.ts';
import { createErrorBody, type ErrorEvidence } from '../../../shared/contract/error-body.ts';
import { createObjectStorage, until } from '../../../tests/durable-object.ts';
import { useQuietClock } from '../../../tests/quiet-clock.ts';
import { openReplyDelivery } from '../../../tests/reply-delivery.ts';
import { TOKEN_LIFE_MS } from '../discord/token-life.ts';
import { en } from '../locale/en.ts';
import type { AcceptVerdict, AnswerPress, DeliveryJob, FollowingJob } from './job.ts';
import { beginRecord, type DeliveryRecord, WATCHDOG_MS } from './record.ts';

vi.mock('cloudflare:workers', () => import('../../../tests/durable-object.ts'));

const START_MS = Date.UTC(2026, 0, 1);
const job: DeliveryJob = {
  interactionId: '300000000000000001',
  token: 'token',
  caller: { user_id: '200000000000000001', guild_id: null, channel_id: '4', locale: 'en' },
  task: { kind: 'answer', prompt: 'a secret question', showsQuestion: false },
  traceparent: '',
  receivedAtMs: START_MS,
};

/** The press of a button under its answer. */
const { task: _, ...pressed } = job;
const following: FollowingJob = {
  ...pressed,
  interactionId: '300000000000000002',
  prompt: null,
  answerId: job.interactionId,
  press: {
    userId: job.caller.user_id,
    guildId: null,
    channelId: job.caller.channel_id,
    isModerator: false,
    namedId: job.caller.user_id,
  },
};
const { press } = following;

useQuietClock(START_MS);

/** One message in Discord, and every request that reached it. It carries out, but does not answer, what leaves the message as `isSilent` says. */
function createDiscord() {
  const message = { content: '', components: [] as unknown[] };
  const discord = {
    message,
    requests: [] as string[],
    isSilent: (): boolean => false,
    /** It answers 503, and carries nothing out. */
    isOut: (_request: Request): boolean => false,
    /** AutoMod takes no such text. */
    isBlocked: (_content: string): boolean => false,
    /** What is said in messages of their own. */
    told: [] as string[],
    /** When it answers those after all. */
    answers: new Promise<void>(() => {}),
  };
  vi.stubGlobal('fetch', async (request: Request) => {
    discord.requests.push(request.method);
    if (discord.isOut(request)) return new Response(null, { status: 503 });
    const { content = '', ...parts } =
      request.body === null ? {} : ((await request.json()) as Partial<typeof message>);
    if (discord.isBlocked(content)) return Response.json({ code: 200_000 }, { status: 400 });
    if (request.method === 'POST') discord.told.push(content);
    if (request.method === 'PATCH') Object.assign(message, parts, content === '' ? {} : { content });
    if (discord.isSilent()) await discord.answers;
    return Response.json({ id: '7', ...message });
  });
  return discord;
}

/** `pause` waits for `resume()`. */
type Frame = string | 'hang' | 'pause';

function createBff(...answers: Frame[][]) {
  const keys: (string | null)[] = [];
  const bodies: unknown[] = [];
  let cancelled = 0;
  const resumed = Promise.withResolvers<void>();
  const forgotten: unknown[] = [];
  async function fetch(request: Request): Promise<Response> {
    if (new URL(request.url).pathname === FORGET_PATH) {
      forgotten.push(await request.json());
      return new Response(null, { status: 204 });
    }
    keys.push(request.headers.get('idempotency-key'));
    bodies.push(await request.clone().json());
    const frames = [...(answers[keys.length - 1] ?? ['[DONE]'])];
    request.signal.addEventListener('abort', () => {
      cancelled += 1;
    });
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        let frame = frames.shift();
        if (frame === 'pause') {
          await resumed.promise;
          frame = frames.shift();
        }
        if (frame === undefined) return controller.close();
        if (frame === 'hang') return new Promise<void>(() => {});
        const data =
          frame === '[DONE]'
            ? `${JSON.stringify({ choices: [{ delta: {}, finish_reason: 'stop' }] })}\n\ndata: [DONE]`
            : JSON.stringify({ choices: [{ delta: { content: frame } }] });
        controller.enqueue(new TextEncoder().encode(`data: ${data}\n\n`));
      },
    });
    return new Response(body);
  }
  return { fetch, keys, bodies, forgotten, cancelled: () => cancelled, resume: resumed.resolve };
}

/** The other deliveries, of which a test wants to know what they were given. */
function createOthers() {
  const accepted: DeliveryJob[] = [];
  const others = {
    accepted,
    reachable: true,
    getByName: () => ({
      async accept(next: DeliveryJob): Promise<AcceptVerdict> {
        if (!others.reachable) throw new Error('The object is overloaded');
        accepted.push(next);
        return 'accepted';
      },
    }),
  };
  return others;
}

function createObject(
  storage: ReturnType<typeof createObjectStorage>,
  bff: ReturnType<typeof createBff>,
  others = createOthers(),
) {
  return openReplyDelivery(storage, { BFF: bff, REPLY_DELIVERY: others });
}

/** Fake timers do not see the platform's own `AbortSignal.timeout`, which cannot be called off. */
function countUnstoppableTimers(): void {
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), ms);
    return controller.signal;
  });
}

function runningRecord({ values }: ReturnType<typeof createObjectStorage>): unknown {
  return values.get('delivery');
}

function hasEnded({ values }: ReturnType<typeof createObjectStorage>): boolean {
  return (values.get('delivery') as DeliveryRecord | undefined)?.state === 'ended';
}

it('delivers once when Discord sends the interaction twice', async () => {
  const storage = createObjectStorage();
  const discord = createDiscord();
  const bff = createBff(['Hello', '[DONE]']);
  const { object, done } = createObject(storage, bff);
  expect(await object.accept(job)).toBe('accepted');
  expect(await object.accept(job)).toBe('duplicate');
  await until(() => hasEnded(storage));
  await done();
  expect(bff.keys).toEqual([job.interactionId]);
  expect(discord.message.content).toBe('Hello');
  expect(await object.accept(job)).toBe('duplicate');
});

it('tells its person why a question is refused, though Discord is out for a while', async () => {
  const storage = createObjectStorage();
  const discord = createDiscord();
  let isOutFor = 5;
  discord.isOut = ({ method }) => method === 'POST' && isOutFor-- > 0;
  const evidence: ErrorEvidence = { categories: ['self-harm/intent'], side: 'question' };
  const refused = JSON.stringify(createErrorBody('content_blocked', { evidence }));
  const bff = { ...createBff(), fetch: async () => new Response(`data: ${refused}\n\n`) };
  const { object, done } = createObject(storage, bff);
  await object.accept({ ...job, caller: { ...job.caller, guild_id: '5' } });
  await until(() => hasEnded(storage));
  await vi.advanceTimersByTimeAsync(60_000);
  await done();
  expect(discord.message.content).toContain(en.moderation.withheld);
  expect(discord.told.join()).toContain(en.moderation.support);
});

it.each<DeliveryJob['task']>([
  { kind: 'answer', prompt: 'a question' },
  { kind: 'export', maxBytes: 1, deliveries: [] },
])('leaves no timer behind that would keep its object in memory: $kind', async (task) => {
  countUnstoppableTimers();
  const storage = createObjectStorage();
  createDiscord();
  const { object, done } = createObject(storage, createBff(['Hello', '[DONE]']));
  await object.accept({ ...job, task });
  await until(() => hasEnded(storage));
  await done();
  expect(vi.getTimerCount()).toBe(0);
});

it('has its watchdog from the moment it has accepted', async () => {
  const storage = createObjectStorage();
  createDiscord();
  const { object } = createObject(storage, createBff(['hang']));
  await object.accept(job);
  expect(storage.alarmAtMs()).toBe(START_MS + WATCHDOG_MS);
  expect(storage.values.size).toBe(1);
});

it('keeps a whole answer only for the row under it, and nothing at all once the token is dead', async () => {
  const storage = createObjectStorage();
  createDiscord();
  const { object, done } = createObject(storage, createBff(['Hello', '[DONE]']));
  await object.accept(job);
  await until(() => hasEnded(storage));
  await done();
  expect(storage.values.get('delivery')).toMatchObject({
    offer: null,
    standing: { versions: [{ text: 'Hello', request: job.interactionId }], messageIds: ['@original'] },
  });
  expect(storage.alarmAtMs()).toBe(START_MS + TOKEN_LIFE_MS);
  vi.setSystemTime(START_MS + TOKEN_LIFE_MS);
  await object.alarm();
  expect(storage.values.size).toBe(0);
});

it('runs again under the same idempotency key when its isolate died before anything was shown', async () => {
  const storage = createObjectStorage();
  const discord = createDiscord();
  const bff = createBff(['hang'], ['Hello', '[DONE]']);
  await createObject(storage, bff).object.accept(job);
  await until(() => bff.keys.length === 1);
  const { object, done } = createObject(storage, bff);
  await object.alarm();
  await until(() => hasEnded(storage));
  await done();
  expect(bff.keys).toEqual([job.interactionId, job.interactionId]);
  expect(discord.message.content).toBe('Hello');
});

it('keeps the text and asks no model again when its isolate died after the first text', async () => {
  const storage = createObjectStorage();
  const discord = createDiscord();
  const bff = createBff(['Half an', 'hang']);
  await createObject(storage, bff).object.accept(job);
  await until(() => discord.message.content === 'Half an');
  const { object, done } = createObject(storage, bff);
  await object.alarm();
  await until(() => hasEnded(storage));
  await done();
  expect(bff.keys).toHaveLength(1);
  expect(discord.message.content).toMatch(/^Half an\n\n⚠️/);
  expect(JSON.stringify(discord.message.components)).toMatch(/retry.*continue/);
});

it('does nothing more when it died between the last edit and the record of it', async () => {
  const storage = createObjectStorage();
  const discord = createDiscord();
  const bff = createBff(['Whole', '[DONE]']);
  const first = createObject(storage, bff);
  discord.isSilent = () => !JSON.stringify(discord.message.components).includes('stop.');
  await first.object.accept(job);
  await until(() => discord.message.content === 'Whole' && discord.isSilent());
  expect(runningRecord(storage)).toMatchObject({ phase: 'ending' });
  discord.isSilent = () => false;
  const { object, done } = createObject(storage, bff);
  await object.alarm();
  await until(() => hasEnded(storage));
  await done();
  expect(discord.requests.at(-1)).toBe('GET');
  expect(discord.message.content).toBe('Whole');
  expect(storage.values.get('delivery')).toMatchObject({ state: 'ended', offer: null });
});

it('records its phase before the request leaves that it tells of', async () => {
  const storage = createObjectStorage();
  const discord = createDiscord();
  const bff = createBff(['hang']);
  await createObject(storage, bff).object.accept(job);
  await until(() => bff.keys.length === 1);
  expect(runningRecord(storage)).toMatchObject({ phase: 'asking', mayShowNote: false });
  discord.isSilent = () => true;
  await vi.advanceTimersByTimeAsync(8_000);
  await until(() => discord.requests.length === 1);
  expect(runningRecord(storage)).toMatchObject({ phase: 'waiting', mayShowNote: true });
});

it('runs again when its isolate died while the text that replaces the note was not confirmed', async () => {
  const storage = createObjectStorage();
  const discord = createDiscord();
  const bff = createBff(['pause', 'Half', 'hang'], ['Whole', '[DONE]']);
  await createObject(storage, bff).object.accept(job);
  await until(() => bff.keys.length === 1);
  await vi.advanceTimersByTimeAsync(8_000);
  await until(() => discord.message.content === en.waiting);
  discord.isSilent = () => true;
  bff.resume();
  await vi.advanceTimersByTimeAsync(1_000);
  await until(() => discord.message.content === 'Half');
  expect(runningRecord(storage)).toMatchObject({ phase: 'streaming', mayShowNote: true });
  discord.isSilent = () => false;
  const { object, done } = createObject(storage, bff);
  await object.alarm();
  await until(() => hasEnded(storage));
  await done();
  expect(bff.keys).toEqual([job.interactionId, job.interactionId]);
  expect(discord.message.content).toBe('Whole');
});

it.each([
  [
    true,
    'Half',
    [{ type: 1, components: [{ type: 2, custom_id: `stop.${job.interactionId}.${job.caller.user_id}` }] }],
    /^Half\n\n⚠️/,
  ],
  [true, 'Whole', [], /^Whole$/],
  [true, '', [], /^Again$/],
  [false, '', [], /^Again$/],
])(
  'carries on from a record of before the phases: posting %s, %j shown',
  async (posting, content, components, shown) => {
    const storage = createObjectStorage();
    const discord = createDiscord();
    Object.assign(discord.message, { content, components });
    storage.values.set('delivery', { state: 'running', job, runs: 1, posting, followUpIds: [] });
    const { object, done } = createObject(storage, createBff(['Again', '[DONE]']));
    await object.alarm();
    await until(() => hasEnded(storage));
    await done();
    expect(discord.message.content).toMatch(shown);
  },
);

it('is only watched, not begun anew, when the alarm repeats while it runs', async () => {
  const storage = createObjectStorage();
  const discord = createDiscord();
  const bff = createBff(['Half', 'hang']);
  const { object } = createObject(storage, bff);
  await object.accept(job);
  await until(() => discord.message.content === 'Half');
  await object.alarm();
  await object.alarm();
  expect(bff.keys).toHaveLength(1);
});

it('Stop also ends a delivery whose isolate has died before there was an answer', async () => {
  const storage = createObjectStorage();
  const discord = createDiscord();
  storage.values.set('delivery', { ...beginRecord(job), phase: 'waiting', mayShowNote: true });
  const { object } = createObject(storage, createBff(['hang']));
  expect(await object.stop(press)).toBe('stopping');
  await until(() => hasEnded(storage));
  expect(discord.message.content).toContain(en.notices.stopped);
});

it('Stop cancels the model call and ends the delivery; there is nothing to stop after that', async () => {
  const storage = createObjectStorage();
  const discord = createDiscord();
  const bff = createBff(['Half', 'hang']);
  const { object, done } = createObject(storage, bff);
  await object.accept(job);
  await until(() => discord.message.content === 'Half');
  expect(await object.stop(press)).toBe('stopping');
  await until(() => hasEnded(storage));
  await done();
  expect(bff.cancelled()).toBe(1);
  expect(discord.message.content).toMatch(/^Half\n\n⏹️/);
  expect(await object.stop(press)).toBe('ended');
});

/** A delivery that has ended with half an answer, and offers to go on. */
async function endInTheMiddle(begun = job) {
  const storage = createObjectStorage();
  const discord = createDiscord();
  const others = createOthers();
  const { object, done } = createObject(storage, createBff(['Half']), others);
  await object.accept(begun);
  await until(() => hasEnded(storage));
  await done();
  return { object, done, discord, others, storage };
}

it('one press hands the question on and spends the buttons, which go from the message', async () => {
  const { object, done, discord, others, storage } = await endInTheMiddle();
  expect(JSON.stringify(discord.message.components)).toContain('retry');
  const other = { ...following, interactionId: '300000000000000003' };
  const presses = [
    object.follow('retry', following),
    object.follow('retry', other),
    object.follow('continue', other),
  ];
  expect(await Promise.all(presses)).toEqual(['accepted', 'gone', 'gone']);
  const follows = { action: 'retry', request: job.interactionId };
  expect(others.accepted).toEqual([
    {
      ...job,
      interactionId: following.interactionId,
      task: { kind: 'answer', prompt: 'a secret question', follows, showsQuestion: false },
    },
  ]);
  await done();
  expect(discord.message.components).toEqual([]);
  expect(JSON.stringify([...storage.values])).not.toContain('secret question');
});

it('asks the prompt that a press brings, with the end of what it goes on from', async () => {
  const { object, others } = await endInTheMiddle();
  await object.follow('continue', { ...following, prompt: 'Go on' });
  const follows = { action: 'continue', request: job.interactionId, shown: 'Half' };
  expect(others.accepted).toMatchObject([{ task: { kind: 'answer', prompt: 'Go on', follows } }]);
});

it('takes a press of buttons that are seen before Discord has confirmed them', async () => {
  const storage = createObjectStorage();
  const discord = createDiscord();
  const confirmed = Promise.withResolvers<void>();
  discord.isSilent = () => JSON.stringify(discord.message.components).includes('retry');
  discord.answers = confirmed.promise;
  const { object } = createObject(storage, createBff(['Half']));
  await object.accept(job);
  await until(discord.isSilent);
  const verdict = object.follow('retry', following);
  confirmed.resolve();
  expect(await verdict).toBe('accepted');
});

it('tells the bff which answer a question follows', async () => {
  const storage = createObjectStorage();
  createDiscord();
  const bff = createBff(['Hello', '[DONE]']);
  const { object } = createObject(storage, bff);
  const follows = { action: 'retry', request: '300000000000000009' } as const;
  await object.accept({ ...job, task: { kind: 'answer', prompt: 'Hello?', follows } });
  await until(() => hasEnded(storage));
  expect(bff.bodies).toMatchObject([{ libra: { follows } }]);
});

it('answers a press that comes again, after its answer, like the first time', async () => {
  const { object, done, others } = await endInTheMiddle();
  await object.follow('retry', following);
  await done();
  expect(await object.follow('retry', following)).toBe('duplicate');
  vi.setSystemTime(START_MS + TOKEN_LIFE_MS - 1);
  await object.alarm();
  expect(await object.follow('retry', following)).toBe('duplicate');
  expect(others.accepted).toHaveLength(1);
});

it('keeps its offer when the question cannot be handed on, so that the buttons can be pressed again', async () => {
  const { object, done, discord, others } = await endInTheMiddle();
  others.reachable = false;
  await expect(object.follow('retry', following)).rejects.toThrow('overloaded');
  await done();
  expect(JSON.stringify(discord.message.components)).toContain('retry');
  others.reachable = true;
  expect(await object.follow('retry', following)).toBe('accepted');
  expect(others.accepted).toHaveLength(1);
});

it('offers nothing after its time', async () => {
  const { object } = await endInTheMiddle();
  vi.setSystemTime(START_MS + TOKEN_LIFE_MS);
  expect(await object.follow('retry', following)).toBe('gone');
});

it('is claimed once, by an interaction that needs no delivery, until its token is dead', async () => {
  const storage = createObjectStorage();
  const { object } = createObject(storage, createBff());
  expect(await object.claim(START_MS)).toBe('first');
  expect(await object.claim(START_MS + 1_000)).toBe('again');
  expect(await createObject(storage, createBff()).object.claim(START_MS + 2_000)).toBe('again');
  expect(storage.alarmAtMs()).toBe(START_MS + TOKEN_LIFE_MS);
  vi.setSystemTime(START_MS + TOKEN_LIFE_MS);
  await object.alarm();
  expect(storage.values.size).toBe(0);
});

describe('an answer that Discord has given up', () => {
  /** A Discord that takes so many requests and then knows the interaction no more. */
  function giveUpAfter(taken: number) {
    let requests = 0;
    vi.stubGlobal('fetch', async () => {
      requests += 1;
      return requests <= taken
        ? Response.json({ id: '7', content: 'Hello', components: [] })
        : Response.json({ code: 10_062 }, { status: 404 });
    });
    return () => requests;
  }

  it('is cancelled, and the bff is told to forget its turn', async () => {
    giveUpAfter(0);
    const storage = createObjectStorage();
    const bff = createBff(['Hello', 'hang']);
    const { object, done } = createObject(storage, bff);
    await object.accept(job);
    await until(() => hasEnded(storage));
    await done();
    expect(bff.cancelled()).toBe(1);
    expect(bff.forgotten).toEqual([{ libra: { caller: job.caller }, request: job.interactionId }]);
  });

  it('is remembered when some of it was seen', async () => {
    const requests = giveUpAfter(1);
    const storage = createObjectStorage();
    const bff = createBff(['Hello', 'hang']);
    const { object, done } = createObject(storage, bff);
    await object.accept(job);
    await until(() => requests() === 1);
    await object.stop(press);
    await until(() => hasEnded(storage));
    await done();
    expect(requests()).toBe(2);
    expect(bff.forgotten).toEqual([]);
  });
});

describe('a press is checked against what the delivery has recorded', () => {
  const BOB = '200000000000000002';
  const inGuild = { ...job, caller: { ...job.caller, guild_id: '5' } };
  const own = { ...press, guildId: '5' };
  const forgeries: [string, Partial<typeof press>, string][] = [
    ['that names another person', { namedId: BOB }, 'forged'],
    ['of a stranger who is named by the button', { userId: BOB, namedId: BOB }, 'forged'],
    [
      'from another guild, by one of its moderators',
      { userId: BOB, guildId: '6', isModerator: true },
      'forged',
    ],
    ['from another channel', { channelId: '7' }, 'forged'],
    ['of a stranger', { userId: BOB }, 'forbidden'],
  ];

  it.each(forgeries)('stop %s', async (_, change, verdict) => {
    const storage = createObjectStorage();
    const discord = createDiscord();
    const bff = createBff(['Half', 'hang']);
    const { object } = createObject(storage, bff);
    await object.accept(inGuild);
    await until(() => discord.message.content === 'Half');
    expect(await object.stop({ ...own, ...change })).toBe(verdict);
    expect(bff.cancelled()).toBe(0);
  });

  it.each(forgeries)('retry %s, which leaves the offer', async (_, change, verdict) => {
    const { object, others } = await endInTheMiddle(inGuild);
    expect(await object.follow('retry', { ...following, press: { ...own, ...change } })).toBe(verdict);
    expect(others.accepted).toEqual([]);
    expect(await object.follow('retry', { ...following, press: own })).toBe('accepted');
  });

  it.each([
    ['retry', null, { action: 'retry', request: job.interactionId }, 'a secret question'],
    [
      'continue',
      'Go on',
      { action: 'continue', request: job.interactionId, shown: 'Half', question: 'a secret question' },
      'Go on',
    ],
  ] as const)(
    '%s of a moderator is asked apart from every conversation',
    async (action, asked, follows, prompt) => {
      const { object, others } = await endInTheMiddle(inGuild);
      const moderator = { ...own, userId: BOB, isModerator: true };
      const caller = { ...inGuild.caller, user_id: BOB };
      await object.follow(action, { ...following, caller, prompt: asked, press: moderator });
      const task = { kind: 'answer', prompt, follows, isForeign: true };
      expect(others.accepted).toMatchObject([{ caller, task }]);
    },
  );

  it('offers nothing under what a moderator has asked so, and keeps nothing of it', async () => {
    const storage = createObjectStorage();
    const discord = createDiscord();
    const bff = createBff(['Half']);
    const { object, done } = createObject(storage, bff);
    const task = { kind: 'answer', prompt: 'a secret question', isForeign: true } as const;
    await object.accept({ ...inGuild, task });
    await until(() => hasEnded(storage));
    await done();
    expect(bff.bodies).toMatchObject([{ libra: { remember: false } }]);
    expect(discord.message.content).toContain('Half');
    expect(discord.message.components).toEqual([]);
    expect(JSON.stringify([...storage.values])).not.toContain('secret question');
  });

  it('takes no press of an offer whose owner was not recorded', async () => {
    const { object, storage } = await endInTheMiddle();
    const record = storage.values.get('delivery') as { offer: { owner?: unknown } };
    delete record.offer.owner;
    expect(await object.follow('retry', following)).toBe('gone');
  });
});

it('has nothing to stop or to follow before a job was accepted', async () => {
  const { object } = createObject(createObjectStorage(), createBff());
  expect(await object.stop(press)).toBe('ended');
  expect(await object.follow('retry', following)).toBe('gone');
});

describe('an erasure', () => {
  const stored = (storage: ReturnType<typeof createObjectStorage>) => JSON.stringify([...storage.values]);
  const PERSONAL = /secret|"token"|200000000000000001/;

  it('stops an answer under way, says so, and keeps neither prompt nor token nor person', async () => {
    const storage = createObjectStorage();
    const discord = createDiscord();
    const bff = createBff(['Hello', 'hang']);
    const { object, done } = createObject(storage, bff);
    await object.accept(job);
    await until(() => discord.message.content.includes('Hello'));
    await object.erase();
    expect(stored(storage)).not.toMatch(/secret|200000000000000001/);
    await until(() => hasEnded(storage));
    await done();
    expect(bff.cancelled()).toBe(1);
    expect(bff.forgotten).toEqual([]);
    expect(stored(storage)).not.toMatch(PERSONAL);
    expect(discord.message.content).toBe(`Hello\n\n${en.notices.erased}`);
    expect(discord.message.components).toEqual([]);
    expect(await object.accept(job)).toBe('duplicate');
  });

  it('takes the offer of a finished answer, and its buttons', async () => {
    const storage = createObjectStorage();
    const discord = createDiscord();
    const { object, done } = createObject(storage, createBff(['Hello', 'hang']));
    await object.accept(job);
    await until(() => discord.message.content.includes('Hello'));
    await object.stop(press);
    await until(() => hasEnded(storage));
    expect(await object.held()).toEqual({ question: 'a secret question', shown: 'Hello' });
    await object.erase();
    await done();
    expect(stored(storage)).not.toMatch(PERSONAL);
    expect(discord.message.components).toEqual([]);
    expect(await object.held()).toBeNull();
    expect(await object.follow('retry', following)).toBe('gone');
  });

  it('that comes while the last edit is on its way leaves nothing of the answer', async () => {
    const storage = createObjectStorage();
    const discord = createDiscord();
    const lastEdit = Promise.withResolvers<void>();
    discord.answers = lastEdit.promise;
    const isLast = () =>
      discord.message.content.includes('Hello') &&
      !JSON.stringify(discord.message.components).includes('stop.');
    discord.isSilent = isLast;
    const { object, done } = createObject(storage, createBff(['Hello', '[DONE]']));
    await object.accept(job);
    await until(isLast);
    await object.erase();
    lastEdit.resolve();
    await until(() => hasEnded(storage));
    await done();
    expect(stored(storage)).not.toMatch(/Hello|secret|"token"|200000000000000001/);
    expect(await object.held()).toBeNull();
    expect(discord.message.components).toEqual([]);
  });

  it('closes a delivery whose isolate has died, without asking again', async () => {
    const storage = createObjectStorage();
    const discord = createDiscord();
    const bff = createBff(['hang']);
    const { object } = createObject(storage, bff);
    await object.accept(job);
    await until(() => bff.keys.length === 1);
    const second = createObject(storage, bff);
    await second.object.erase();
    await until(() => hasEnded(storage));
    await second.done();
    expect(bff.keys).toHaveLength(1);
    expect(discord.message.content).toBe(en.notices.erased);
    expect(stored(storage)).not.toMatch(PERSONAL);
  });

  it('refuses a job that comes after it', async () => {
    const storage = createObjectStorage();
    const discord = createDiscord();
    const bff = createBff();
    const { object, done } = createObject(storage, bff);
    await object.erase();
    expect(storage.alarmAtMs()).toBe(START_MS + TOKEN_LIFE_MS);
    expect(await object.accept(job)).toBe('accepted');
    expect(await object.accept(job)).toBe('duplicate');
    await done();
    expect(bff.keys).toEqual([]);
    expect(discord.message.content).toBe(en.notices.erased);
    expect(stored(storage)).not.toMatch(PERSONAL);
  });

  it('of an offer that is being taken is not undone when the press cannot be handed over', async () => {
    const storage = createObjectStorage();
    const discord = createDiscord();
    const others = createOthers();
    const { object, done } = createObject(storage, createBff(['Hello', 'hang']), others);
    await object.accept(job);
    await until(() => discord.message.content.includes('Hello'));
    await object.stop(press);
    await until(() => hasEnded(storage));
    others.reachable = false;
    const pressing = object.follow('retry', following);
    await object.erase();
    await expect(pressing).rejects.toThrow();
    await done();
    expect(stored(storage)).not.toMatch(PERSONAL);
  });
});

describe('the row under a whole answer', () => {
  const byRequester: AnswerPress = {
    ...pressed,
    interactionId: '300000000000000011',
    token: 'of-the-press',
    press,
  };
  const secondPress = { ...byRequester, interactionId: '300000000000000012' };

  async function answered(...versions: Frame[][]) {
    const storage = createObjectStorage();
    const discord = createDiscord();
    const bff = createBff(['Hello', '[DONE]'], ...versions);
    const others = createOthers();
    const { object, done } = createObject(storage, bff, others);
    await object.accept(job);
    await until(() => hasEnded(storage));
    await done();
    return { storage, discord, bff, others, object, done };
  }

  const row = (discord: ReturnType<typeof createDiscord>) => JSON.stringify(discord.message.components);

  it('takes a press that comes before Discord has confirmed its row', async () => {
    const storage = createObjectStorage();
    const discord = createDiscord();
    const confirmed = Promise.withResolvers<void>();
    discord.isSilent = () => row(discord).includes('regenerate');
    discord.answers = confirmed.promise;
    const { object } = createObject(storage, createBff(['Hello', '[DONE]']));
    await object.accept(job);
    await until(discord.isSilent);
    const verdict = object.press('cost', byRequester);
    confirmed.resolve();
    expect(await verdict).toMatchObject({ kind: 'cost' });
  });

  it('comes back where AutoMod refuses another version, and who pressed is told why', async () => {
    const { discord, object, storage } = await answered(['Hi, ', 'bad', '[DONE]']);
    discord.isBlocked = (content) => content.includes('bad');
    expect(await object.press('regenerate', byRequester)).toEqual({ kind: 'accepted' });
    await until(() => hasEnded(storage) && discord.message.content === 'Hello' && discord.told.length > 0);
    expect(row(discord)).toMatch(/regenerate\./);
    expect(discord.told).toEqual([`${en.notices.auto_mod}\n\n${en.under.keptVersion}`]);
  });

  it('does not wait for longer than Discord does', async () => {
    const storage = createObjectStorage();
    const discord = createDiscord();
    discord.isSilent = () => row(discord).includes('regenerate');
    const { object } = createObject(storage, createBff(['Hello', '[DONE]']));
    await object.accept(job);
    await until(discord.isSilent);
    const verdict = object.press('cost', byRequester);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await verdict).toEqual({ kind: 'gone' });
  });

  it('asks once more under the key of the press, in the same message, one press at a time', async () => {
    const { storage, discord, bff, object, done } = await answered(['New', 'pause', '[DONE]']);
    expect(await object.press('regenerate', byRequester)).toEqual({ kind: 'accepted' });
    expect(await object.press('regenerate', byRequester)).toEqual({ kind: 'duplicate' });
    expect(await object.press('shorter', secondPress)).toEqual({ kind: 'busy' });
    expect(await object.press('good', secondPress)).toEqual({ kind: 'busy' });
    await until(() => discord.message.content === 'New');
    expect(await object.held()).toEqual({ question: 'a secret question', answers: ['Hello'] });
    bff.resume();
    await until(() => hasEnded(storage));
    await done();
    expect(bff.keys).toEqual([job.interactionId, byRequester.interactionId]);
    expect(bff.bodies[1]).toMatchObject({
      messages: [{ content: 'a secret question' }],
      libra: { follows: { action: 'retry', request: job.interactionId } },
    });
    expect(row(discord)).toContain('2/2');
    expect(discord.requests).not.toContain('POST');
    expect(await object.press('regenerate', byRequester)).toEqual({ kind: 'duplicate' });
    expect(await object.held()).toEqual({ question: 'a secret question', answers: ['Hello', 'New'] });
  });

  it('keeps the version that is there when there is no other, and tells who pressed', async () => {
    const { storage, discord, object, done } = await answered(['[DONE]']);
    const before = discord.requests.length;
    await object.press('longer', byRequester);
    await until(() => hasEnded(storage));
    await done();
    expect(discord.message.content).toBe('Hello');
    expect(row(discord)).toContain('regenerate.');
    expect(discord.requests.slice(before)).toEqual(['POST']);
    expect(await object.held()).toMatchObject({ answers: ['Hello'] });
    expect(await object.press('cost', secondPress)).toMatchObject({ kind: 'cost' });
  });

  it('writes the version again, under the same key, when its isolate dies at any moment', async () => {
    const { storage, discord, bff, object } = await answered(
      ['Half', 'hang'],
      ['Half a', 'hang'],
      ['Whole', '[DONE]'],
    );
    await object.press('regenerate', byRequester);
    await until(() => discord.message.content === 'Half');
    const second = createObject(storage, bff);
    await second.object.alarm();
    await until(() => bff.keys.length === 3);
    const third = createObject(storage, bff);
    await third.object.alarm();
    await until(() => hasEnded(storage));
    await third.done();
    expect(new Set(bff.keys.slice(1))).toEqual(new Set([byRequester.interactionId]));
    expect(discord.message.content).toBe('Whole');
    expect(row(discord)).toContain('2/2');
  });

  it('goes back to the version before when isolates keep dying', async () => {
    const { storage, discord, bff, object } = await answered(['Half', 'hang'], ['hang'], ['hang']);
    await object.press('regenerate', byRequester);
    await until(() => discord.message.content === 'Half');
    for (const calls of [3, 4]) {
      await createObject(storage, bff).object.alarm();
      await until(() => bff.keys.length === calls);
    }
    const last = createObject(storage, bff);
    await last.object.alarm();
    await until(() => hasEnded(storage));
    await last.done();
    await until(() => discord.message.content === 'Hello');
    expect(row(discord)).toMatch(/regenerate\./);
    expect(row(discord)).not.toContain('stop.');
  });

  it('is of no use any more once the token is dead, and too late for a version shortly before', async () => {
    const { object, others } = await answered();
    vi.setSystemTime(START_MS + TOKEN_LIFE_MS - 60_000);
    expect(await object.press('regenerate', byRequester)).toEqual({ kind: 'gone' });
    expect(await object.press('file', byRequester)).toEqual({ kind: 'accepted' });
    expect(others.accepted).toMatchObject([
      { isPrivate: true, token: 'of-the-press', task: { text: 'Hello' } },
    ]);
    vi.setSystemTime(START_MS + TOKEN_LIFE_MS);
    expect(await object.press('cost', byRequester)).toEqual({ kind: 'gone' });
    expect(await createObject(createObjectStorage(), createBff()).object.press('good', byRequester)).toEqual({
      kind: 'gone',
    });
  });

  it.each([
    ['of a moderator', { userId: '200000000000000009', isModerator: true }, 'forbidden'],
    ['that names somebody else', { namedId: '200000000000000009' }, 'forged'],
  ])('takes no press %s', async (_, change, kind) => {
    const { object, bff } = await answered();
    const theirs = { ...byRequester, press: { ...press, ...change } };
    for (const wish of ['regenerate', 'earlier', 'good', 'file', 'cost', 'forget'] as const) {
      expect((await object.press(wish, theirs)).kind).toBe(kind);
    }
    expect(bff.keys).toHaveLength(1);
  });

  it('goes with an erasure, also of a version that is being written', async () => {
    const { storage, discord, bff, object, done } = await answered(['hang']);
    await object.press('regenerate', byRequester);
    await until(() => bff.keys.length === 2);
    await object.erase();
    expect(JSON.stringify([...storage.values])).not.toMatch(/secret|Hello|200000000000000001/);
    await until(() => hasEnded(storage));
    await done();
    expect(discord.message.content).toContain('Hello');
    expect(discord.message.components).toEqual([]);
    expect(await object.press('cost', byRequester)).toEqual({ kind: 'gone' });
    const standing = await answered();
    await standing.object.erase();
    await standing.done();
    expect(standing.discord.message.components).toEqual([]);
    expect(JSON.stringify([...standing.storage.values])).not.toMatch(/secret|Hello|"token"/);
  });
});

it.each([true, false])(
  'remembers of an answer that broke off whether it is private: %s',
  async (isPrivate) => {
    const storage = createObjectStorage();
    createDiscord();
    const { object, done } = createObject(storage, createBff(['Hel']));
    await object.accept({ ...job, ...(isPrivate ? { isPrivate } : {}) });
    await until(() => hasEnded(storage));
    await done();
    expect(await object.peek()).toEqual({
      owner: { userId: job.caller.user_id, guildId: null, channelId: '4' },
      state: 'broken',
      ...(isPrivate ? { isPrivate } : {}),
    });
  },
);

describe('a question that was let through from memory', () => {
  const remembered = { ...job, unchecked: { locale: 'en' as const, permissions: 8n, wantsPrivate: false } };

  it('is told so to the bff; another version of its answer is not', async () => {
    const storage = createObjectStorage();
    createDiscord();
    const bff = createBff(['Hello', '[DONE]'], ['Hi', '[DONE]']);
    const { object, done } = createObject(storage, bff);
    await object.accept(remembered);
    await until(() => hasEnded(storage));
    await done();
    const again: AnswerPress = { ...pressed, interactionId: '300000000000000002', press };
    expect(await object.press('regenerate', again)).toEqual({ kind: 'accepted' });
    await until(() => bff.bodies.length === 2 && hasEnded(storage));
    await done();
    const told = bff.bodies.map((body) => (body as { libra: { unchecked?: unknown } }).libra.unchecked);
    expect(told).toEqual([{ asked_at_ms: START_MS }, undefined]);
  });

  it('and is refused is told why when its isolate has died before that, without being asked again', async () => {
    const storage = createObjectStorage();
    const discord = createDiscord();
    const bff = createBff();
    storage.values.set('delivery', { ...beginRecord(remembered), alone: 'Muted.' });
    const { object, done } = createObject(storage, bff);
    await object.alarm();
    await until(() => hasEnded(storage));
    await done();
    expect(discord.requests).toEqual(['DELETE', 'POST']);
    expect(bff.keys).toEqual([]);
    expect(storage.values.get('delivery')).toMatchObject({ state: 'ended', offer: null });
  });
});
