/** An error of the llm Worker, as the bff's own clients may see it. Pure. */
import type { ErrorEvidence } from '../../../shared/contract/error-body.ts';
import { type ErrorCode, toErrorCode } from '../../../shared/errors.ts';
import type { Failure } from '../reply.ts';

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

/** `error` is the inner object of an error body, of whatever form. Its message is not passed on: the code has its own. */
export function toFailure(error: { code?: unknown; param?: unknown; libra?: unknown } | undefined): Failure {
  const code = toErrorCode(error?.code);
  if (!PASSED_ON.has(code)) return { code: 'internal' };
  const evidence = toEvidence(error?.libra);
  return {
    code,
    ...(code === 'invalid_request' && typeof error?.param === 'string' ? { param: error.param } : {}),
    ...(evidence === undefined ? {} : { evidence }),
  };
}

function toEvidence(value: unknown): ErrorEvidence | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { retry_after_sec: retryAfterSec } = value as Record<string, unknown>;
  return typeof retryAfterSec === 'number' && Number.isFinite(retryAfterSec) && retryAfterSec >= 0
    ? { retry_after_sec: Math.ceil(retryAfterSec) }
    : undefined;
}
