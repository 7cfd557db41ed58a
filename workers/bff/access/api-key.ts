/**
 * Keys of API clients: `lb-` and 43 base64url characters (256 random bits). Pure but for the platform's WebCrypto.
 *
 * Only the SHA-256 is stored. A slow hash would add nothing: there is no dictionary of 256-bit random numbers.
 * A key is looked up by its hash, so no secret is ever compared byte by byte.
 */
const API_KEY = /^lb-[A-Za-z0-9_-]{43}$/;

export function createApiKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const base64 = btoa(String.fromCharCode(...bytes));
  return `lb-${base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
}

/** True for anything of a key's form; whether it is a live key, the database knows. */
export function isApiKeyShaped(text: string): boolean {
  return API_KEY.test(text);
}

/** SHA-256 in lower-case hexadecimal, as the column `api_keys.key_hash` holds it. */
export async function hashApiKey(key: string): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key))).toHex();
}
