/** The only way in which a failure leaves this Worker before its status is sent. */
import { createErrorBody, type ErrorEvidence } from '../../../shared/contract/error-body.ts';
import { type ErrorCode, errorKind } from '../../../shared/errors.ts';
import { type Failure, failureCode, failureDetails } from '../provider/failure.ts';

export function errorResponse(
  code: ErrorCode,
  options: { param?: string; detail?: string; evidence?: ErrorEvidence } = {},
): Response {
  const retryAfterSec = options.evidence?.retry_after_sec;
  const headers = new Headers();
  if (retryAfterSec !== undefined) headers.set('retry-after', String(retryAfterSec));
  return Response.json(createErrorBody(code, options), { status: errorKind(code).status, headers });
}

export function failureResponse(failure: Failure): Response {
  return errorResponse(failureCode(failure), failureDetails(failure));
}
