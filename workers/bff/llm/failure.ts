/** Which failures of the llm Worker a client of the bff hears of. Pure. */
import { type Failure, readFailure } from '../../../shared/contract/failure.ts';
import type { ErrorCode } from '../../../shared/errors.ts';

/** Codes that mean the same to a client of the bff. Any other (a signature refused, a wrong path) is our own fault. */
const PASSED_ON: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'invalid_request',
  'prompt_too_long',
  'provider_rejected',
  'provider_interrupted',
  'provider_garbled',
  'provider_rate_limited',
  'provider_unavailable',
  'provider_timeout',
  'provider_stalled',
  'circuit_open',
  'deadline_exceeded',
]);

/** `error` is the inner object of an error body, of any form. */
export function readModelFailure(error: Parameters<typeof readFailure>[0]): Failure {
  const { code, param, evidence } = readFailure(error);
  if (!PASSED_ON.has(code)) return { code: 'internal' };
  return {
    code,
    // Of any other code it would name a field of the provider's request, which the client has not written.
    ...(code === 'invalid_request' && param !== undefined ? { param } : {}),
    ...(evidence === undefined ? {} : { evidence }),
  };
}
