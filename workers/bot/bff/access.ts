/** How the bff is called, and how it refuses. */
import { type Failure, readFailure } from '../../../shared/contract/failure.ts';
import { isRecord } from '../../../shared/json.ts';
import type { RequestSigner } from '../../../shared/signing/sign.ts';

export interface BffAccess {
  fetch(request: Request): Promise<Response>;
  signer: RequestSigner;
}

/** A body that is not the bff's own error came from something in between: the bff was not reached. */
export function readRefusal(body: unknown): Failure {
  return isRecord(body) && isRecord(body.error) ? readFailure(body.error) : { code: 'upstream_unreachable' };
}
