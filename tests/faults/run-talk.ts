/**
 * Plays one row of the table of conversations on the object that holds one, with its own storage, alarm and sockets, under a fake
 * clock. What lies behind it (bff, Discord) is told how to fail.
 */
import { vi } from 'vitest';
import type { FromPage, TalkEnd } from '../../shared/contract/talk.ts';
import { toErrorCode } from '../../shared/errors.ts';
import type { VoiceEnv } from '../../workers/voice/env.ts';
import type { TalkSession } from '../../workers/voice/session/object.ts';
import { KEY_HEADER } from '../../workers/voice/session/rpc.ts';
import { KEPT_WITHIN_MS } from '../../workers/voice/session/session-store.ts';
import { createObjectStorage, settle, until } from '../durable-object.ts';
import type { TalkFault, TalkStep } from './table/talk.ts';
import {
  CLAUSE_SAMPLES,
  createFakeBff,
  FakePage,
  FakeSocket,
  PIECES,
  QUESTION,
  TEXTS,
  WHOLE_TEXT,
} from './talk-world.ts';

type SessionClass = new (ctx: DurableObjectState, env: VoiceEnv) => TalkSession;

const CALLER = { user_id: '5', guild_id: '6', channel_id: '7', locale: 'ko' } as const;
const GRANT = {
  caller: CALLER,
  channelName: 'general',
  interaction: { applicationId: '1', token: 'interaction' },
};
const OBJECT_ID = '0'.repeat(64);

/** `by`: what answers. */
export async function runTalkFault(
  fault: TalkFault,
  Session: SessionClass,
  by: 'cascade' | 'realtime' = 'cascade',
): Promise<TalkFault['expected']> {
  const world = createWorld(fault, Session, by);
  await world.open();
  world.bff.set(fault.before ?? {});
  for (const step of fault.steps) await world.play(step);
  await until(() => world.isAtRest());
  const { page, bff } = world;
  const { hearing, 'answering aloud': aloud, answering, speaking } = bff.calls;
  const calls =
    by === 'realtime'
      ? ([hearing, aloud, answering, speaking] as const)
      : ([hearing, answering, speaking] as const);
  // A page that is not there is not told; it finds its key refused.
  const ends = world.endedBy();
  const transcript = page.ofType('ended')[0]?.transcript;
  const outcome = {
    heard: portion(page.samples.get(1) ?? 0, CLAUSE_SAMPLES * PIECES.length),
    read: portion(page.readOf(1)?.text.length ?? 0, WHOLE_TEXT.length),
    ...(world.saysSo() ? { saysSo: true as const } : {}),
    told: page.ofType('notice').map(({ code }) => toErrorCode(code)),
    ...(transcript === undefined ? {} : { transcript }),
    ends,
    calls,
  };
  if (ends === null) await world.askNext();
  return outcome;
}

function portion(got: number, all: number): 'all' | 'the beginning' | 'nothing' {
  if (got === 0) return 'nothing';
  return got === all ? 'all' : 'the beginning';
}

function createWorld({ discord = [] }: TalkFault, Session: SessionClass, by: 'cascade' | 'realtime') {
  const storage = createObjectStorage();
  const bff = createFakeBff();
  const page = new FakePage();
  const refusals = [...discord];
  let sockets: FakeSocket[] = [];
  let current: TalkSession | null = null;
  let key = '';
  let tokens: string[] = [];
  let utterance = 0;
  let texts = 0;
  let vanishedAtMs: number | null = null;

  vi.stubGlobal('fetch', async () => new Response('{}', { status: refusals.shift() ?? 200 }));

  const lines: Record<string, unknown>[] = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(JSON.parse(line)));
  const endedBy = () => (lines.find(({ event }) => event === 'talk.ended')?.reason ?? null) as TalkEnd | null;

  /** A new isolate: nothing is left but storage and sockets. What the one before still does reaches nothing. */
  function create(): TalkSession {
    const isCurrent = () => current === made;
    const guarded = <Args extends unknown[], Result>(act: (...args: Args) => Result) => {
      return (...args: Args) => (isCurrent() ? act(...args) : undefined) as Result;
    };
    const { kv, ...rest } = storage.storage;
    const ctx = {
      id: { toString: () => OBJECT_ID },
      storage: {
        ...rest,
        kv: { ...kv, put: guarded(kv.put), delete: guarded(kv.delete) },
        put: guarded(async (name: string, value: unknown) => kv.put(name, value)),
        setAlarm: guarded(rest.setAlarm),
      },
      waitUntil: () => undefined,
      setWebSocketAutoResponse: () => undefined,
      getWebSocketAutoResponseTimestamp: () => new Date(vanishedAtMs ?? Date.now()),
      getWebSockets: () => sockets.filter(({ readyState }) => readyState === 1),
      acceptWebSocket: (socket: FakeSocket) => void sockets.push(socket),
    };
    const env = {
      WORKER_SHARED_SECRET: 's'.repeat(40),
      DISCORD_BOT_TOKEN: 'a.b.c',
      TALK_PROVIDER: by,
      BFF: bff,
    };
    const made = new Session(ctx as unknown as DurableObjectState, env as unknown as VoiceEnv);
    current = made;
    return made;
  }

  let object = create();
  const live = () => sockets.findLast(({ readyState }) => readyState === 1);
  const asSocket = (socket: FakeSocket | undefined) => socket as unknown as WebSocket;
  const send = (message: FromPage) => object.webSocketMessage(asSocket(live()), JSON.stringify(message));

  async function mint(): Promise<void> {
    tokens = [...tokens, (await object.mint(GRANT)).split('.')[1] ?? ''];
  }

  async function redeem(token: string): Promise<boolean> {
    const redeemed = await object.redeem(token);
    if (redeemed.ok) key = redeemed.admission.key.split('.')[1] ?? '';
    return redeemed.ok;
  }

  async function connect(): Promise<void> {
    vi.stubGlobal(
      'WebSocketPair',
      class {
        0 = null;
        1 = new FakeSocket(page.receive);
      },
    );
    await object.fetch(new Request('http://voice/', { headers: { [KEY_HEADER]: key } }));
    const audio = page.arrived();
    await send({ type: 'hello', seen: page.seen, ...(audio === undefined ? {} : { audio }) });
  }

  async function speak(): Promise<void> {
    utterance += 1;
    const sound = new Uint8Array(8 + 6_400);
    new DataView(sound.buffer).setUint32(0, utterance, true);
    await send({ type: 'speech_start', utterance });
    await object.webSocketMessage(asSocket(live()), sound.buffer);
    await send({ type: 'speech_end', utterance, samples: 3_200, held: false });
  }

  async function type(): Promise<void> {
    texts += 1;
    await send({ type: 'text', number: texts, text: QUESTION });
  }

  /** The newest turn whose sound has come to its end and was not played. */
  async function playToEnd(): Promise<void> {
    const next = () => page.ofType('audio_end').find(({ turn }) => !page.played.has(turn));
    await until(() => next() !== undefined);
    const { turn = 0, samples = 0 } = next() ?? {};
    page.played.add(turn);
    await send({ type: 'played', turn, ms: samples / 24, ended: true });
  }

  async function pass(ms: number): Promise<void> {
    const untilMs = Date.now() + ms;
    for (let at = storage.alarmAtMs(); at !== null && at <= untilMs; at = storage.alarmAtMs()) {
      await vi.advanceTimersByTimeAsync(Math.max(0, at - Date.now()));
      await storage.storage.deleteAlarm();
      await object.alarm();
    }
    await vi.advanceTimersByTimeAsync(Math.max(0, untilMs - Date.now()));
  }

  async function play(step: TalkStep): Promise<void> {
    if (typeof step === 'object') return 'pass' in step ? pass(step.pass) : bff.set(step.set);
    switch (step) {
      case 'speak':
        return speak();
      case 'type':
        return type();
      case 'until it is sent to be heard':
        return until(() => bff.calls.hearing > 0);
      case 'until it is asked':
        return until(() => bff.calls.answering + bff.calls['answering aloud'] > 0);
      case 'until it is sent to be spoken':
        return until(() => bff.calls.speaking > 0);
      case 'until some of it is heard':
        return until(() => page.samples.has(1));
      case 'until all of it is made':
        await until(() => bff.calls.speaking === PIECES.length);
        return settle(100);
      case 'until all of it has come':
        return until(() => page.readOf(1)?.final === true && page.ofType('audio_end').length > 0);
      case 'until it is told':
        return until(() => page.ofType('notice').length > 0);
      case 'until it is told twice':
        return until(() => page.ofType('notice').length > 1);
      case 'play it to its end':
        return playToEnd();
      case 'lose the connection': {
        const lost = live();
        if (lost !== undefined) lost.readyState = 3;
        return object.webSocketClose(asSocket(lost));
      }
      case 'vanish':
        vanishedAtMs = Date.now();
        return;
      case 'come back':
        return connect();
      case 'replace the object':
        await vi.advanceTimersByTimeAsync(KEPT_WITHIN_MS);
        sockets = sockets.map((socket) => socket.handOver());
        object = create();
        return;
      case 'open it in a second tab': {
        const first = live();
        await connect();
        if (first?.closedWith === null) throw new Error('the first tab is not told');
        return;
      }
      case 'open the link again':
        if (await redeem(tokens[0] ?? '')) throw new Error('a link was good twice');
        return;
      case 'use /talk again':
        await mint();
        await redeem(tokens.at(-1) ?? '');
        return;
      case 'end it with a transcript':
        return send({ type: 'end', post: true });
    }
  }

  return {
    bff,
    page,
    play,
    async open() {
      await mint();
      await redeem(tokens[0] ?? '');
      await connect();
      await until(() => page.ofType('ready').length > 0);
      await lastWords(bff);
    },
    endedBy,
    isAtRest: () => endedBy() !== null || (page.ofType('state').at(-1)?.state ?? 'listening') === 'listening',
    saysSo: () =>
      page.ofType('clause').some(({ text, turn }) => text === TEXTS.budgetUsed && page.samples.has(turn)),
    /** On healthy parts: answered whole, and nothing is told. */
    async askNext() {
      bff.set({});
      const told = page.ofType('notice').length;
      const answers = () =>
        page
          .ofType('caption')
          .filter(({ speaker, final, text }) => speaker === 'libra' && final && text === WHOLE_TEXT);
      const before = new Set(answers().map(({ turn }) => turn));
      await type();
      await until(() => answers().some(({ turn }) => !before.has(turn)));
      if (page.ofType('notice').length > told) throw new Error('the next question was disturbed');
    },
  };
}

/** They are made once for all conversations of an isolate. */
let haveLastWords = false;
async function lastWords(bff: { hasLastWords: boolean }): Promise<void> {
  if (haveLastWords) return;
  await until(() => bff.hasLastWords);
  await settle(100);
  haveLastWords = true;
}
