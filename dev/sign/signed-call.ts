/**
 * A call as one of Libra's own Workers makes it, or one that is spoilt on purpose, for trying out what the receiver
 * refuses. Serves `npm run sign` and the tests.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { SignerName } from '../../shared/contract/routes.ts';
import { createRequestSigner } from '../../shared/signing/sign.ts';

/** What can be wrong with a call, and the reason that the receiver logs for it. */
export const SPOILS = {
  /** The key id of the shared secret, an HMAC that was made without it. */
  forged: 'signature_mismatch',
  /** Signed ten minutes ago. */
  stale: 'created_too_old',
  /** Signed ten minutes from now. */
  early: 'created_in_future',
  /** One byte more than was signed. */
  tampered: 'digest_mismatch',
  /** One byte more, and the digest of the new body. */
  redigested: 'signature_mismatch',
  /** Well signed, under a secret that is not ours. */
  'unknown-key': 'key_unknown',
  /** Well signed, by a Worker that may not call here. */
  'wrong-signer': 'signer_refused',
  /** No signature at all. */
  unsigned: 'credentials_missing',
} as const;

export type Spoil = keyof typeof SPOILS;

export interface SignedCall {
  url: string;
  method: 'POST';
  /** Lower-case names. */
  headers: Record<string, string>;
  body: string;
}

export interface SignCallOptions {
  secret: string;
  signer: SignerName;
  url: string;
  body: string;
  headers?: Record<string, string>;
  spoil?: Spoil;
  /** Unix milliseconds. */
  now?: () => number;
}

const TEN_MINUTES_MS = 600_000;

export async function signCall(options: SignCallOptions): Promise<SignedCall> {
  const { signer, url, body, headers = {}, spoil, now = Date.now } = options;
  if (spoil === 'unsigned') {
    return { url, method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body };
  }
  const shiftMs = spoil === 'stale' ? -TEN_MINUTES_MS : spoil === 'early' ? TEN_MINUTES_MS : 0;
  const requestSigner = createRequestSigner({
    secret: spoil === 'unknown-key' ? randomBytes(32).toString('base64url') : options.secret,
    name: spoil === 'wrong-signer' ? (signer === 'bot' ? 'bff' : 'bot') : signer,
    now: () => now() + shiftMs,
  });
  const signed = await requestSigner.sign(url, { headers, body });
  const call = { url, method: 'POST' as const, headers: Object.fromEntries(signed.headers), body };
  switch (spoil) {
    case 'forged':
      call.headers.signature = `libra=:${randomBytes(32).toString('base64')}:`;
      break;
    case 'tampered':
      call.body += ' ';
      break;
    case 'redigested':
      call.body += ' ';
      call.headers['content-digest'] = `sha-256=:${createHash('sha256').update(call.body).digest('base64')}:`;
      break;
  }
  return call;
}
