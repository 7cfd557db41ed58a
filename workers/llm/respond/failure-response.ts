import { errorResponse } from '../../../shared/http/error-response.ts';
import { type Failure, failureCode, failureDetails } from '../provider/failure.ts';

export function failureResponse(failure: Failure): Response {
  return errorResponse(failureCode(failure), failureDetails(failure));
}
