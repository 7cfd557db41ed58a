/**
 * Discord's request signature: Ed25519 over the timestamp header followed by the raw body.
 * Discord regularly sends wrong ones and removes an endpoint that accepts any.
 * Source: https://docs.discord.com/developers/interactions/overview#setting-up-an-endpoint-validating-security-request-headers
 */
import { verifyKey } from 'discord-interactions';

export type DiscordSignatureVerdict = { ok: true } | SignatureRefused;

interface SignatureRefused {
  ok: false;
  reason: 'signature_missing' | 'signature_malformed' | 'signature_wrong' | 'signature_stale';
}

/** verifyKey would read other texts too, as another signature: hexadecimal digits that are none count as 0. */
const SIGNATURE = /^[0-9a-fA-F]{128}$/;
/** Unix seconds. What is signed is the text itself. */
const TIMESTAMP = /^\d{1,20}$/;
/** Discord signs anew whenever it sends. An older signature has been kept by somebody. */
const MAX_SKEW_SEC = 5 * 60;

/** `publicKey`: 64 hexadecimal digits, as the developer portal shows it. */
export interface DiscordHead {
  signature: string;
  timestamp: string;
}

/** What can be told before the body is read. */
export function readDiscordHead(
  headers: Headers,
  nowMs: number,
): ({ ok: true } & DiscordHead) | SignatureRefused {
  const signature = headers.get('x-signature-ed25519');
  const timestamp = headers.get('x-signature-timestamp');
  if (signature === null || timestamp === null) return { ok: false, reason: 'signature_missing' };
  if (!SIGNATURE.test(signature) || !TIMESTAMP.test(timestamp)) {
    return { ok: false, reason: 'signature_malformed' };
  }
  const isFresh = Math.abs(nowMs / 1000 - Number(timestamp)) <= MAX_SKEW_SEC;
  return isFresh ? { ok: true, signature, timestamp } : { ok: false, reason: 'signature_stale' };
}

export async function verifyDiscordBody(
  { signature, timestamp }: DiscordHead,
  body: string,
  publicKey: string,
): Promise<DiscordSignatureVerdict> {
  const key = imported?.publicKey === publicKey ? imported.key : await importPublicKey(publicKey);
  const valid = await verifyKey(body, signature, timestamp, key);
  return valid ? { ok: true } : { ok: false, reason: 'signature_wrong' };
}

/** The resolved key and not its promise: in workerd a promise belongs to the request that made it. */
let imported: { publicKey: string; key: CryptoKey } | undefined;

/** Importing the key for each request is most of the cost of a naive verification. */
async function importPublicKey(publicKey: string): Promise<CryptoKey> {
  const bytes = Uint8Array.fromHex(publicKey);
  const key = await crypto.subtle.importKey('raw', bytes, 'Ed25519', false, ['verify']);
  imported = { publicKey, key };
  return key;
}
