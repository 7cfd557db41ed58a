/**
 * Gets one answer: asks the targets in order, each behind its circuit, retries what is safe, and falls back
 * as long as nothing of an answer has gone out. From the first token on there is one provider and no way back.
 *
 * By its end the last provider's connection is closed.
 */
import { findNext } from '../../../shared/catalogue/move.ts';
import type { LibraResponse } from '../../../shared/contract/libra.ts';
import type { Pace } from '../../../shared/sse/pace.ts';
import { sleep } from '../../../shared/time/wait.ts';
import { DEFAULT_PAUSE_MS } from '../circuit/circuit.ts';
import { type AdaptationMemory, adapt, findAdaptation } from '../provider/adapt.ts';
import { type Failure, moveReasonOf } from '../provider/failure.ts';
import { findUnfit, fitOwnFields } from '../provider/fit.ts';
import type { Provider, ProviderRequest } from '../provider/provider.ts';
import type { AttemptLimits } from './attempt.ts';
import { decideNext } from './decide.ts';
import type { RequestLife } from './request-life.ts';
import type { RetryBudget } from './retry-budget.ts';
import { stopCauseOf } from './stop.ts';
import { callTarget, type Emit, type TargetCallDeps } from './target-call.ts';
import { type Target, targetName } from './targets.ts';

export interface FallbackDeps extends TargetCallDeps {
  providerOf(target: Target): Provider;
  budget: RetryBudget;
  adaptations: AdaptationMemory;
  /** From 0 to 1. */
  random(): number;
}

/**
 * A model that may think in silence is being waited for, since `sinceMs`; null: it has thought nothing, for the provider has
 * refused the call.
 */
export type ThinkingWaitSince = { model: string; provider: string; sinceMs: number } | null;

/** Takes what is said of an answer as it comes. */
export interface AnswerSink {
  emit: Emit;
  wait(wait: ThinkingWaitSince): void;
}

export interface ModelRequest {
  /** Without a model: each target has its own. */
  request: Omit<ProviderRequest, 'model'>;
  /** The fields of it that Libra added: they may be changed for a provider that refuses them. */
  ownFields: readonly string[];
  /** In the order in which they are asked; there is at least one. */
  targets: readonly Target[];
  /** False: a prompt that is too long for a model is told at once, though one with a larger window may be left. */
  mayOutgrow: boolean;
  limitsOf(target: Target): AttemptLimits;
  isThinking(target: Target): boolean;
  life: RequestLife;
  /** Made anew for each attempt: what one provider's rate was says nothing about the next. */
  createPace(): Pace;
}

/** Gives how the answer failed; null when it is whole. */
export async function answerWithFallback(
  deps: FallbackDeps,
  {
    request: asked,
    ownFields,
    targets: chain,
    mayOutgrow,
    limitsOf,
    isThinking,
    life,
    createPace,
  }: ModelRequest,
  sink: AnswerSink,
): Promise<Failure | null> {
  const { gate, budget, clock, log } = deps;
  /** What the first target failed of: why another did not help either is of less use to whoever asked. */
  let reported: Failure | undefined;

  const targets = chain.filter(({ model }) => findUnfit(model, asked, ownFields) === undefined);
  const [unfit] = chain;
  if (targets.length === 0 && unfit !== undefined) {
    reported = findUnfit(unfit.model, asked, ownFields);
  }

  for (let index: number | undefined = 0; index !== undefined; ) {
    const target: Target | undefined = targets[index];
    if (target === undefined) break;
    const { model } = target;
    const name = targetName(target);
    const request = fitOwnFields(model, asked, ownFields);
    const thinks = isThinking(target);
    const libra: LibraResponse = {
      model: model.name,
      provider: model.provider,
      fallback: index > 0,
      ...(thinks ? { thinks } : {}),
    };
    let failure: Failure = { cause: 'unreachable' };
    let previousDelayMs = 0;
    budget.earn();
    for (let attempt = 1; ; attempt += 1) {
      const admission = await gate.admit(name);
      if (!admission.admitted) {
        failure = { cause: 'circuit_open', retryAfterMs: Math.max(0, admission.retryAtMs - clock.now()) };
        log.info('circuit.refused', { target: name });
        break;
      }
      log.info('provider.attempt', { target: name, attempt });
      if (thinks) sink.wait({ model: model.name, provider: model.provider, sinceMs: clock.now() });
      const call = {
        provider: deps.providerOf(target),
        request: adapt({ ...request, model: model.upstream }, deps.adaptations.of(name), ownFields),
        limits: limitsOf(target),
        life,
        pace: createPace(),
        name,
        admission,
        libra,
        attempt,
      };
      const outcome = await callTarget(deps, call, sink.emit);
      if (outcome.failure === undefined) return null;
      failure = outcome.failure;
      if (outcome.started) return asInterruption(failure);
      if (thinks && isRefusal(failure)) sink.wait(null);

      if (failure.cause === 'request_rejected') {
        const refused = { ...request, model: model.upstream };
        const adaptation = findAdaptation(
          failure,
          adapt(refused, deps.adaptations.of(name), ownFields),
          ownFields,
        );
        if (adaptation !== undefined && deps.adaptations.add(name, adaptation)) {
          log.info('provider.adapted', { target: name, change: adaptation.kind, param: failure.param });
          // The same attempt once more: the provider has done no work yet.
          attempt -= 1;
          continue;
        }
      }

      if (failure.cause === 'context_too_long' && mayOutgrow) break;
      const next = decideNext({
        failure,
        attempts: attempt,
        previousDelayMs,
        remainingMs: life.remainingMs(),
        durationMs: outcome.durationMs,
        takeRetry: () => budget.take(),
        random: deps.random,
      });
      if (next.kind === 'give-up') return reported ?? failure;
      if (next.kind === 'fallback') break;
      previousDelayMs = next.delayMs;
      await sleep(next.delayMs, life.signal, clock);
      const stopped = stopCauseOf(life.signal);
      if (stopped !== undefined) return { cause: stopped };
    }
    reported ??= failure;
    const reason = moveReasonOf(failure);
    index = reason === undefined ? undefined : findNext(targets, index, reason);
  }
  return withPause(reported ?? { cause: 'unreachable' });
}

/** Who is limited must hear of a pause, also where the provider has named none. */
function withPause(failure: Failure): Failure {
  return failure.cause === 'rate_limited' ? { retryAfterMs: DEFAULT_PAUSE_MS, ...failure } : failure;
}

/** True when the provider has said that it does not do it: then there is nothing to bill. */
function isRefusal(failure: Failure): boolean {
  switch (failure.cause) {
    case 'rate_limited':
    case 'request_rejected':
    case 'account':
    case 'context_too_long':
    case 'content_filtered':
      return true;
    case 'server_error':
      return failure.status !== undefined;
    default:
      return false;
  }
}

/** To a reader who has half an answer, whatever the provider gives as its reason is an interruption. */
function asInterruption(failure: Failure): Failure {
  switch (failure.cause) {
    case 'client_gone':
    case 'deadline':
    case 'stalled':
    case 'garbled':
    case 'repetitive':
      return failure;
    default:
      return { cause: 'interrupted' };
  }
}
