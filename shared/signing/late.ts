/**
 * A request whose words come later: what it is about is signed and sent at once, so that its receiver can begin; the rest follows,
 * sealed with the same secret for this one request.
 *
 * The body is one line of JSON, the rest, and the seal. The signed `content-digest` is that of the line alone, and the signed
 * content type says so. The rest is bound to the request by its nonce, which is spent once: it cannot be said to another one.
 * Pure.
 */
import { createContentDigest } from './digest.ts';

export const LATE_TYPE = 'application/vnd.libra.late';
/** An HMAC-SHA256. */
export const SEAL_BYTES = 32;

const encoder = new TextEncoder();

/** What is sealed. No signature's base begins like it. */
export async function createSealBase(nonce: string, rest: Uint8Array): Promise<Uint8Array> {
  return encoder.encode(`libra-late ${nonce} ${await createContentDigest(rest)}`);
}

export function isLate({ headers }: Request): boolean {
  return headers.get('content-type') === LATE_TYPE;
}
