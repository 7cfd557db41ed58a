import { createErrorBody } from '../../shared/contract/error-body.ts';
import { type ErrorCode, errorKind } from '../../shared/errors.ts';

export function errorResponse(code: ErrorCode): Response {
  return Response.json(createErrorBody(code), { status: errorKind(code).status });
}
