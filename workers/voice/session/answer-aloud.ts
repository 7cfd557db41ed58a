/** One answer: asked, cut into clauses while it is written, spoken. It goes on in writing where nothing can be spoken. */
import type { Failure } from '../../../shared/contract/failure.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import type { AnswerFacts, BffClient } from '../bff/client.ts';
import { createClauseSplitter } from '../conversation/clauses.ts';
import { heardText } from '../conversation/heard.ts';
import type { Stage } from '../locale/texts.ts';
import { createFirstSpeech } from './first-speech.ts';
import { createSpeechLane, type SpeechLane } from './speech-lane.ts';

export interface AloudDeps {
  bff: Pick<BffClient, 'ask' | 'speak' | 'openSpeech'>;
  clock: Clock;
  /** What is read so far. */
  onCaption(text: string, final: boolean): void;
  onClause(text: string, from: number): void;
  onSound(firstSample: number, pcm: Uint8Array): void;
  onFailure(failure: Failure, stage: Stage): void;
  /** What was said so far must not be heard or read any more. */
  onRetracted(): void;
  onStamp(stage: 'first_token' | 'first_clause' | 'first_sound', atMs: number): void;
}

export interface AloudEnd {
  /** All of it. */
  text: string;
  samples: number;
  facts: AnswerFacts | null;
  /** Why it ended early; null: it is whole, or was stopped. */
  failure: Failure | null;
}

export interface AnswerAloud {
  readonly done: Promise<AloudEnd>;
  stop(): void;
  /** What was heard when its sound had been played for so long. */
  heard(ms: number): string;
  /** By which it is stored. */
  readonly request: string;
  /** The model has spoken it itself. */
  readonly isRealtime: boolean;
}

/** `request`: the idempotency key. */
export function answerAloud(question: { request: string; text: string }, deps: AloudDeps): AnswerAloud {
  const stopping = new AbortController();
  const shown: string[] = [];
  const speech = createFirstSpeech(deps, stopping.signal);
  const lane = createLane({ ...deps, bff: speech }, shown, stopping.signal);

  async function run(): Promise<AloudEnd> {
    const asked = await readAnswer(question, deps, { lane, shown, signal: stopping.signal });
    lane.close();
    await lane.done;
    speech.end();
    if (!stopping.signal.aborted && shown.length > 0) deps.onCaption(shown.join(' '), true);
    return { ...asked, samples: lane.samples };
  }

  return {
    done: run(),
    stop: () => stopping.abort(),
    heard: (ms) => heardText(lane.clauses, ms),
    request: question.request,
    isRealtime: false,
  };
}

type LaneOwner = Omit<AloudDeps, 'bff'> & { bff: Pick<BffClient, 'speak'> };

export function createLane(deps: LaneOwner, shown: string[], signal: AbortSignal): SpeechLane {
  let isMute = false;
  return createSpeechLane(
    {
      speak: deps.bff.speak,
      clock: deps.clock,
      onClause(text, from) {
        shown.push(text);
        deps.onCaption(shown.join(' '), false);
        deps.onClause(text, from);
      },
      onSound: deps.onSound,
      onFailure(failure) {
        if (!isMute) deps.onFailure(failure, 'speaking');
        isMute = true;
      },
      onOpened: () => deps.onStamp('first_sound', deps.clock.now()),
    },
    signal,
  );
}

async function readAnswer(
  { request, text }: { request: string; text: string },
  deps: AloudDeps,
  { lane, shown, signal }: { lane: SpeechLane; shown: string[]; signal: AbortSignal },
): Promise<Omit<AloudEnd, 'samples'>> {
  let splitter = createClauseSplitter();
  let written = '';
  const add = (clauses: readonly string[]) => {
    for (const clause of clauses) {
      deps.onStamp('first_clause', deps.clock.now());
      lane.add(clause);
    }
  };
  const events = deps.bff.ask(request, text, signal);
  for (;;) {
    const { done, value } = await events.next();
    if (done) {
      const { end, facts } = value;
      if (end.kind === 'failed' || end.kind === 'blocked') {
        const failure: Failure = end.kind === 'failed' ? end.failure : { code: 'content_filter' };
        if (written !== '' && failure.code === 'provider_interrupted') add(splitter.end());
        return { text: written, facts, failure };
      }
      add(splitter.end());
      return { text: written, facts, failure: null };
    }
    if (value.kind === 'text') {
      deps.onStamp('first_token', deps.clock.now());
      written += value.text;
      add(splitter.push(value.text));
    } else if (value.kind === 'retracted') {
      written = '';
      shown.length = 0;
      splitter = createClauseSplitter();
      lane.retract();
      deps.onRetracted();
    }
  }
}
