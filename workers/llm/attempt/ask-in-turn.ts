/**
 * Asks the targets of a chain in order, each behind its circuit, retries what is safe, and moves on for the chain's reasons,
 * until one has answered or none is left.
 */
import { findNext } from '../../../shared/catalogue/move.ts';
import type { MoveReason } from '../../../shared/catalogue/move-reason.ts';
import { type Admission, DEFAULT_PAUSE_MS } from '../../../shared/circuit/circuit.ts';
import type { Logger } from '../../../shared/observe/log.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import { sleep } from '../../../shared/time/wait.ts';
import type { CircuitGate } from '../circuit/gate.ts';
import { type Failure, moveReasonsOf } from '../provider/failure.ts';
import { decideNext } from './decide.ts';
import type { RequestLife } from './request-life.ts';
import type { RetryBudget } from './retry-budget.ts';
import { stopCauseOf } from './stop.ts';
import { type Target, targetName } from './targets.ts';

export interface AskDeps {
  gate: CircuitGate;
  budget: RetryBudget;
  clock: Clock;
  log: Logger;
  /** From 0 to 1. */
  random(): number;
}

export interface Turn {
  target: Target;
  /** `provider/model`. */
  name: string;
  admission: Extract<Admission, { admitted: true }>;
  /** 1 for the first call of this target. */
  attempt: number;
  isFallback: boolean;
}

export type TurnEnd =
  /** Nothing more is to be asked. Null: there is an answer. */
  | { kind: 'over'; failure: Failure | null }
  /** The same attempt once more: the provider has done no work yet. */
  | { kind: 'again' }
  /** Another call of this target would not help. */
  | { kind: 'next'; failure: Failure }
  | { kind: 'failed'; failure: Failure; durationMs: number };

export interface Asked {
  /** In the order in which they are asked. */
  targets: readonly Target[];
  life: RequestLife;
  /** Why there are no targets, where that is known. */
  reported: Failure | undefined;
}

/** Null once there is an answer. `ask` settles with the circuit. */
export async function askInTurn(
  { gate, budget, clock, log, random }: AskDeps,
  { targets, life, reported: known }: Asked,
  ask: (turn: Turn) => Promise<TurnEnd>,
): Promise<Failure | null> {
  /** What the first target failed of, if possible for a time only: why another did not help either is of less use to the caller. */
  let reported = known;
  /** Until the first of them may be asked again. */
  let soonestMs = Number.POSITIVE_INFINITY;

  for (let index: number | undefined = 0; index !== undefined; ) {
    const target: Target | undefined = targets[index];
    if (target === undefined) break;
    const name = targetName(target);
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
      const end = await ask({ target, name, admission, attempt, isFallback: index > 0 });
      if (end.kind === 'over') return end.failure;
      if (end.kind === 'again') {
        attempt -= 1;
        continue;
      }
      failure = end.failure;
      if (end.kind === 'next') break;
      const next = decideNext({
        failure,
        attempts: attempt,
        previousDelayMs,
        remainingMs: life.remainingMs(),
        durationMs: end.durationMs,
        takeRetry: () => budget.take(),
        random,
      });
      if (next.kind === 'give-up') return reported ?? failure;
      if (next.kind === 'fallback') break;
      previousDelayMs = next.delayMs;
      await sleep(next.delayMs, life.signal, clock);
      const stopped = stopCauseOf(life.signal);
      if (stopped !== undefined) return { cause: stopped };
    }
    if (reported === undefined || (isTemporary(failure) && !isTemporary(reported))) reported = failure;
    soonestMs = Math.min(soonestMs, pauseMsOf(failure));
    index = findFirst(targets, index, moveReasonsOf(failure));
  }
  return withPause(reported ?? { cause: 'unreachable' }, soonestMs);
}

/** The first target that stands in for one of the reasons; undefined when there is none. */
function findFirst(
  targets: readonly Target[],
  index: number,
  reasons: readonly MoveReason[],
): number | undefined {
  const found = reasons.map((reason) => findNext(targets, index, reason)).filter((at) => at !== undefined);
  return found.length === 0 ? undefined : Math.min(...found);
}

/** False for what waiting does not cure: a key, a model's name, a window. */
function isTemporary(failure: Failure): boolean {
  return moveReasonsOf(failure).some((reason) => reason !== 'account' && reason !== 'context');
}

/** Who is limited must hear of a pause, also where the provider has named none. */
function pauseMsOf(failure: Failure): number {
  switch (failure.cause) {
    case 'rate_limited':
      return failure.retryAfterMs ?? DEFAULT_PAUSE_MS;
    case 'circuit_open':
      return failure.retryAfterMs;
    default:
      return Number.POSITIVE_INFINITY;
  }
}

/** The first target may be limited for an hour: any that can answer sooner is worth coming back for. */
function withPause(failure: Failure, soonestMs: number): Failure {
  return failure.cause === 'rate_limited' || failure.cause === 'circuit_open'
    ? { ...failure, retryAfterMs: soonestMs }
    : failure;
}
