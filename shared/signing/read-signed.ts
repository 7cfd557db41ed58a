/**
 * A signed request with a small body: judged by its head before the body is read, and the body by the digest that the head names.
 * Whoever calls this spends the nonce, where there is need of one.
 */
import { readBoundedBody } from '../http/bounded-body.ts';
import type { Logger } from '../observe/log.ts';
import type { RequestVerifier, SignatureRefusal } from './verify.ts';

export type SignedRead =
  | {
      ok: true;
      body: Uint8Array;
      nonce: string;
      /** Unix milliseconds until which the nonce must not be taken again. */
      expiresAtMs: number;
    }
  | { ok: false; code: 'unauthorized' | 'body_too_large' };

export async function readSigned(
  request: Request,
  { verifier, log, maxBytes }: { verifier: RequestVerifier; log: Logger; maxBytes: number },
): Promise<SignedRead> {
  const refuse = (reason: SignatureRefusal): SignedRead => {
    log.warn('signature.refused', { reason });
    return { ok: false, code: 'unauthorized' };
  };
  const head = await verifier.verifyHead(request);
  if (!head.ok) return refuse(head.reason);
  const read = await readBoundedBody(request, maxBytes);
  if (read.kind !== 'read') return { ok: false, code: 'body_too_large' };
  const verdict = await head.verifyBody(read.bytes);
  if (!verdict.ok) return refuse(verdict.reason);
  return { ok: true, body: read.bytes, nonce: verdict.nonce, expiresAtMs: verdict.expiresAtMs };
}
