/**
 * Lets nobody in but the bff: a valid signature and a bounded body of the digest that it names. Its nonce is spent by the object
 * of the server that the body names, in the call that is made anyway.
 */
import type { ErrorCode } from '../../../shared/errors.ts';
import { parseBoundedJson } from '../../../shared/json.ts';
import { logUnread, readSigned } from '../../../shared/signing/read-signed.ts';
import type { VerifiedNonce } from '../server/rpc.ts';
import type { Services } from '../services.ts';

export type Authentication =
  | { ok: true; body: unknown; nonce: VerifiedNonce }
  | { ok: false; code: ErrorCode };

/** A model's arguments are far from it. */
const MAX_BODY_BYTES = 256 * 1024;

export async function authenticate(
  request: Request,
  { log, ...access }: Pick<Services, 'verifier' | 'uploads' | 'log'>,
): Promise<Authentication> {
  const read = await readSigned(request, { maxBytes: MAX_BODY_BYTES }, access);
  if (!read.ok) {
    logUnread(log, read);
    return read;
  }
  const nonce = { value: read.nonce, expiresAtMs: read.expiresAtMs };
  return { ok: true, body: parseBoundedJson(read.body), nonce };
}
