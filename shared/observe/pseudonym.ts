/**
 * A stable stand-in for a person's id in logs: HMAC-SHA256 under a secret, 12 hexadecimal digits.
 * The same id gives the same pseudonym as long as the secret lives; without the secret it cannot be tested against guesses.
 */
export async function pseudonymise(secret: string, id: string): Promise<string> {
  if (known?.secret !== secret) known = { secret, key: await importKey(secret), pseudonyms: new Map() };
  const { key, pseudonyms } = known;
  const remembered = pseudonyms.get(id);
  if (remembered !== undefined) return remembered;
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(`libra-log:${id}`)));
  const pseudonym = mac.subarray(0, 6).toHex();
  if (pseudonyms.size >= MAX_REMEMBERED) pseudonyms.clear();
  pseudonyms.set(id, pseudonym);
  return pseudonym;
}

const encoder = new TextEncoder();

/** A person usually writes more than once, and the HMAC is a tenth of a /help. About 100 bytes each. */
const MAX_REMEMBERED = 1_000;

/** Values and not their promises: in workerd a promise belongs to the request that made it. */
let known: { secret: string; key: CryptoKey; pseudonyms: Map<string, string> } | undefined;

function importKey(secret: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', encoder.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ]);
}
