import { senderOf } from '../../../shared/http/address.ts';

/** SHA-256 in lower-case hexadecimal. */
export async function hashText(text: string): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))).toHex();
}

/** 256 random bits in base64url. */
export function createToken(): string {
  return crypto.getRandomValues(new Uint8Array(32)).toBase64({ alphabet: 'base64url', omitPadding: true });
}

/** By what a session is bound to the person who opened it: their browser, and the network that they come from. */
export function hashVisitor({ headers }: Request): Promise<string> {
  const network = senderOf(headers.get('cf-connecting-ip') ?? 'local');
  return hashText(`${headers.get('user-agent') ?? ''}\n${network}`);
}
