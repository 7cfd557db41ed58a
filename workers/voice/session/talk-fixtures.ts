/** A conversation under a clock of its own, with a bff that does as its scene says. For tests. */
import type { AnswerEnd } from '../../../shared/chat/end.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { FromVoice } from '../../../shared/contract/talk.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { createLogger } from '../../../shared/observe/log.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import { sleep } from '../../../shared/time/wait.ts';
import type { BffClient } from '../bff/client.ts';
import { textsOf } from '../locale/choose.ts';
import { createTalk } from './talk.ts';
import { newRecord, type TalkRecord } from './talk-types.ts';

/** Lets everything run that waits for nothing but other work. */
export const settle = async () => {
  for (let turn = 0; turn < 30; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

export interface Scene {
  transcript: string | ErrorCode;
  /** Pieces of the answer; a code ends it. */
  answer: readonly string[];
  fails: ErrorCode | null;
  speech: ErrorCode | null;
  /** The model says nothing. */
  hangs: boolean;
  /** Before it says something. */
  thinksMs: number;
  canned: Uint8Array | null;
}

export function startTalk(scene: Partial<Scene> = {}, record: TalkRecord = newRecord('a')) {
  const world: Scene = {
    transcript: '오늘 날씨가 어때요?',
    answer: ['오늘은 맑아요. ', '그리고 따뜻하기도 할 거예요.'],
    fails: null,
    speech: null,
    hangs: false,
    thinksMs: 0,
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
  const clock: Clock = {
    now: () => nowMs,
    setTimer(callback, ms) {
      const timer = { atMs: nowMs + ms, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
  };
  const bff: BffClient = {
    async transcribe(_wav, _signal, onText) {
      calls.push('transcribe');
      onText(world.transcript.slice(0, 2));
      const { transcript } = world;
      return transcript.includes('_') ? failure(transcript as ErrorCode) : { ok: true, value: transcript };
    },
    async *ask(request, text) {
      calls.push(`ask ${request} ${text}`);
      if (world.hangs) await new Promise(() => undefined);
      await sleep(world.thinksMs, undefined, clock);
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
    openSpeech(characters, signal) {
      calls.push(`open ${characters}`);
      const noteEnd = () => void calls.push('dropped');
      signal.addEventListener('abort', noteEnd);
      return {
        async speak(text) {
          signal.removeEventListener('abort', noteEnd);
          calls.push(`tell ${text}`);
          return { ok: true, value: new Blob([new Uint8Array(4_800)]).stream() };
        },
        drop: noteEnd,
      };
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
    bff,
    clock,
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
