/**
 * Keys of API clients: `lb-`, 43 base64url characters (256 random bits) and a checksum of 6. Pure but for the platform's WebCrypto.
 *
 * Only the SHA-256 is stored. A slow hash would add nothing: there is no dictionary of 256-bit random numbers.
 * A key is looked up by its hash, so no secret is ever compared byte by byte. The checksum costs an inventor of keys nothing but
 * knowledge of it: what it saves is the look-up of everything else.
 */
import { checksumOf } from './checksum.ts';

const KEY_CHARS = 46;
const API_KEY = /^lb-[A-Za-z0-9_-]{43}([A-Za-z0-9_-]{6})?$/;

export function createApiKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const key = `lb-${bytes.toBase64({ alphabet: 'base64url', omitPadding: true })}`;
  return key + checksumOf(key);
}

/**
 * Whether it may be a live key, which the database knows. `unchecked`: of the form without a checksum, in which keys were made
 * before; an invented one is as likely to have the right form.
 */
export type KeyForm = 'checked' | 'unchecked' | 'none';

export function formOfApiKey(text: string): KeyForm {
  const [, checksum] = API_KEY.exec(text) ?? [text, ''];
  if (checksum === undefined) return 'unchecked';
  return checksum !== '' && checksumOf(text.slice(0, KEY_CHARS)) === checksum ? 'checked' : 'none';
}

/** SHA-256 in lower-case hexadecimal, as the column `api_keys.key_hash` holds it. */
export async function hashApiKey(key: string): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key))).toHex();
}
