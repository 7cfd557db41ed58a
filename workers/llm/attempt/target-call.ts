/**
 * One attempt at one target behind its circuit: passes its frames on from the first token, and settles with the circuit
 * however it ends.
 */

import type { Admission } from '../../../shared/circuit/circuit.ts';
import type { LibraResponse } from '../../../shared/contract/libra.ts';
import type { Logger } from '../../../shared/observe/log.ts';
import type { Pace } from '../../../shared/sse/pace.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import type { CircuitGate } from '../circuit/gate.ts';
import { type Failure, failureCode } from '../provider/failure.ts';
import type { Provider, ProviderRequest } from '../provider/provider.ts';
import {
  type AttemptCall,
  type AttemptEnd,
  type AttemptLimits,
  type ProviderFrame,
  runAttempt,
} from './attempt.ts';
import { judgeAttempt } from './judge.ts';
import type { RequestLife } from './request-life.ts';

/** Frames of an answer. `libra` comes with the first of them and names who answers. */
export interface AnswerFrames {
  frames: ProviderFrame[];
  libra?: LibraResponse;
  /** The answer's end follows at once. */
  isLast: boolean;
}

/** Resolves when the reader has room for more; rejects once the request's life has ended. */
export type Emit = (answer: AnswerFrames) => Promise<void>;

export interface TargetCall {
  provider: Provider;
  request: ProviderRequest;
  limits: AttemptLimits;
  life: RequestLife;
  pace: Pace;
  /** `provider/model`. */
  name: string;
  admission: Admission;
  libra: LibraResponse;
  /** 1 for the first. */
  attempt: number;
}

export interface TargetCallDeps {
  gate: CircuitGate;
  clock: Clock;
  log: Logger;
  /** Keeps the request's context alive until the given work is done (`waitUntil`). */
  defer(work: Promise<unknown>): void;
}

export interface TargetCallEnd {
  failure?: Failure;
  /** True when something of an answer has gone out. */
  started: boolean;
  durationMs: number;
}

/** A provider that says nothing in many frames says no more in more of them. */
const MAX_HELD_FRAMES = 8;

/** What came before the first token is held back, because another model may yet be the one that answers. */
export async function callTarget(
  { gate, clock, log, defer }: TargetCallDeps,
  { provider, request, limits, life, pace, name, admission, libra, attempt }: TargetCall,
  emit: Emit,
): Promise<TargetCallEnd> {
  let held: ProviderFrame[] = [];
  let started = false;
  // A client that closes its connection ends the context; without this nobody would settle with the circuit.
  const settled = Promise.withResolvers<void>();
  defer(settled.promise);
  const emitStarted: AttemptCall['emit'] = async (frames, isLast) => {
    if (started) return emit({ frames, isLast });
    started = frames.some(({ progress }) => progress);
    if (started) {
      gate.settle(name, admission, { kind: 'begun' });
      await emit({ frames: [...held, ...frames], libra, isLast });
      held = [];
    } else {
      held.push(...frames.slice(0, MAX_HELD_FRAMES - held.length));
    }
  };
  const call = { request, limits, life: life.signal, emit: emitStarted };
  const end = await runAttempt({ provider, clock, pace }, call);
  gate.settle(name, admission, judgeAttempt(end));
  logEnd(log, end, { target: name, attempt, fallback: libra.fallback === true });
  settled.resolve();
  const { failure, durationMs } = end;
  return { started, durationMs, ...(failure === undefined ? {} : { failure }) };
}

/** What the log has of a call that has ended. */
export function logEnd(
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
  // A refused key, an empty account or an unknown model will not mend by itself.
  if (failure.cause === 'account') log.error('provider.failed', fields);
  else log.warn('provider.failed', fields);
}
