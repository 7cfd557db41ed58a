/**
 * One model call: asks, reads the answer, and ends exactly once, whichever way. No I/O of its own: the call is given.
 */
import type { AnswerEnd } from '../../../shared/chat/end.ts';
import { type Failure, isModerated, readFailure } from '../../../shared/contract/failure.ts';
import { sleep } from '../../../shared/time/wait.ts';
import type { ModelCall } from '../llm/call-model.ts';
import { type FailureReader, readModelFailure } from '../llm/failure.ts';
import type { Screen } from '../moderation/screen.ts';
import { type Collected, type CollectorOptions, createCollector } from './collect.ts';
import { AnswerAborted, type Ended, endOfAborted } from './end.ts';
import { readCopy } from './read-copy.ts';

export interface RoundDeps extends CollectorOptions {
  /** True when the bytes go to the client untouched. */
  isRelayed: boolean;
  /** True when a failure before the first frame is still to be acted on: until then nothing is relayed. */
  isHeld: boolean;
  /** Rejects only with the reason of `signal`. */
  callModel: () => Promise<ModelCall>;
  /** Ends the call and its stream; aborted with an `AnswerAborted` when the client has gone or the time is up. */
  signal: AbortSignal;
  /** Called once, with what tells how far the call has come. */
  onBegin?: (collected: () => Collected) => void;
  /** Absent: nothing of it is judged. */
  moderation?: RoundModeration | undefined;
  /** Ends the call and its stream because they are of no use. */
  drop: () => void;
}

export interface RoundModeration {
  /** Resolves to why the question gets no answer, as soon as that is known; null when it gets one. Never rejects. */
  question: Promise<Failure | null>;
  /** Null: what is said may go out as it comes. */
  screen: ((body: ReadableStream<Uint8Array>) => Screen) | null;
  /** Why what an answer proposes may not be shown; null when it may. Never rejects. */
  judgeProposed(text: string): Promise<Failure | null>;
  /** What the judge has cost so far. */
  bill(): JudgeBill;
}

export interface JudgeBill {
  calls: number;
  microUsd: number;
}

export interface RoundResult extends Ended {
  collected: Collected;
}

/** A call whose answer is being written. */
export interface LiveRound {
  /** The client's bytes: whole frames, without the end. Null when they are not relayed. */
  body: ReadableStream<Uint8Array> | null;
  /** The body has been relayed: what is left of its copy is read at once. */
  drain: () => void;
  /** Never rejects. */
  result: Promise<RoundResult>;
}

export type BegunRound = { ok: true; round: LiveRound } | { ok: false; result: RoundResult };

/** Nobody waits for the copy of a body. What is unread of it is in memory: by 50 tokens a second, some 130 kB of frames. */
const REST_MS = 10_000;
/** Where no reason is given, the runtime makes an error with its stack. */
const RELAYED = 'relayed';

export async function beginRound(deps: RoundDeps): Promise<BegunRound> {
  const { signal, isRelayed, isHeld } = deps;
  const collector = createCollector({ ...deps, readFailure: withRefusals(deps.readFailure) });
  deps.onBegin?.(collector.collected);
  let screen: Screen | undefined;
  const conclude = (ended: Ended): RoundResult => {
    const collected = collector.collected();
    // What was judged and not shown was written all the same.
    return { ...ended, collected: { ...collected, written: collected.written + (screen?.withheld() ?? '') } };
  };

  const call = await ask(deps);
  if (!call.ok) return { ok: false, result: conclude({ end: call.end, isTold: false }) };

  const first = Promise.withResolvers<undefined>();
  const drained = new AbortController();
  const noRest = AbortSignal.any([signal, drained.signal]);
  screen = deps.moderation?.screen?.(call.body);
  const source = screen?.body ?? call.body;
  const [copy, body] = isRelayed ? source.tee() : [source, null];

  // Without the signal: what has been relayed when the client goes is read to its end, for it was used. The call itself
  // is aborted, and the body ends with it.
  async function read(): Promise<RoundResult> {
    // When the first text came is part of the ledger.
    const rest = () => (collector.hasText() ? sleep(REST_MS, noRest) : Promise.resolve());
    const options = { onFirst: first.resolve, ...(isRelayed ? { rest } : {}) };
    const ended = (await readCopy(copy, collector, options)) ?? {
      end: endOfBroken(signal),
      isTold: false,
    };
    const isOver = ended.isTold || ended.end.kind === 'whole' || ended.end.kind === 'blocked';
    if (!isOver && !signal.aborted) deps.drop();
    return conclude(ended);
  }

  const result = read();
  if (isHeld) {
    const early = await Promise.race([first.promise, result]);
    if (early !== undefined) {
      // Nobody reads it, and what it holds would stay.
      body?.cancel().catch(ignore);
      return { ok: false, result: early };
    }
  }
  return { ok: true, round: { body, drain: () => drained.abort(RELAYED), result } };
}

/** What moderation refuses stands in the stream as its reader gets it, and is no failure of the model. */
function withRefusals(readOthers: FailureReader = readModelFailure): FailureReader {
  return (error) => {
    const failure = readFailure(error);
    return isModerated(failure) ? failure : readOthers(error);
  };
}

function ignore(): void {}

type Asked = { ok: true; body: ReadableStream<Uint8Array> } | { ok: false; end: AnswerEnd };

async function ask({ callModel, moderation, drop }: RoundDeps): Promise<Asked> {
  try {
    const calling = callModel();
    const refusal = moderation === undefined ? null : await firstRefusal(moderation.question, calling);
    if (refusal !== null) {
      drop();
      calling.catch(ignore);
      return { ok: false, end: { kind: 'failed', failure: refusal } };
    }
    const call = await calling;
    return call.ok ? call : { ok: false, end: { kind: 'failed', failure: call.failure } };
  } catch (error) {
    if (error instanceof AnswerAborted) return { ok: false, end: endOfAborted(error) };
    return { ok: false, end: { kind: 'failed', failure: { code: 'internal' } } };
  }
}

/** Null once the model has begun to answer. */
function firstRefusal(question: Promise<Failure | null>, calling: Promise<unknown>): Promise<Failure | null> {
  return new Promise((resolve) => {
    const begun = () => resolve(null);
    calling.then(begun, begun);
    void question.then((failure) => {
      if (failure !== null) resolve(failure);
    });
  });
}

/** A stream that broke because we ended it has our reason. */
function endOfBroken({ reason }: AbortSignal): AnswerEnd {
  if (reason instanceof AnswerAborted) return endOfAborted(reason);
  return { kind: 'failed', failure: { code: 'provider_interrupted' } };
}
