/**
 * What is signed (RFC 9421 §2.5, the profile in profile.ts), and the one way in which our signer writes the fields.
 *
 * Libra's signatures all look the same, so they are written and read here in one step: a general parser costs ten times
 * the HMAC itself, twice an answer. A field of any other form is left to `http-message-sig`, against which the tests hold
 * this file. Pure.
 */
import { COVERED_COMPONENTS, SIGNATURE_ALGORITHM, SIGNATURE_LABEL, SIGNATURE_TAG } from './profile.ts';

export interface SignatureParameters {
  /** Unix seconds. */
  created: number;
  /** Unix seconds. */
  expires: number;
  nonce: string;
  keyId: string;
}

export interface SignedParts {
  method: string;
  /** Absolute. */
  url: URL;
  contentType: string;
  contentDigest: string;
}

const COMPONENTS = `(${COVERED_COMPONENTS.map((name) => `"${name}"`).join(' ')})`;
const FIXED = `;alg="${SIGNATURE_ALGORITHM}";tag="${SIGNATURE_TAG}"`;

/** The components and parameters as they stand in `signature-input` and in the last line of the base. */
export function formatParameters({ created, expires, nonce, keyId }: SignatureParameters): string {
  return `${COMPONENTS};created=${created};expires=${expires};nonce="${nonce}";keyid="${keyId}"${FIXED}`;
}

export function formatSignatureInput(parameters: string): string {
  return `${SIGNATURE_LABEL}=${parameters}`;
}

export function formatSignature(signature: Uint8Array): string {
  return `${SIGNATURE_LABEL}=:${signature.toBase64()}:`;
}

export function createSignatureBase(parts: SignedParts, parameters: string): string {
  const { method, url, contentType, contentDigest } = parts;
  return `"@method": ${method}
"@authority": ${url.host}
"@path": ${url.pathname}
"@query": ${url.search === '' ? '?' : url.search}
"content-type": ${contentType}
"content-digest": ${contentDigest}
"@signature-params": ${parameters}`;
}

const OWN_INPUT =
  /^libra=(\("@method" "@authority" "@path" "@query" "content-type" "content-digest"\);created=(\d{10});expires=(\d{10});nonce="([\w-]{1,64})";keyid="([\w.-]{1,64})";alg="hmac-sha256";tag="libra")$/;
const OWN_SIGNATURE = /^libra=:([A-Za-z0-9+/]{43}=):$/;

/** Null for whatever our signer would not have written. */
export function readOwnSignature(
  input: string,
  signature: string,
): { parameters: string; values: SignatureParameters; signature: Uint8Array } | null {
  const [, parameters, created, expires, nonce, keyId] = OWN_INPUT.exec(input) ?? [];
  const [, bytes] = OWN_SIGNATURE.exec(signature) ?? [];
  if (parameters === undefined || nonce === undefined || keyId === undefined || bytes === undefined)
    return null;
  return {
    parameters,
    values: { created: Number(created), expires: Number(expires), nonce, keyId },
    signature: Uint8Array.fromBase64(bytes),
  };
}
