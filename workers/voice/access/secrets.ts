/**
 * Tokens and keys: `<id of the object>.<256 random bits>`. The object keeps a hash of the second part; the first one finds the
 * object, and names nobody.
 */
export interface Secret {
  /** 64 hexadecimal digits. */
  objectId: string;
  secret: string;
}

const FORM = /^([0-9a-f]{64})\.([A-Za-z0-9_-]{43})$/;

export function parseSecret(text: string): Secret | null {
  const [, objectId, secret] = FORM.exec(text) ?? [];
  return objectId === undefined || secret === undefined ? null : { objectId, secret };
}

export function formatSecret({ objectId, secret }: Secret): string {
  return `${objectId}.${secret}`;
}

export function createSecret(): string {
  return crypto.getRandomValues(new Uint8Array(32)).toBase64({ alphabet: 'base64url', omitPadding: true });
}

/** SHA-256 in hexadecimal: what is random by 256 bits needs no salt. */
export async function hashSecret(secret: string): Promise<string> {
  const bytes = new TextEncoder().encode(secret);
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).toHex();
}

/** Takes the same time wherever two hashes differ. */
export function isSameHash(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  let difference = 0;
  for (let at = 0; at < one.length; at += 1) difference |= one.charCodeAt(at) ^ other.charCodeAt(at);
  return difference === 0;
}

export async function createKey(): Promise<{ secret: string; hash: string }> {
  const secret = createSecret();
  return { secret, hash: await hashSecret(secret) };
}
