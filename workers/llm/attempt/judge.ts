/** What the end of an attempt says about the provider's health. Pure. A stream is judged at its end, not at its first token. */

import type { CircuitOutcome } from '../circuit/circuit.ts';
import type { AttemptEnd } from './attempt.ts';

/** An answer whose first token took more than this share of the time allowed for it counts as a failure:
 *  a provider that drowns slows down before it breaks. */
const SLOW_SHARE = 0.75;

export function judgeAttempt(end: AttemptEnd, firstTokenLimitMs: number): CircuitOutcome {
  const { failure } = end;
  if (failure === undefined) {
    return { kind: (end.firstTokenMs ?? 0) > SLOW_SHARE * firstTokenLimitMs ? 'failure' : 'success' };
  }
  switch (failure.cause) {
    case 'unreachable':
    case 'server_error':
    case 'interrupted':
    case 'garbled':
    case 'first_token_timeout':
    case 'stalled':
      return { kind: 'failure' };
    case 'rate_limited':
      return failure.retryAfterMs === undefined
        ? { kind: 'rate-limited' }
        : { kind: 'rate-limited', retryAfterMs: failure.retryAfterMs };
    case 'request_rejected':
    case 'context_too_long':
    case 'access_rejected':
    case 'circuit_open':
    case 'client_gone':
      return { kind: 'neutral' };
    case 'deadline':
      // Our caller's patience, not ours, has ended: with a token it was merely a long answer.
      return { kind: 'neutral' };
  }
}
