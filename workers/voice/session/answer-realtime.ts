/**
 * One answer that the model speaks itself. Where it cannot be had, the same question is asked the usual way; where it comes as text
 * alone, it is spoken the usual way.
 */
import type { Failure } from '../../../shared/contract/failure.ts';
import type { AnswerFacts, BffClient } from '../bff/client.ts';
import type { SpokenQuestion } from '../bff/question.ts';
import { createClauseSplitter } from '../conversation/clauses.ts';
import { heardText } from '../conversation/heard.ts';
import { createSampleCutter } from '../conversation/samples.ts';
import { type AloudDeps, type AloudEnd, type AnswerAloud, answerAloud, createLane } from './answer-aloud.ts';
import type { SpeechLane } from './speech-lane.ts';

export interface RealtimeDeps extends AloudDeps {
  bff: Pick<BffClient, 'ask' | 'speak' | 'openSpeech' | 'forget'>;
  /** It is asked the usual way from here on. */
  onFellBack(failure: Failure): void;
}

interface Question {
  request: string;
  text: string;
  spoken: SpokenQuestion;
}

export function answerRealtime(question: Question, deps: RealtimeDeps): AnswerAloud {
  const stopping = new AbortController();
  const said = createSaid(deps);
  let other: AnswerAloud | null = null;
  let lane: SpeechLane | null = null;

  async function run(): Promise<AloudEnd> {
    const { facts, failure } = await read(question, deps, said, stopping.signal);
    const isSilent = said.samples() === 0;
    if (stopping.signal.aborted) return { text: said.text(), samples: said.samples(), facts, failure };
    if (failure !== null && isSilent && isOfProvider(failure)) {
      deps.onFellBack(failure);
      // The question stands in the conversation already: it is not to be there twice.
      await deps.bff.forget(question.request);
      if (stopping.signal.aborted) return { text: '', samples: 0, facts, failure: null };
      other = answerAloud({ request: `${question.request}-c`, text: question.text }, deps);
      return other.done;
    }
    if (!isSilent || failure !== null) {
      said.end();
      return { text: said.text(), samples: said.samples(), facts, failure };
    }
    return speakWritten(facts);
  }

  async function speakWritten(facts: AnswerFacts): Promise<AloudEnd> {
    const shown: string[] = [];
    lane = createLane(deps, shown, stopping.signal);
    for (const clause of said.clauses()) lane.add(clause);
    lane.close();
    await lane.done;
    if (!stopping.signal.aborted && shown.length > 0) deps.onCaption(shown.join(' '), true);
    return { text: said.text(), samples: lane.samples, facts, failure: null };
  }

  return {
    done: run(),
    stop() {
      stopping.abort();
      other?.stop();
    },
    heard: (ms) => other?.heard(ms) ?? (lane === null ? said.heard(ms) : heardText(lane.clauses, ms)),
    get request() {
      return other?.request ?? question.request;
    },
    get isRealtime() {
      return other === null && lane === null;
    },
  };
}

/** What the usual way would be refused as well is told as it is. */
function isOfProvider({ code }: Failure): boolean {
  return !/^(budget_|rate_limit|moderation_|content_|user_|channel_|prompt_|unauthorized|deadline_)/.test(
    code,
  );
}

async function read(
  { request, text, spoken }: Question,
  deps: RealtimeDeps,
  said: Said,
  signal: AbortSignal,
): Promise<{ facts: AnswerFacts; failure: Failure | null }> {
  const events = deps.bff.ask(request, text, signal, spoken);
  for (;;) {
    const { done, value } = await events.next();
    if (done) {
      const { end, facts } = value;
      if (end.kind === 'failed') return { facts, failure: end.failure };
      return { facts, failure: end.kind === 'blocked' ? { code: 'content_filter' } : null };
    }
    if (value.kind === 'text') said.write(value.text);
    else if (value.kind === 'audio') said.sound(value.data);
    else if (value.kind === 'retracted') said.retract();
  }
}

interface Said {
  write(text: string): void;
  /** Base64 of PCM. */
  sound(data: string): void;
  retract(): void;
  end(): void;
  text(): string;
  samples(): number;
  /** Those that were not shown. */
  clauses(): string[];
  heard(ms: number): string;
}

function createSaid(deps: AloudDeps): Said {
  let splitter = createClauseSplitter();
  let waiting: string[] = [];
  let shown: string[] = [];
  let written = '';
  let samples = 0;
  const cut = createSampleCutter();
  let isOver = false;

  /** Nothing is shown before it can be heard: it may have to be spoken another way. */
  function show(): void {
    if (samples === 0) return;
    for (const clause of waiting) {
      deps.onStamp('first_clause', deps.clock.now());
      shown.push(clause);
      deps.onCaption(shown.join(' '), false);
      deps.onClause(clause, samples);
    }
    waiting = [];
  }

  return {
    write(text) {
      deps.onStamp('first_token', deps.clock.now());
      written += text;
      waiting.push(...splitter.push(text));
      show();
    },
    sound(data) {
      deps.onStamp('first_sound', deps.clock.now());
      for (const pcm of cut(Uint8Array.fromBase64(data))) {
        deps.onSound(samples, pcm);
        samples += pcm.byteLength / 2;
      }
      show();
    },
    retract() {
      written = '';
      waiting = [];
      shown = [];
      splitter = createClauseSplitter();
      deps.onRetracted();
    },
    end() {
      isOver = true;
      waiting.push(...splitter.end());
      show();
      if (shown.length > 0) deps.onCaption(shown.join(' '), true);
    },
    text: () => written,
    samples: () => samples,
    clauses: () => [...waiting, ...splitter.end()],
    // Its text comes before its sound, and which belongs to which is not told: speech goes at an even pace, near enough.
    heard: (ms) => heardText([{ text: written.trim(), fromSample: 0, samples, isWhole: isOver }], ms),
  };
}
