/**
 * A conversation as it goes on: what the page sends moves the turns, and what they say is carried out. No storage and no socket:
 * those come in, so that it runs under a clock of a test as well.
 */
import type { Failure } from '../../../shared/contract/failure.ts';
import { SPEAKER_HZ, type TalkEnd } from '../../../shared/contract/talk.ts';
import { isBudgetUsed } from '../../../shared/errors.ts';
import { sleep } from '../../../shared/time/wait.ts';
import { toHappening } from '../conversation/to-happening.ts';
import type { Effect, Happening, Step } from '../conversation/turn-state.ts';
import { nextTurns, resumeTurns, textOf, wholeUtterances } from '../conversation/turns.ts';
import { createUtterances } from '../conversation/utterances.ts';
import { describeFailure } from '../locale/describe.ts';
import type { Stage } from '../locale/texts.ts';
import { type AloudEnd, type AnswerAloud, answerAloud } from './answer-aloud.ts';
import { answerRealtime, type RealtimeDeps } from './answer-realtime.ts';
import { sendCanned } from './canned-frames.ts';
import { keepHeard } from './keep-heard.ts';
import { withHeard, withLine } from './lines.ts';
import { createPageFeed } from './page-feed.ts';
import { untilPlayed } from './played.ts';
import { createRealtimeTurns } from './realtime-turns.ts';
import { sourcesOf } from './sources.ts';
import { createStamps } from './stamps.ts';
import type { Talk, TalkDeps, TalkRecord } from './talk-types.ts';

/** Beyond what its sound takes, until a page that says nothing is believed to have played it. */
const PLAYED_GRACE_MS = 5_000;

export function createTalk(record: TalkRecord, deps: TalkDeps): Talk {
  const { clock, bff, texts } = deps;
  const utterances = createUtterances();
  const page = createPageFeed(record.log, deps);
  const { emit, notice } = page;
  const realtime = deps.realtime === null ? null : createRealtimeTurns(record.id, deps.realtime);
  const stamps = createStamps();
  const stopping = new AbortController();
  let { turns, lines } = record;
  let waiting: AbortController | null = null;
  let answer: { turn: number; attempt: number; aloud: AnswerAloud } | null = null;
  let endsAfter: TalkEnd | null = null;
  let isLastSaid = false;
  let greetedAtMs = 0;

  function save(): void {
    deps.save({ id: record.id, turns, log: page.log(), lines });
  }

  function apply(happening: Happening): void {
    if (stopping.signal.aborted) return;
    carryOut(nextTurns(turns, happening, clock.now()));
  }

  function carryOut(step: Step): void {
    turns = step.turns;
    const wasLastSaid = isLastSaid;
    for (const effect of step.effects) {
      perform(effect);
      // They have taken the turn: what else was to come of it does not.
      if (isLastSaid !== wasLastSaid) break;
    }
    // Of what has been heard, the last report will do.
    if (step.effects.length > 0) save();
  }

  function perform(effect: Effect): void {
    switch (effect.kind) {
      case 'transcribe':
        void transcribe(effect.utterance);
        return;
      case 'drop':
        utterances.drop(effect.utterance);
        return;
      case 'caption':
        page.ownWords(effect);
        return;
      case 'wait':
        void wait(effect.untilMs);
        return;
      case 'stop_waiting':
        waiting?.abort();
        return;
      case 'ask':
        ask(effect);
        return;
      case 'cancel':
        cancel(effect);
        return;
      case 'flush':
        page.flush(effect.turn);
        return;
      case 'state':
        emit({ type: 'state', state: effect.state });
        if (effect.state === 'listening') listenAgain();
    }
  }

  function listenAgain(): void {
    if (endsAfter === null) emit({ type: 'seconds_left', seconds: deps.secondsLeft() });
    else sayLast();
  }

  async function wait(untilMs: number): Promise<void> {
    waiting?.abort();
    const own = new AbortController();
    waiting = own;
    await sleep(untilMs - clock.now(), AbortSignal.any([own.signal, stopping.signal]), clock);
    if (!own.signal.aborted) apply({ kind: 'pause_over' });
  }

  async function transcribe(utterance: number): Promise<void> {
    stamps.renew('speech_end', clock.now());
    const wav = utterances.take(utterance);
    if (wav === null) return apply({ kind: 'transcript', utterance, text: '' });
    realtime?.keep(utterance, wav);
    const outcome = await bff.transcribe(wav, stopping.signal, captionSoFar);
    if (stopping.signal.aborted) return;
    stamps.renew('transcript', clock.now());
    if (!outcome.ok) fail(outcome.failure, 'hearing');
    apply({ kind: 'transcript', utterance, text: outcome.ok ? outcome.value : '' });
    if (endsAfter !== null && turns.state === 'listening') sayLast();
  }

  function captionSoFar(partial: string): void {
    if (stopping.signal.aborted || turns.state !== 'listening') return;
    const text = [textOf(turns), partial].filter((part) => part !== '').join(' ');
    page.ownWords({ turn: turns.turn, text, final: false });
  }

  function fail(failure: Failure, stage: Stage): void {
    const { code } = failure;
    deps.log.warn('talk.failed', { stage, code });
    if (isBudgetUsed(code)) endsAfter = 'budget_used';
    notice(code, describeFailure(texts, code, stage), isBudgetUsed(code));
  }

  /** Nothing more can be asked: it is said with what was made before, and then the conversation ends. */
  function sayLast(): void {
    const text = texts.budgetUsed;
    const pcm = isLastSaid ? null : deps.canned(text);
    isLastSaid = true;
    if (pcm === null) {
      deps.over('budget_used');
      return;
    }
    // In a turn of its own, which nobody has asked.
    turns = { ...turns, turn: turns.turn + 1, state: 'speaking', pieces: [], isAnswered: true, playedMs: 0 };
    emit({ type: 'state', state: 'speaking' });
    sendCanned({ turn: turns.turn, text, pcm }, { emit, putSound: page.sound });
    save();
    waitForPlayed(turns.turn, pcm.byteLength / 2);
  }

  function ask({ turn, attempt, text }: Extract<Effect, { kind: 'ask' }>): void {
    stamps.renew('asked', clock.now());
    lines = withLine(lines, { speaker: 'person', text });
    const isOwn = () => answer?.turn === turn && answer.attempt === attempt && !stopping.signal.aborted;
    const own = <Args extends unknown[]>(act: (...args: Args) => void) => {
      return (...args: Args) => {
        if (isOwn()) act(...args);
      };
    };
    const question = { request: requestName(turn, attempt), text };
    const aloudDeps: RealtimeDeps = {
      bff,
      clock,
      onCaption: own((caption, final) =>
        emit({ type: 'caption', turn, speaker: 'libra', text: caption, final }),
      ),
      onClause: own((clause, from) => emit({ type: 'clause', turn, text: clause, from })),
      onSound: own((firstSample, pcm) => {
        if (turns.state === 'thinking') apply({ kind: 'sounding', turn });
        page.sound(turn, firstSample, pcm);
      }),
      onFailure: own(fail),
      onRetracted: own(() => {
        page.flush(turn);
        emit({ type: 'caption', turn, speaker: 'libra', text: '', final: false });
      }),
      onStamp: own((stamp, atMs) => stamps.note(stamp, atMs)),
      onFellBack: own(fallBack),
    };
    const aloud =
      realtime === null
        ? answerAloud(question, aloudDeps)
        : answerRealtime({ ...question, spoken: realtime.question(turns) }, aloudDeps);
    answer = { turn, attempt, aloud };
    void aloud.done.then(own((end) => endAnswer(turn, end)));
  }

  function fallBack({ code }: Failure): void {
    deps.log.warn('talk.fell_back', { code });
    if (realtime?.fellBack() === true) notice(code, describeFailure(texts, code, 'switching'), false);
  }

  function endAnswer(turn: number, end: AloudEnd): void {
    const { text, samples, facts, failure } = end;
    const via = answer?.aloud.isRealtime === true ? 'realtime' : 'cascade';
    deps.log.info('talk.turn', {
      turn,
      via,
      outcome: failure?.code ?? 'ok',
      ...stamps.stages(),
      soundMs: Math.round((samples / SPEAKER_HZ) * 1000),
    });
    stamps.clear();
    if (text !== '') lines = withLine(lines, { speaker: 'libra', text });
    const sources = facts === null ? [] : sourcesOf(facts);
    if (sources.length > 0) emit({ type: 'sources', turn, sources });
    if (samples > 0) emit({ type: 'audio_end', turn, samples });
    if (via === 'realtime' && failure === null) realtime?.worked();
    if (failure !== null) fail(failure, 'answering');
    if (failure !== null && endsAfter !== null && samples === 0) sayLast();
    else apply({ kind: 'answered', turn, hasSound: samples > 0 });
    if (samples > 0) waitForPlayed(turn, samples);
  }

  function waitForPlayed(turn: number, samples: number): void {
    const soundMs = (samples / SPEAKER_HZ) * 1000;
    const listening = { hasPage: deps.hasPage, greetedAtMs: () => greetedAtMs };
    void untilPlayed(soundMs + PLAYED_GRACE_MS, listening, clock, stopping.signal).then(() =>
      apply({ kind: 'played', turn, ms: soundMs, ended: true }),
    );
  }

  function cancel({ turn, attempt, heardMs: ms }: Extract<Effect, { kind: 'cancel' }>): void {
    const mine = answer?.turn === turn && answer.attempt === attempt ? answer.aloud : null;
    const request = mine?.request ?? requestName(turn, attempt);
    if (mine?.isRealtime === true && ms !== null) realtime?.interrupted(ms);
    answer = null;
    mine?.stop();
    stamps.clear();
    // Where the memory was replaced in the meantime, nobody knows what was heard: all of it stays.
    if (ms !== null && mine === null) return;
    const heard = ms === null ? null : (mine?.heard(ms) ?? '');
    lines = withHeard(lines, heard);
    void keepHeard({ bff, clock, log: deps.log }, request, heard);
  }

  function requestName(turn: number, attempt: number): string {
    return `talk-${record.id}-${turn}-${attempt}`;
  }

  carryOut(resumeTurns(turns, clock.now()));

  return {
    hello(message) {
      greetedAtMs = clock.now();
      page.missedEvents(message);
      emit({
        type: 'ready',
        state: turns.state,
        seconds_left: deps.secondsLeft(),
        utterance: wholeUtterances(turns),
        texts: turns.texts,
      });
      page.missedSound(message, turns.turn);
      save();
    },
    receive: (message) => apply(toHappening(message)),
    sound({ utterance, firstSample, pcm }) {
      // Of an utterance that has begun, and has not been taken.
      const isOpen = turns.pieces.some((piece) => piece.utterance === utterance && piece.endedAtMs === null);
      if (isOpen) utterances.put(utterance, firstSample, pcm);
    },
    emit,
    notice,
    lines: () => lines,
    stop() {
      stopping.abort();
      waiting?.abort();
      answer?.aloud.stop();
      answer = null;
      utterances.clear();
      realtime?.clear();
      page.clear();
    },
  };
}
