/**
 * A shared secret as an HMAC-SHA256 key, imported once per isolate, in the shape that http-message-sig asks for
 * (the library itself brings no symmetric algorithm).
 */
import type { Signer, Verifier } from 'http-message-sig';
import { MIN_SECRET_CHARS, SIGNATURE_ALGORITHM } from './profile.ts';

export interface SecretKey extends Signer, Verifier {
  /** The first 8 hexadecimal digits of the secret's SHA-256: enough to choose between live keys, useless for guessing one. */
  fingerprint: string;
}

const encoder = new TextEncoder();

/** Resolved keys, not promises: in workerd a promise belongs to the request that made it. At most the two live secrets, and tests. */
const imported = new Map<string, SecretKey>();
const MAX_CACHED_KEYS = 8;

export async function loadSecretKey(secret: string): Promise<SecretKey> {
  const known = imported.get(secret);
  if (known !== undefined) return known;
  const bytes = encoder.encode(secret);
  const [key, hash] = await Promise.all([
    crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']),
    crypto.subtle.digest('SHA-256', bytes),
  ]);
  const secretKey = { ...createHmac(key), fingerprint: new Uint8Array(hash, 0, 4).toHex() };
  if (imported.size >= MAX_CACHED_KEYS) imported.clear();
  imported.set(secret, secretKey);
  return secretKey;
}

/** Signs and verifies with an HMAC-SHA256 key. `subtle.verify` compares in constant time. */
export function createHmac(key: CryptoKey): Signer & Verifier {
  return {
    algorithm: SIGNATURE_ALGORITHM,
    sign: async (data) => new Uint8Array(await crypto.subtle.sign('HMAC', key, data)),
    verify: (data, signature) => crypto.subtle.verify('HMAC', key, signature, data),
  };
}

/** Throws on a secret that is too short: a Worker must not start with one. The message holds no part of it. */
export function assertStrongSecret(secret: string): void {
  if (secret.length < MIN_SECRET_CHARS) {
    throw new RangeError(`A signing secret must have at least ${MIN_SECRET_CHARS} characters`);
  }
}
