/**
 * Discord's request signature: Ed25519 over the timestamp header followed by the raw body.
 * Discord regularly sends wrong ones and removes an endpoint that accepts any.
 * Written out here rather than left to `discord-interactions`: every interaction pays for it, and that package's copies and
 * promises cost a tenth of the whole request. The test holds both against each other.
 * Source: https://docs.discord.com/developers/interactions/overview#setting-up-an-endpoint-validating-security-request-headers
 */
export type DiscordSignatureVerdict =
  | { ok: true }
  | { ok: false; reason: 'signature_missing' | 'signature_malformed' | 'signature_wrong' };

const SIGNATURE = /^[0-9a-fA-F]{128}$/;
/** Unix seconds. The text itself is signed, so nothing is parsed from it. */
const TIMESTAMP = /^\d{1,20}$/;

/** `publicKey`: 64 hexadecimal digits, as the developer portal shows it. */
export async function verifyDiscordSignature(
  headers: Headers,
  body: Uint8Array,
  publicKey: string,
): Promise<DiscordSignatureVerdict> {
  const signature = headers.get('x-signature-ed25519');
  const timestamp = headers.get('x-signature-timestamp');
  if (signature === null || timestamp === null) return { ok: false, reason: 'signature_missing' };
  if (!SIGNATURE.test(signature) || !TIMESTAMP.test(timestamp)) {
    return { ok: false, reason: 'signature_malformed' };
  }
  const signed = concatenate(encoder.encode(timestamp), body);
  const key = await importPublicKey(publicKey);
  const valid = await crypto.subtle.verify('Ed25519', key, Uint8Array.fromHex(signature), signed);
  return valid ? { ok: true } : { ok: false, reason: 'signature_wrong' };
}

const encoder = new TextEncoder();

function concatenate(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}

/** The resolved key and not its promise: in workerd a promise belongs to the request that made it. */
let imported: { publicKey: string; key: CryptoKey } | undefined;

/** Importing the key for each request is most of the cost of a naive verification. */
async function importPublicKey(publicKey: string): Promise<CryptoKey> {
  if (imported?.publicKey !== publicKey) {
    const key = await crypto.subtle.importKey('raw', Uint8Array.fromHex(publicKey), 'Ed25519', false, [
      'verify',
    ]);
    imported = { publicKey, key };
  }
  return imported.key;
}
