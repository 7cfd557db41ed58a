/**
 * Everything that can go wrong with one answer, with its evidence, and the one mapping of it to public error codes.
 * Pure.
 */
import type { MoveReason } from '../../../shared/catalogue/move-reason.ts';
import type { ErrorEvidence } from '../../../shared/contract/error-body.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { StopCause } from '../attempt/stop.ts';

export type Failure =
  /** No connection, or one that broke before the response's headers. */
  | { cause: 'unreachable' }
  /** 5xx, or an error that the provider put into its stream. `status` is absent for the latter. */
  | { cause: 'server_error'; status?: number }
  /** 503: the model is still being fetched or loaded, as servers of one's own do at its first use. */
  | { cause: 'loading' }
  /** `isOfRequest`: the limit is that of this request or its end user, and says nothing about the others. */
  | { cause: 'rate_limited'; retryAfterMs?: number; isOfRequest?: true }
  /** The request itself is at fault: no other model will like it better. */
  | RequestFault
  | AttachmentFailure
  /** The prompt does not fit this model's window. */
  | { cause: 'context_too_long' }
  /** The provider's filter refused the prompt. */
  | { cause: 'content_filtered' }
  /** Our key, our credit, our rights or the model's name are at fault: operators have to act, and another target may do. */
  | { cause: 'account'; status: number; isModelUnknown?: true }
  /** The connection ended in the middle of the answer. */
  | { cause: 'interrupted' }
  /** Not an answer in OpenAI's format. */
  | { cause: 'garbled' }
  /** The model has written a tool call, or JSON, that its own provider cannot read. */
  | { cause: 'miswritten' }
  /** The model repeats itself without an end. */
  | { cause: 'repetitive' }
  /** The breaker did not let the call out. */
  | { cause: 'circuit_open'; retryAfterMs: number }
  /** Stopped from our side. */
  | { cause: StopCause };

/** An image that the provider could not fetch could not be downloaded here either. */
export interface AttachmentFailure {
  cause: 'attachment';
  code: Extract<ErrorCode, 'attachment_expired' | 'attachment_unreachable' | 'attachment_too_large'>;
}

export interface RequestFault {
  cause: 'request_rejected';
  status: number;
  /** One of OpenAI's own codes, when the provider gave one that is known. */
  code?: ErrorCode;
  /** The field at fault, as the provider names it. */
  param?: string;
  /** The provider's sentence, made safe. */
  detail?: string;
}

export function failureCode(failure: Failure): ErrorCode {
  switch (failure.cause) {
    case 'unreachable':
    case 'server_error':
      return 'provider_unavailable';
    case 'loading':
      return 'provider_loading';
    case 'rate_limited':
      return 'provider_rate_limited';
    case 'request_rejected':
      return failure.code ?? (failure.status === 413 ? 'request_too_large' : 'invalid_request');
    case 'attachment':
      return failure.code;
    case 'account':
      return failure.isModelUnknown ? 'model_not_found' : 'provider_rejected';
    case 'context_too_long':
      return 'context_length_exceeded';
    case 'content_filtered':
      return 'content_filter';
    case 'interrupted':
      return 'provider_interrupted';
    case 'garbled':
    case 'miswritten':
      return 'provider_garbled';
    case 'repetitive':
      return 'provider_repetitive';
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

/** What stands in the error body beside the code. */
export function failureDetails(failure: Failure): {
  param?: string;
  detail?: string;
  evidence?: ErrorEvidence;
} {
  switch (failure.cause) {
    case 'request_rejected': {
      const { param, detail } = failure;
      return { ...(param === undefined ? {} : { param }), ...(detail === undefined ? {} : { detail }) };
    }
    case 'account':
      return failure.isModelUnknown ? { param: 'model' } : {};
    case 'rate_limited':
    case 'circuit_open': {
      const waitMs = failure.retryAfterMs;
      if (waitMs === undefined) return {};
      return { evidence: { retry_after_sec: Math.max(1, Math.ceil(waitMs / 1000)) } };
    }
    default:
      return {};
  }
}

/** Why another target may do better; none where no other would. */
export function moveReasonsOf(failure: Failure): readonly MoveReason[] {
  switch (failure.cause) {
    case 'first_token_timeout':
    case 'stalled':
      return ['timeout'];
    case 'unreachable':
    case 'server_error':
    case 'interrupted':
    case 'garbled':
    case 'miswritten':
    case 'repetitive':
    case 'loading':
      return ['server_error'];
    case 'rate_limited':
      return ['rate_limit'];
    case 'circuit_open':
      // Each of them opens a circuit, and a target that stands in for one has to do so until the circuit is closed again.
      return ['timeout', 'server_error', 'rate_limit'];
    case 'account':
      return ['account'];
    case 'context_too_long':
      return ['context'];
    case 'request_rejected':
    case 'attachment':
    case 'content_filtered':
    case 'client_gone':
    case 'deadline':
      return [];
  }
}
