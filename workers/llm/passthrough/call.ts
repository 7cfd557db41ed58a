/** Makes a passthrough call: asks the targets in turn until one of them begins to answer, and settles with its circuit at the end. */
import type { LibraResponse } from '../../../shared/contract/libra.ts';
import type { AnswerForm } from '../../../shared/contract/passthrough.ts';
import { type AskDeps, askInTurn, type Turn } from '../attempt/ask-in-turn.ts';
import type { AttemptLimits } from '../attempt/attempt.ts';
import { judgeAttempt } from '../attempt/judge.ts';
import type { RequestLife } from '../attempt/request-life.ts';
import { logEnd } from '../attempt/target-call.ts';
import { findFitting, type Target } from '../attempt/targets.ts';
import type { Failure } from '../provider/failure.ts';
import { findRefused } from '../provider/fit.ts';
import type { PassthroughProvider } from '../provider/provider.ts';
import { type OpenedAnswer, openAnswer } from './open-answer.ts';
import { type PassthroughBody, withModel } from './provider-body.ts';
import { relayAnswer } from './relay-answer.ts';

export interface PassthroughCall {
  /** Below the provider's base URL. */
  path: string;
  /** Without a model. */
  body: { contentType: string; bytes: Uint8Array };
  form: AnswerForm;
  /** The names of the request's fields. */
  fields: readonly string[];
  targets: readonly Target[];
  limitsOf(target: Target): AttemptLimits;
  life: RequestLife;
}

export interface PassthroughDeps extends AskDeps {
  providerOf(target: Target): PassthroughProvider;
  /** Keeps the request's context alive until the given work is done (`waitUntil`). */
  defer(work: Promise<unknown>): void;
}

export type PassthroughResult =
  | {
      ok: true;
      contentType: string;
      body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;
      libra: Pick<LibraResponse, 'model' | 'provider' | 'fallback'>;
    }
  | { ok: false; failure: Failure };

type Answered = Extract<PassthroughResult, { ok: true }>;

export async function callInTurn(deps: PassthroughDeps, call: PassthroughCall): Promise<PassthroughResult> {
  const { fields, life } = call;
  const fitting = findFitting(call.targets, (model) => findRefused(model, fields));
  let answered: Answered | undefined;
  const failure = await askInTurn(deps, { ...fitting, life }, async (turn) => {
    const body = withModel(call.body, turn.target.model.upstream);
    if (body === undefined) return { kind: 'over', failure: { cause: 'request_rejected', status: 400 } };
    const asked = await askOne(deps, call, { turn, body });
    if (asked.ok) {
      answered = asked;
      return { kind: 'over', failure: null };
    }
    return { kind: 'failed', failure: asked.failure, durationMs: asked.durationMs };
  });
  return answered ?? { ok: false, failure: failure ?? { cause: 'unreachable' } };
}

async function askOne(
  deps: PassthroughDeps,
  { path, form, limitsOf, life }: PassthroughCall,
  { turn, body }: { turn: Turn; body: PassthroughBody },
): Promise<Answered | { ok: false; failure: Failure; durationMs: number }> {
  const { clock, gate, log } = deps;
  const { target, name, admission, attempt, isFallback } = turn;
  const { model } = target;
  const startedAtMs = clock.now();
  // A client that closes its connection ends the context; without this nobody would settle with the circuit.
  const settled = Promise.withResolvers<void>();
  deps.defer(settled.promise);
  const settle = (failure: Failure | undefined): number => {
    const durationMs = clock.now() - startedAtMs;
    const end = { durationMs, ...(failure === undefined ? {} : { failure }) };
    gate.settle(name, admission, judgeAttempt(end));
    logEnd(log, end, { target: name, attempt, fallback: isFallback });
    settled.resolve();
    return durationMs;
  };
  const request = { path, ...body };
  const opened: OpenedAnswer = await openAnswer(
    { provider: deps.providerOf(target), clock },
    { request, form },
    limitsOf(target),
    life.signal,
  );
  if (opened.kind === 'failed') {
    return { ok: false, failure: opened.failure, durationMs: settle(opened.failure) };
  }
  const libra = { model: model.name, provider: model.provider, fallback: isFallback };
  const { contentType } = opened;
  if (opened.kind === 'whole') {
    settle(undefined);
    life.end();
    return { ok: true, contentType, body: opened.bytes, libra };
  }
  gate.settle(name, admission, { kind: 'begun' });
  const stream = relayAnswer(opened, {
    onEnd(failure) {
      settle(failure);
      life.end();
    },
  });
  return { ok: true, contentType, body: stream, libra };
}
