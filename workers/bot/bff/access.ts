/** How the bff is called. */
import type { RequestSigner } from '../../../shared/signing/sign.ts';

export interface BffAccess {
  fetch(request: Request): Promise<Response>;
  signer: RequestSigner;
}
