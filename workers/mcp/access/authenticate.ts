/**
 * Lets nobody in but the bff: a valid signature and a bounded body of the digest that it names. Its nonce is spent by the object
 * of the server that the body names, in the call that is made anyway.
 */
import type { ErrorCode } from '../../../shared/errors.ts';
import { readUpload, UPLOAD_CODES } from '../../../shared/http/upload.ts';
import { parseBoundedJson } from '../../../shared/json.ts';
import type { VerifiedNonce } from '../server/rpc.ts';
import type { Services } from '../services.ts';

export type Authentication =
  | { ok: true; body: unknown; nonce: VerifiedNonce }
  | { ok: false; code: ErrorCode };

/** A model's arguments are far from it. */
const MAX_BODY_BYTES = 256 * 1024;
/** The bff has its body whole when it begins to send. */
const BODY_DEADLINE_MS = 5_000;

export async function authenticate(
  request: Request,
  { verifier, uploads, log }: Pick<Services, 'verifier' | 'uploads' | 'log'>,
): Promise<Authentication> {
  const refuse = (reason: string): Authentication => {
    log.warn('signature.refused', { reason });
    return { ok: false, code: 'unauthorized' };
  };
  const head = await verifier.verifyHead(request);
  if (!head.ok) return refuse(head.reason);
  const read = await readUpload(request, { maxBytes: MAX_BODY_BYTES, deadlineMs: BODY_DEADLINE_MS }, uploads);
  if (!read.ok) return { ok: false, code: UPLOAD_CODES[read.refusal] };
  const verdict = await head.verifyBody(read.body);
  if (!verdict.ok) return refuse(verdict.reason);
  const nonce = { value: verdict.nonce, expiresAtMs: verdict.expiresAtMs };
  return { ok: true, body: parseBoundedJson(read.body), nonce };
}
