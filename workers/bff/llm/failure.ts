/** Which failures of the llm Worker a client of the bff hears of. Pure. */
import { type Failure, readFailure } from '../../../shared/contract/failure.ts';
import type { ErrorCode } from '../../../shared/errors.ts';

/** The request is at fault: its sender hears what of it, in the words of the llm Worker, which has made them safe. */
const CALLER_FAULTS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'invalid_request',
  'model_not_found',
  'prompt_too_long',
  'context_length_exceeded',
  'content_filter',
  'unsupported_parameter',
  'unsupported_value',
  'invalid_image_url',
  'request_too_large',
]);

/** Codes that mean the same to a client of the bff. Any other (a signature refused, a wrong path) is our own fault. */
const PASSED_ON: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  ...CALLER_FAULTS,
  'attachment_expired',
  'attachment_unreachable',
  'attachment_too_large',
  'provider_rejected',
  'provider_interrupted',
  'provider_garbled',
  'provider_repetitive',
  'provider_rate_limited',
  'provider_unavailable',
  'provider_loading',
  'provider_timeout',
  'provider_stalled',
  'circuit_open',
  'deadline_exceeded',
  'overloaded',
]);

/** The inner object of an error body, of any form. */
export type ModelError = (Parameters<typeof readFailure>[0] & { message?: unknown }) | undefined;

export type FailureReader = (error: ModelError) => Failure;

export function readModelFailure(error: ModelError): Failure {
  const { code, param, evidence } = readFailure(error);
  if (!PASSED_ON.has(code)) return { code: 'internal' };
  const message = error?.message;
  const isCallerFault = CALLER_FAULTS.has(code);
  return {
    code,
    // Of any other code it would name a field of the provider's request, which the client has not written.
    ...(isCallerFault && param !== undefined ? { param } : {}),
    ...(isCallerFault && typeof message === 'string' && message !== '' ? { detail: message } : {}),
    ...(evidence === undefined ? {} : { evidence }),
  };
}

/** What a person cannot have caused, because Libra formed the request for them. */
const OWN_FAULTS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'invalid_request',
  'model_not_found',
  'unsupported_parameter',
  'unsupported_value',
  'invalid_image_url',
]);

export function isOwnFault({ code }: Failure): boolean {
  return OWN_FAULTS.has(code);
}

/** Of a request that named an alias or no model: what a target of the chain is called is the operator's affair. */
export function readChainFailure(error: ModelError): Failure {
  const failure = readModelFailure(error);
  return failure.code === 'model_not_found' ? { code: 'provider_rejected' } : failure;
}
