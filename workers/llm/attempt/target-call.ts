/**
 * One attempt at one target behind its circuit: passes its frames on from the first token, and settles with the circuit
 * however it ends.
 */
import type { LibraResponse } from '../../../shared/contract/libra.ts';
import type { Logger } from '../../../shared/observe/log.ts';
import type { Pace } from '../../../shared/sse/pace.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import type { Admission } from '../circuit/circuit.ts';
import type { CircuitGate } from '../circuit/gate.ts';
import { type Failure, failureCode } from '../provider/failure.ts';
import type { Provider, ProviderRequest } from '../provider/provider.ts';
import { type AttemptEnd, type AttemptLimits, type ProviderFrame, runAttempt } from './attempt.ts';
import { judgeAttempt } from './judge.ts';
import type { RequestLife } from './request-life.ts';
import { stopCauseOf } from './stop.ts';

/** Frames of an answer. `libra` comes with the first of them and names who answers. */
export interface FramesEvent {
  kind: 'frames';
  frames: ProviderFrame[];
  libra?: LibraResponse;
}

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

/**
 * What came before the first token is held back, because another model may yet be the one that answers. The circuit learns
 * the outcome also when the reader cancels in the middle (`return()`).
 */
export async function* callTarget(
  { gate, clock, log, defer }: TargetCallDeps,
  { provider, request, limits, life, pace, name, admission, libra, attempt: number }: TargetCall,
): AsyncGenerator<FramesEvent, TargetCallEnd, void> {
  const startedAtMs = clock.now();
  const attempt = runAttempt({ provider, clock, pace }, request, limits, life.signal);
  let held: ProviderFrame[] = [];
  let started = false;
  let end: AttemptEnd | undefined;
  // A client that closes its connection ends the context; without this nobody would settle with the circuit.
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
      const frames = next.value;
      if (started) {
        yield { kind: 'frames', frames };
        continue;
      }
      started = frames.some(({ progress }) => progress);
      if (started) {
        yield { kind: 'frames', frames: [...held, ...frames], libra };
        held = [];
      } else {
        held.push(...frames.slice(0, MAX_HELD_FRAMES - held.length));
      }
    }
  } finally {
    if (end === undefined) {
      await attempt.return({ durationMs: 0 });
      const cause = stopCauseOf(life.signal) ?? 'client_gone';
      end = { failure: { cause }, durationMs: clock.now() - startedAtMs };
    }
    gate.settle(name, admission, judgeAttempt(end));
    logEnd(log, end, { target: name, attempt: number, fallback: libra.fallback === true });
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
  // A refused key, an empty account or an unknown model will not mend by itself.
  if (failure.cause === 'account') log.error('provider.failed', fields);
  else log.warn('provider.failed', fields);
}
