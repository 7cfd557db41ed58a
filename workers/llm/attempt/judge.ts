/** What the end of an attempt says about the provider's health. Pure. A stream is judged at its end, not at its first token. */

import type { CircuitOutcome } from '../../../shared/circuit/circuit.ts';
import type { AttemptEnd } from './attempt.ts';

/** A slow answer is no failure as long as it is whole: models that think are slow when they are well. */
export function judgeAttempt({ failure }: AttemptEnd): CircuitOutcome {
  if (failure === undefined) return { kind: 'success' };
  switch (failure.cause) {
    case 'unreachable':
    case 'server_error':
    case 'interrupted':
    case 'garbled':
    case 'first_token_timeout':
    case 'stalled':
      return { kind: 'failure' };
    case 'rate_limited':
      if (failure.isOfRequest === true) return { kind: 'neutral' };
      return failure.retryAfterMs === undefined
        ? { kind: 'rate-limited' }
        : { kind: 'rate-limited', retryAfterMs: failure.retryAfterMs };
    case 'request_rejected':
    case 'attachment':
    case 'context_too_long':
    case 'content_filtered':
    case 'account':
    case 'miswritten':
    case 'repetitive':
    case 'loading':
    case 'circuit_open':
    case 'client_gone':
      return { kind: 'neutral' };
    case 'deadline':
      // Our caller's patience, not ours, has ended: with a token it was merely a long answer.
      return { kind: 'neutral' };
  }
}
