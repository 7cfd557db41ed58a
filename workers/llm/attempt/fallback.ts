/**
 * Gets one answer: asks the targets in order, each behind its circuit, retries what is safe, and falls back
 * as long as nothing of an answer has gone out. From the first token on there is one provider and no way back.
 *
 * By its end the last provider's connection is closed.
 */
import type { Logger } from '../../../shared/observe/log.ts';
import type { Pace } from '../../../shared/sse/pace.ts';
import { adapt, findAdaptation } from '../provider/adapt.ts';
import {
  type AdaptationMemory,
  type AdaptationTrial,
  createAdaptationTrial,
} from '../provider/adaptation-memory.ts';
import type { Failure, RequestFault } from '../provider/failure.ts';
import { findUnfit, fitOwnFields } from '../provider/fit.ts';
import type { Provider, ProviderRequest } from '../provider/provider.ts';
import { type AskDeps, askInTurn, type TurnEnd } from './ask-in-turn.ts';
import type { AttemptLimits } from './attempt.ts';
import type { InlineImages } from './inline-images.ts';
import type { RequestLife } from './request-life.ts';
import { callTarget, type Emit, type TargetCallDeps } from './target-call.ts';
import { findFitting, type Target } from './targets.ts';

export interface FallbackDeps extends TargetCallDeps, AskDeps {
  providerOf(target: Target): Provider;
  adaptations: AdaptationMemory;
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
  /** Of this request, for a provider that cannot fetch them. */
  images: InlineImages;
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
  { request: asked, ownFields, images, targets: chain, mayOutgrow, ...rest }: ModelRequest,
  sink: AnswerSink,
): Promise<Failure | null> {
  const { clock } = deps;
  const adaptations = createAdaptationTrial(deps.adaptations);
  const { limitsOf, isThinking, life, createPace } = rest;
  const fitting = findFitting(chain, (model) => findUnfit(model, asked, ownFields));

  return askInTurn(deps, { ...fitting, life }, async (turn) => {
    const { target, name, admission, attempt, isFallback } = turn;
    const { model } = target;
    const thinks = isThinking(target);
    if (thinks) sink.wait({ model: model.name, provider: model.provider, sinceMs: clock.now() });
    const request = { ...fitOwnFields(model, asked, ownFields), model: model.upstream };
    const call = {
      provider: deps.providerOf(target),
      request: await images.prepare(name, adapt(request, adaptations.of(name), ownFields)),
      limits: limitsOf(target),
      life,
      pace: createPace(),
      name,
      admission,
      libra: {
        model: model.name,
        provider: model.provider,
        fallback: isFallback,
        ...(thinks ? { thinks } : {}),
      },
      attempt,
    };
    const { failure, started, durationMs } = await callTarget(deps, call, sink.emit);
    if (started || failure === undefined) {
      images.answered(name);
      adaptations.answered(name);
    }
    if (failure === undefined) return { kind: 'over', failure: null };
    if (started) return { kind: 'over', failure: asInterruption(failure) };
    if (thinks && isRefusal(failure)) sink.wait(null);

    if (failure.cause === 'request_rejected') {
      const end = adaptToRefusal(failure, { name, request, ownFields, images, adaptations }, deps.log);
      if (end !== null) return end;
    }
    if (failure.cause === 'context_too_long' && mayOutgrow) return { kind: 'next', failure };
    return { kind: 'failed', failure, durationMs };
  });
}

interface RefusedCall {
  name: string;
  request: ProviderRequest;
  ownFields: readonly string[];
  images: InlineImages;
  adaptations: AdaptationTrial;
}

/** What of a request is changed for the provider that has refused it: then it is asked again. Null: there is nothing to change. */
function adaptToRefusal(
  failure: RequestFault,
  { name, request, ownFields, images, adaptations }: RefusedCall,
  log: Logger,
): TurnEnd | null {
  if (images.retries(name, failure)) {
    log.info('provider.adapted', { target: name, change: 'inline', param: failure.param });
    return { kind: 'again' };
  }
  const noData = images.failure();
  if (noData !== undefined) return { kind: 'over', failure: noData };
  const refused = adapt(request, adaptations.of(name), ownFields);
  const adaptation = findAdaptation(failure, refused, ownFields);
  if (adaptation === undefined || !adaptations.add(name, adaptation)) return null;
  log.info('provider.adapted', { target: name, change: adaptation.kind, param: failure.param });
  return { kind: 'again' };
}

/** True when the provider has said that it does not do it: then there is nothing to bill. */
function isRefusal(failure: Failure): boolean {
  switch (failure.cause) {
    case 'rate_limited':
    case 'loading':
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
