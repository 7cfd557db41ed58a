/**
 * Interactions as Discord signs them: Ed25519 over the timestamp followed by the raw body.
 *
 * Source: https://discord.com/developers/docs/interactions/overview#setting-up-an-endpoint
 */
import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

export interface SignedHeaders {
  'x-signature-ed25519': string;
  'x-signature-timestamp': string;
}
export interface InteractionSigner {
  sign(body: string): SignedHeaders;
  /** A well-formed signature by somebody else's key, to try whether the endpoint looks. */
  forge(body: string): SignedHeaders;
}

/** `privateKeyPkcs8`: base64. */
export function createInteractionSigner(privateKeyPkcs8: string, now: () => number): InteractionSigner {
  const key = createPrivateKey({ key: Buffer.from(privateKeyPkcs8, 'base64'), format: 'der', type: 'pkcs8' });
  const stranger = generateKeyPairSync('ed25519').privateKey;
  return {
    sign: (body) => signWith(key, body, now()),
    forge: (body) => signWith(stranger, body, now()),
  };
}

function signWith(key: KeyObject, body: string, nowMs: number): SignedHeaders {
  const timestamp = String(Math.floor(nowMs / 1000));
  return {
    'x-signature-ed25519': sign(null, Buffer.from(timestamp + body), key).toString('hex'),
    'x-signature-timestamp': timestamp,
  };
}
