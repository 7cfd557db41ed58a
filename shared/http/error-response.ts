import { createErrorBody, type ErrorEvidence } from '../contract/error-body.ts';
import { type ErrorCode, errorKind } from '../errors.ts';

/** A failure before anything was sent: the status of its code, OpenAI's body, and when to come again where that is known. */
export function errorResponse(
  code: ErrorCode,
  options: { param?: string; detail?: string; evidence?: ErrorEvidence } = {},
): Response {
  const retryAfterSec = options.evidence?.retry_after_sec;
  const headers = new Headers();
  if (retryAfterSec !== undefined) headers.set('retry-after', String(retryAfterSec));
  return Response.json(createErrorBody(code, options), { status: errorKind(code).status, headers });
}
