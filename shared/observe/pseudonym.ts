/**
 * A stable stand-in for a person's id in logs: HMAC-SHA256 under a secret, 12 hexadecimal digits.
 * The same id gives the same pseudonym as long as the secret lives; without the secret it cannot be tested against guesses.
 */
export async function pseudonymise(secret: string, id: string): Promise<string> {
  const key = await importKey(secret);
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(`libra-log:${id}`)));
  return Array.from(mac.subarray(0, 6), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const encoder = new TextEncoder();
/** The key and not its promise: in workerd a promise belongs to the request that made it. */
let cached: { secret: string; key: CryptoKey } | undefined;

async function importKey(secret: string): Promise<CryptoKey> {
  if (cached?.secret !== secret) {
    const key = await crypto.subtle.importKey(
      'raw',
      encoder.encode(secret),
      { name: 'HMAC', hash: 'SHA-256' },
      false,
      ['sign'],
    );
    cached = { secret, key };
  }
  return cached.key;
}
