/**
 * The one profile of RFC 9421 (HTTP Message Signatures) that Libra's Workers speak: what is covered,
 * which parameters there are, how long a signature lives. Signer and verifier read it from here, so they cannot drift apart.
 *
 * Pure constants and parsers: no I/O, no clock.
 * Source: https://www.rfc-editor.org/rfc/rfc9421 and, for the digest, https://www.rfc-editor.org/rfc/rfc9530
 */
import { SIGNERS, type SignerName } from '../contract/routes.ts';

export const SIGNATURE_LABEL = 'libra';
export const SIGNATURE_TAG = 'libra';
export const SIGNATURE_ALGORITHM = 'hmac-sha256';

/** Exactly these, in this order and without component parameters. */
export const COVERED_COMPONENTS = [
  '@method',
  '@authority',
  '@path',
  '@query',
  'content-type',
  'content-digest',
] as const;

/** Exactly these, each once. */
export const SIGNATURE_PARAMETERS = ['created', 'expires', 'nonce', 'keyid', 'alg', 'tag'] as const;

/** How far two Workers' clocks may be apart, in seconds, and with it how long a signature is good for:
 *  a shorter life would refuse a receiver whose clock is ahead by less than the drift that is promised. */
export const MAX_DRIFT_SEC = 300;

/** HMAC-SHA256 keys shorter than its output weaken it (RFC 2104 §3): 32 characters are the least. */
export const MIN_SECRET_CHARS = 32;

/** 128 random bits in base64url. */
export const NONCE_PATTERN = /^[A-Za-z0-9_-]{22}$/;

/** Ours are under 400 and 60 characters; the bounds keep unsigned input from occupying the parser for long. */
export const MAX_SIGNATURE_INPUT_CHARS = 1_024;
export const MAX_SIGNATURE_CHARS = 256;

const KEY_ID_PATTERN = /^([a-z]+)\.[0-9a-f]{8}$/;

/** Who a key id says it is (`bot.1a2b3c4d` → `bot`), or undefined for anything of another form. */
export function parseSigner(keyId: string): SignerName | undefined {
  const name = KEY_ID_PATTERN.exec(keyId)?.[1];
  return SIGNERS.find((signer) => signer === name);
}
