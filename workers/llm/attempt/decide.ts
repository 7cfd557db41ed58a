/**
 * What to do after an attempt that failed before its first token: again, elsewhere, or give up. Pure.
 * After the first token there is no decision to make: the text is with the reader, and a second answer would double it.
 */
import type { Failure } from '../provider/failure.ts';

export type NextStep = { kind: 'retry'; delayMs: number } | { kind: 'fallback' } | { kind: 'give-up' };

/** Calls of one target for one answer. */
export const MAX_ATTEMPTS_PER_TARGET = 2;

/** A reader waits this long for a limit to pass; for longer ones another model is the better answer. */
const MAX_RETRY_AFTER_MS = 3_000;

/** The runtime does not tell a refused connection from one that broke while the provider was already at work, and billing.
 *  What was refused fails faster than this. */
const MAX_REFUSAL_MS = 1_000;

const BASE_DELAY_MS = 100;
const MAX_DELAY_MS = 2_000;

export interface Situation {
  failure: Failure;
  /** How many calls of this target have been made, at least 1. */
  attempts: number;
  /** The delay before the previous retry; 0 when there was none. */
  previousDelayMs: number;
  remainingMs: number;
  /** How long the failed call took. */
  durationMs: number;
  /** Takes one retry from the budget; false when it is empty. Asked only when all else speaks for a retry. */
  takeRetry: () => boolean;
  /** From 0 to 1. */
  random: () => number;
}

export function decideNext(situation: Situation): NextStep {
  const { failure, attempts, remainingMs, takeRetry } = situation;
  if (!worthAnother(failure)) return { kind: 'give-up' };
  if (attempts < MAX_ATTEMPTS_PER_TARGET) {
    const delayMs = retryDelayMs(situation);
    if (delayMs !== undefined && delayMs < remainingMs && takeRetry()) return { kind: 'retry', delayMs };
  }
  return { kind: 'fallback' };
}

/** False when nobody waits any more, or when the request itself is at fault. */
function worthAnother(failure: Failure): boolean {
  switch (failure.cause) {
    case 'client_gone':
    case 'deadline':
    case 'request_rejected':
    case 'context_too_long':
    case 'content_filtered':
      return false;
    default:
      return true;
  }
}

/** Undefined when the same target must not be called again: only a call that surely produced nothing is safe to repeat. */
function retryDelayMs({ failure, durationMs, previousDelayMs, random }: Situation): number | undefined {
  switch (failure.cause) {
    case 'unreachable':
      return durationMs > MAX_REFUSAL_MS ? undefined : decorrelatedJitter(previousDelayMs, random());
    case 'server_error':
      // Without a status it was said within a stream: the provider had taken the work on.
      return failure.status === undefined ? undefined : decorrelatedJitter(previousDelayMs, random());
    case 'rate_limited': {
      const { retryAfterMs } = failure;
      if (retryAfterMs === undefined || retryAfterMs > MAX_RETRY_AFTER_MS) return undefined;
      // The jitter comes on top: everybody was told the same moment. Never none: our own circuit pauses for just as long,
      // from the moment when it hears of it, and would refuse who comes a millisecond too early.
      return retryAfterMs + BASE_DELAY_MS + Math.round(random() * BASE_DELAY_MS);
    }
    default:
      return undefined;
  }
}

/** Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ */
function decorrelatedJitter(previousDelayMs: number, random: number): number {
  const upper = Math.max(BASE_DELAY_MS, previousDelayMs) * 3;
  return Math.min(MAX_DELAY_MS, Math.round(BASE_DELAY_MS + random * (upper - BASE_DELAY_MS)));
}
