/**
 * Everything that can go wrong with one answer, with its evidence, and the one mapping of it to public error codes.
 * Pure.
 */
import type { ErrorEvidence } from '../../../shared/contract/error-body.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { StopCause } from '../attempt/stop.ts';

export type Failure =
  /** No connection, or one that broke before the response's headers. */
  | { cause: 'unreachable' }
  /** 5xx, or an error that the provider put into its stream. `status` is absent for the latter. */
  | { cause: 'server_error'; status?: number }
  | { cause: 'rate_limited'; retryAfterMs?: number }
  /** The request itself is at fault (400, 413, 422): no other model will like it better. */
  | { cause: 'request_rejected'; status: number }
  | { cause: 'context_too_long' }
  /** Our key, our rights or the model's name are at fault (401, 403, 404 and the like): operators have to act. */
  | { cause: 'access_rejected'; status: number }
  /** The connection ended in the middle of the answer. */
  | { cause: 'interrupted' }
  /** Not an answer in OpenAI's format. */
  | { cause: 'garbled' }
  /** The breaker did not let the call out. */
  | { cause: 'circuit_open'; retryAfterMs: number }
  /** Stopped from our side. */
  | { cause: StopCause };

export type FailureCause = Failure['cause'];

export function failureCode(failure: Failure): ErrorCode {
  switch (failure.cause) {
    case 'unreachable':
    case 'server_error':
      return 'provider_unavailable';
    case 'rate_limited':
      return 'provider_rate_limited';
    case 'request_rejected':
    case 'access_rejected':
      return 'provider_rejected';
    case 'context_too_long':
      return 'prompt_too_long';
    case 'interrupted':
      return 'provider_interrupted';
    case 'garbled':
      return 'provider_garbled';
    case 'circuit_open':
      return 'circuit_open';
    case 'first_token_timeout':
      return 'provider_timeout';
    case 'stalled':
      return 'provider_stalled';
    case 'deadline':
      return 'deadline_exceeded';
    case 'client_gone':
      // Nobody is left to read it.
      return 'internal';
  }
}

export function failureEvidence(failure: Failure): ErrorEvidence | undefined {
  const waitMs =
    failure.cause === 'rate_limited' || failure.cause === 'circuit_open' ? failure.retryAfterMs : undefined;
  return waitMs === undefined ? undefined : { retry_after_sec: Math.max(1, Math.ceil(waitMs / 1000)) };
}

/** What a provider's error status means. `errorCode` is the `code` in its error body. */
export function classifyStatus(status: number, errorCode?: unknown, retryAfterMs?: number): Failure {
  if (errorCode === 'context_length_exceeded') return { cause: 'context_too_long' };
  if (status === 429)
    return retryAfterMs === undefined ? { cause: 'rate_limited' } : { cause: 'rate_limited', retryAfterMs };
  // 408 and 409 are the provider's own momentary trouble, as its SDK treats them too.
  if (status >= 500 || status === 408 || status === 409) return { cause: 'server_error', status };
  if (status === 400 || status === 413 || status === 422) return { cause: 'request_rejected', status };
  return { cause: 'access_rejected', status };
}

/** Milliseconds of a `Retry-After` header: seconds or an HTTP date. `retry-after-ms` is OpenAI's own and finer. */
export function parseRetryAfter(headers: Headers, nowMs: number): number | undefined {
  const millis = headers.get('retry-after-ms');
  if (millis !== null && /^\d{1,9}(\.\d+)?$/.test(millis)) return Math.ceil(Number(millis));
  const value = headers.get('retry-after');
  if (value === null) return undefined;
  if (/^\d{1,7}(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1000);
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}

/** An error that the provider put into its stream. */
export function classifyErrorFrame(error: { code?: unknown }): Failure {
  if (error.code === 'context_length_exceeded') return { cause: 'context_too_long' };
  if (error.code === 'rate_limit_exceeded' || error.code === 429) return { cause: 'rate_limited' };
  return { cause: 'server_error' };
}
