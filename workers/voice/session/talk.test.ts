import { describe, expect, it } from 'vitest';
import type { AnswerEnd } from '../../../shared/chat/end.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { FromVoice } from '../../../shared/contract/talk.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { createLogger } from '../../../shared/observe/log.ts';
import { textsOf } from '../locale/choose.ts';
import type { Spine } from '../spine/bff.ts';
import { createTalk } from './talk.ts';
import { newRecord, type TalkRecord } from './talk-types.ts';

/** Lets everything run that waits for nothing but other work. */
const settle = async () => {
  for (let turn = 0; turn < 30; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

interface Scene {
  transcript: string | ErrorCode;
  /** Pieces of the answer; a code ends it. */
  answer: readonly string[];
  fails: ErrorCode | null;
  speech: ErrorCode | null;
  /** The model says nothing. */
  hangs: boolean;
  canned: Uint8Array | null;
}

function start(scene: Partial<Scene> = {}, record: TalkRecord = newRecord('a')) {
  const world: Scene = {
    transcript: '오늘 날씨가 어때요?',
    answer: ['오늘은 맑아요. ', '그리고 따뜻하기도 할 거예요.'],
    fails: null,
    speech: null,
    hangs: false,
    canned: null,
    ...scene,
  };
  let nowMs = 1_000_000;
  let timers: { atMs: number; callback: () => void }[] = [];
  const events: FromVoice[] = [];
  const calls: string[] = [];
  const lines: string[] = [];
  let saved = record;
  let ended: string | null = null;
  const failure = (code: ErrorCode): { ok: false; failure: Failure } => ({ ok: false, failure: { code } });
  const spine: Spine = {
    async transcribe(_wav, _signal, onText) {
      calls.push('transcribe');
      onText(world.transcript.slice(0, 2));
      const { transcript } = world;
      return transcript.includes('_') ? failure(transcript as ErrorCode) : { ok: true, value: transcript };
    },
    async *ask(request, text) {
      calls.push(`ask ${request} ${text}`);
      if (world.hangs) await new Promise(() => undefined);
      for (const piece of world.answer) yield { kind: 'text' as const, text: piece };
      const end: AnswerEnd =
        world.fails === null
          ? { kind: 'whole', finishReason: 'stop' }
          : { kind: 'failed', failure: { code: world.fails } };
      return { end, facts: { sources: [], documents: undefined } };
    },
    async speak(text) {
      calls.push(`speak ${text}`);
      if (world.speech !== null) return failure(world.speech);
      return { ok: true, value: new Blob([new Uint8Array(4_800)]).stream() };
    },
    async keepHeard(request, text) {
      calls.push(`heard ${request} ${text}`);
      return true;
    },
    async forget(request) {
      calls.push(`forget ${request}`);
    },
  };
  const talk = createTalk(record, {
    spine,
    clock: {
      now: () => nowMs,
      setTimer(callback, ms) {
        const timer = { atMs: nowMs + ms, callback };
        timers.push(timer);
        return () => {
          timers = timers.filter((each) => each !== timer);
        };
      },
    },
    texts: textsOf('ko'),
    log: createLogger({ worker: 'voice', write: (line) => lines.push(line) }),
    send: (text) => void events.push(JSON.parse(text) as FromVoice),
    sendSound: () => undefined,
    save: (next) => {
      saved = structuredClone(next);
    },
    secondsLeft: () => 600,
    realtime: null,
    canned: () => world.canned,
    hasPage: () => true,
    over: (reason) => {
      ended = reason;
    },
  });
  return {
    talk,
    events,
    calls,
    lines,
    world,
    saved: () => saved,
    ended: () => ended,
    async pass(ms: number) {
      const untilMs = nowMs + ms;
      for (;;) {
        await settle();
        const next = timers.filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
        if (next === undefined) break;
        timers = timers.filter((each) => each !== next);
        nowMs = Math.max(nowMs, next.atMs);
        next.callback();
      }
      nowMs = untilMs;
      await settle();
    },
    say(utterance = 1) {
      talk.receive({ type: 'speech_start', utterance });
      talk.sound({ utterance, firstSample: 0, pcm: new Uint8Array(8_000) });
      talk.receive({ type: 'speech_end', utterance, samples: 4_000, held: false });
    },
    states: () => events.flatMap((event) => (event.type === 'state' ? [event.state] : [])),
    notices: () => events.flatMap((event) => (event.type === 'notice' ? [event.code] : [])),
    captions: (speaker: 'person' | 'libra') =>
      events.flatMap((event) => (event.type === 'caption' && event.speaker === speaker ? [event.text] : [])),
  };
}

it('listens, answers clause by clause in order, and listens again when all was played', async () => {
  const scene = start();
  scene.say();
  await scene.pass(0);
  expect(scene.calls).toEqual([
    'transcribe',
    'ask talk-a-1-1 오늘 날씨가 어때요?',
    'speak 오늘은 맑아요.',
    'speak 그리고 따뜻하기도 할 거예요.',
  ]);
  // As far as it is understood, then all of it.
  expect(scene.captions('person')).toEqual(['오늘', '오늘 날씨가 어때요?', '오늘 날씨가 어때요?']);
  expect(scene.captions('libra').at(-1)).toBe('오늘은 맑아요. 그리고 따뜻하기도 할 거예요.');
  scene.talk.receive({ type: 'played', turn: 1, ms: 200, ended: true });
  expect(scene.states()).toEqual(['thinking', 'speaking', 'listening']);
  expect(scene.talk.lines()).toEqual([
    { speaker: 'person', text: '오늘 날씨가 어때요?' },
    { speaker: 'libra', text: '오늘은 맑아요. 그리고 따뜻하기도 할 거예요.' },
  ]);
});

it('listens again after a while where a page does not tell that it has played all', async () => {
  const scene = start();
  scene.say();
  await scene.pass(20_000);
  expect(scene.states().at(-1)).toBe('listening');
});

it('writes times of stages to the log, and nothing that was said', async () => {
  const scene = start();
  scene.say();
  await scene.pass(0);
  const line = scene.lines.find((each) => each.includes('talk.turn')) ?? '';
  expect(JSON.parse(line)).toMatchObject({ outcome: 'ok', transcribeMs: 0, firstTokenMs: 0, totalMs: 0 });
  expect(scene.lines.join('')).not.toMatch(/날씨|맑아요/);
});

describe('when a provider is down', () => {
  it('for hearing: says so, and takes what is typed', async () => {
    const scene = start({ transcript: 'provider_unavailable' });
    scene.say();
    await scene.pass(0);
    expect(scene.notices()).toEqual(['provider_unavailable']);
    expect(scene.calls).toEqual(['transcribe']);
    scene.talk.receive({ type: 'text', number: 1, text: '날씨는?' });
    await scene.pass(0);
    expect(scene.calls).toContain('ask talk-a-1-1 날씨는?');
  });

  it('for answering: says so, and listens again', async () => {
    const scene = start({ answer: [], fails: 'provider_unavailable' });
    scene.say();
    await scene.pass(0);
    expect(scene.notices()).toEqual(['provider_unavailable']);
    expect(scene.states()).toEqual(['thinking', 'listening']);
    scene.world.fails = null;
    scene.world.answer = ['네.'];
    scene.say(2);
    await scene.pass(0);
    expect(scene.captions('libra').at(-1)).toBe('네.');
  });

  it('in the middle of an answer: speaks what there was, and says so', async () => {
    const scene = start({ fails: 'provider_interrupted' });
    scene.say();
    await scene.pass(0);
    expect(scene.captions('libra').at(-1)).toBe('오늘은 맑아요. 그리고 따뜻하기도 할 거예요.');
    expect(scene.notices()).toEqual(['provider_interrupted']);
  });

  it('for speaking: answers in writing, says so once, and listens again', async () => {
    const scene = start({ speech: 'circuit_open' });
    scene.say();
    await scene.pass(0);
    expect(scene.captions('libra').at(-1)).toBe('오늘은 맑아요. 그리고 따뜻하기도 할 거예요.');
    expect(scene.notices()).toEqual(['circuit_open']);
    expect(scene.states()).toEqual(['thinking', 'listening']);
  });
});

describe('when the budget is used up', () => {
  it('says so with sound that was made before, and ends when it was heard', async () => {
    const scene = start({ answer: [], fails: 'budget_user', canned: new Uint8Array(9_600) });
    scene.say();
    await scene.pass(0);
    const clause = scene.events.find((event) => event.type === 'clause');
    expect(clause).toMatchObject({ turn: 2, text: textsOf('ko').budgetUsed });
    expect(scene.ended()).toBeNull();
    scene.talk.receive({ type: 'played', turn: 2, ms: 200, ended: true });
    expect(scene.ended()).toBe('budget_used');
  });

  it('is written alone where there is no such sound, also while hearing', async () => {
    const scene = start({ transcript: 'budget_user' });
    scene.say();
    await scene.pass(0);
    expect(scene.notices()).toEqual(['budget_user']);
    expect(scene.ended()).toBe('budget_used');
  });
});

describe('an interruption', () => {
  it('keeps what was heard in the history and in the transcript', async () => {
    const scene = start();
    scene.say();
    await scene.pass(0);
    // A tenth of a second a clause: the first one and nothing of the second.
    scene.talk.receive({ type: 'barge_in', turn: 1, ms: 100 });
    await scene.pass(5_000);
    expect(scene.calls).toContain('heard talk-a-1-1 오늘은 맑아요.…');
    expect(scene.events.some((event) => event.type === 'flush' && event.turn === 1)).toBe(true);
    expect(scene.talk.lines().at(-1)).toEqual({ speaker: 'libra', text: '오늘은 맑아요.…' });
  });

  it('before anything was heard takes the question back, and asks all of it once more', async () => {
    const scene = start({ hangs: true });
    scene.say();
    await scene.pass(0);
    scene.world.hangs = false;
    scene.world.transcript = '서울 말이에요.';
    scene.say(2);
    await scene.pass(1_000);
    expect(scene.calls).toContain('forget talk-a-1-1');
    expect(scene.calls).toContain('ask talk-a-1-2 오늘 날씨가 어때요? 서울 말이에요.');
    expect(scene.talk.lines().filter(({ speaker }) => speaker === 'person')).toHaveLength(1);
  });
});

describe('a page that comes back', () => {
  it('gets what it has missed, in order, and what is whole here', async () => {
    const scene = start();
    scene.say();
    await scene.pass(0);
    const { length } = scene.events;
    const seen = scene.events[2]?.seq ?? 0;
    scene.talk.hello({ type: 'hello', seen });
    const again = scene.events.slice(length);
    expect(again.every(({ seq }) => seq > seen)).toBe(true);
    expect(again.at(-1)).toMatchObject({ type: 'ready', state: 'speaking', utterance: 1, texts: 0 });
  });

  it('finds the conversation again when its memory was replaced in the meantime', async () => {
    const before = start();
    before.say();
    await before.pass(0);
    before.talk.receive({ type: 'played', turn: 1, ms: 200, ended: true });
    const after = start({}, before.saved());
    after.talk.hello({ type: 'hello', seen: 0 });
    expect(after.events.some((event) => event.type === 'caption' && event.text.includes('맑아요'))).toBe(
      true,
    );
    after.say(2);
    await after.pass(0);
    expect(after.calls).toContain('ask talk-a-2-1 오늘 날씨가 어때요?');
  });

  it('has a question asked again whose answer was lost', async () => {
    const before = start({ answer: [] });
    before.say();
    await settle();
    const lost = { ...before.saved(), turns: { ...before.saved().turns, state: 'thinking' as const } };
    const { turns } = lost;
    const pieces = [{ utterance: 1, text: '뭐예요?', endedAtMs: 1 }];
    const after = start({}, { ...lost, turns: { ...turns, turn: 1, asked: 1, pieces } });
    await after.pass(0);
    expect(after.calls.filter((call) => call.startsWith('ask'))).toEqual(['ask talk-a-1-2 뭐예요?']);
  });
});
