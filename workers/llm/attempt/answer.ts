/**
 * Gets one answer: asks the targets in order, each behind its circuit, retries what is safe, and falls back
 * as long as nothing of an answer has gone out. From the first token on there is one provider and no way back.
 *
 * Ends with exactly one `done` or `failed`, and by then the last provider's connection is closed.
 */
import type { LibraResponse } from '../../../shared/contract/libra.ts';
import type { Logger } from '../../../shared/observe/log.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import { sleep } from '../../../shared/time/wait.ts';
import type { Admission } from '../circuit/circuit.ts';
import type { CircuitGate } from '../circuit/gate.ts';
import { type Failure, failureCode } from '../provider/failure.ts';
import type { ChunkFrame } from '../provider/frame.ts';
import type { Provider, ProviderRequest } from '../provider/provider.ts';
import { type AttemptEnd, type AttemptLimits, runAttempt } from './attempt.ts';
import { decideNext } from './decide.ts';
import { judgeAttempt } from './judge.ts';
import type { RequestLife } from './request-life.ts';
import type { RetryBudget } from './retry-budget.ts';
import { stopCauseOf } from './stop.ts';
import { type Target, targetName } from './targets.ts';

export interface AnswerDeps {
  providerOf(target: Target): Provider;
  gate: CircuitGate;
  budget: RetryBudget;
  clock: Clock;
  log: Logger;
  /** Keeps the request's context alive until the given work is done (`waitUntil`). */
  defer(work: Promise<unknown>): void;
  /** From 0 to 1. */
  random(): number;
}

export type AnswerEvent =
  /** `libra` comes with the first chunk and names who answers. */
  | { kind: 'chunk'; frame: ChunkFrame; libra?: LibraResponse }
  | { kind: 'done' }
  | { kind: 'failed'; failure: Failure };

export interface AnswerRequest {
  /** Without a model: each target has its own. */
  request: Omit<ProviderRequest, 'model'>;
  targets: readonly [Target, ...Target[]];
  limits: AttemptLimits;
  life: RequestLife;
}

export async function* answer(
  deps: AnswerDeps,
  { request, targets, limits, life }: AnswerRequest,
): AsyncGenerator<AnswerEvent, void, void> {
  const { gate, budget, clock, log } = deps;
  let failure: Failure = { cause: 'unreachable' };

  for (const [index, target] of targets.entries()) {
    const name = targetName(target);
    let previousDelayMs = 0;
    budget.earn();
    for (let attempts = 1; ; attempts += 1) {
      const admission = await gate.admit(name);
      if (!admission.admitted) {
        failure = { cause: 'circuit_open', retryAfterMs: Math.max(0, admission.retryAtMs - clock.now()) };
        log.info('circuit.refused', { target: name });
        break;
      }
      log.info('provider.attempt', { target: name, attempt: attempts });
      const libra: LibraResponse = {
        model: target.model,
        provider: target.provider.name,
        fallback: index > 0,
      };
      const call = {
        provider: deps.providerOf(target),
        request: { ...request, model: target.model },
        limits,
        life,
      };
      const outcome = yield* passOn(deps, call, { name, admission, libra, attempts });
      if (outcome.failure === undefined) {
        yield { kind: 'done' };
        return;
      }
      failure = outcome.failure;
      if (outcome.started) {
        yield { kind: 'failed', failure: asInterruption(failure) };
        return;
      }

      const next = decideNext({
        failure,
        attempts,
        previousDelayMs,
        remainingMs: life.remainingMs(),
        durationMs: outcome.durationMs,
        takeRetry: () => budget.take(),
        random: deps.random,
      });
      if (next.kind === 'give-up') {
        yield { kind: 'failed', failure };
        return;
      }
      if (next.kind === 'fallback') break;
      previousDelayMs = next.delayMs;
      await sleep(next.delayMs, life.signal, clock);
      const stopped = stopCauseOf(life.signal);
      if (stopped !== undefined) {
        yield { kind: 'failed', failure: { cause: stopped } };
        return;
      }
    }
  }
  yield { kind: 'failed', failure };
}

/** To somebody who has read half an answer, whatever the provider gives as its reason is an interruption. */
function asInterruption(failure: Failure): Failure {
  switch (failure.cause) {
    case 'client_gone':
    case 'deadline':
    case 'stalled':
    case 'garbled':
      return failure;
    default:
      return { cause: 'interrupted' };
  }
}

interface Call {
  provider: Provider;
  request: ProviderRequest;
  limits: AttemptLimits;
  life: RequestLife;
}

interface Role {
  name: string;
  admission: Admission;
  libra: LibraResponse;
  attempts: number;
}

/** A provider that says nothing in many frames says no more in more of them. */
const MAX_HELD_FRAMES = 8;

/**
 * Runs one attempt and yields its chunks from the first token on; what came before it is held back,
 * because another model may yet be the one that answers. The circuit learns the outcome however this ends,
 * also when the reader lets go in the middle (`return()`).
 */
async function* passOn(
  { gate, clock, log, defer }: AnswerDeps,
  { provider, request, limits, life }: Call,
  { name, admission, libra, attempts }: Role,
): AsyncGenerator<AnswerEvent, { failure?: Failure; started: boolean; durationMs: number }, void> {
  const startedAt = clock.now();
  const attempt = runAttempt({ provider, clock }, request, limits, life.signal);
  let held: ChunkFrame[] = [];
  let started = false;
  let end: AttemptEnd | undefined;
  // Without it, a client who leaves takes the context with him, and nobody would settle with the circuit.
  const settled = Promise.withResolvers<void>();
  defer(settled.promise);
  try {
    for (;;) {
      const next = await attempt.next();
      if (next.done === true) {
        end = next.value;
        const { failure, durationMs } = end;
        return { started, durationMs, ...(failure === undefined ? {} : { failure }) };
      }
      const frame = next.value;
      if (started) {
        yield { kind: 'chunk', frame };
        continue;
      }
      if (frame.progress || held.length < MAX_HELD_FRAMES) held.push(frame);
      if (!frame.progress) continue;
      started = true;
      for (const [index, ready] of held.entries()) {
        yield { kind: 'chunk', frame: ready, ...(index === 0 ? { libra } : {}) };
      }
      held = [];
    }
  } finally {
    if (end === undefined) {
      await attempt.return({ durationMs: 0 });
      end = {
        failure: { cause: stopCauseOf(life.signal) ?? 'client_gone' },
        durationMs: clock.now() - startedAt,
      };
    }
    gate.settle(name, admission, judgeAttempt(end, limits.firstTokenMs));
    logEnd(log, end, { target: name, attempt: attempts, fallback: libra.fallback === true });
    settled.resolve();
  }
}

function logEnd(
  log: Logger,
  end: AttemptEnd,
  call: { target: string; attempt: number; fallback: boolean },
): void {
  const { failure, firstTokenMs, durationMs, usage, finishReason } = end;
  const figures = { ...call, firstTokenMs, durationMs };
  if (failure === undefined) {
    log.info('provider.finished', {
      ...figures,
      finishReason,
      promptTokens: usage?.prompt_tokens,
      completionTokens: usage?.completion_tokens,
      usageMissing: usage === undefined ? true : undefined,
    });
    return;
  }
  if (failure.cause === 'client_gone') {
    log.info('provider.cancelled', figures);
    return;
  }
  const status = 'status' in failure ? failure.status : undefined;
  const fields = { ...figures, cause: failure.cause, code: failureCode(failure), status };
  // A refused key or an unknown model will not mend by itself.
  if (failure.cause === 'access_rejected') log.error('provider.failed', fields);
  else log.warn('provider.failed', fields);
}
