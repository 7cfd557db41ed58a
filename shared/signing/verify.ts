/**
 * Verifies a request that another of Libra's Workers signed (RFC 9421, the profile in profile.ts).
 *
 * Gives a verdict and never throws, whatever the headers hold. The verdict's reason is for the log;
 * outside, every refusal is the same 401. Spending the nonce is the caller's job, and only after `ok: true`:
 * else nonces could be spent, and the list of spent ones filled, without knowledge of the secret.
 */
import { isSignatureError, SignatureErrorCode, verifySignature } from 'http-message-sig';
import type { SignerName } from '../contract/routes.ts';
import { createSignatureBase, readOwnSignature, type SignatureParameters } from './base.ts';
import { createContentDigest } from './digest.ts';
import { assertStrongSecret, loadSecretKey, type SecretKey } from './key.ts';
import { createSealBase } from './late.ts';
import {
  COVERED_COMPONENTS,
  MAX_DRIFT_SEC,
  MAX_SIGNATURE_CHARS,
  MAX_SIGNATURE_INPUT_CHARS,
  NONCE_PATTERN,
  parseSigner,
  SIGNATURE_ALGORITHM,
  SIGNATURE_LABEL,
  SIGNATURE_PARAMETERS,
  SIGNATURE_TAG,
} from './profile.ts';

/** Stable codes for logs, in the order in which they are looked for. */
export type SignatureRefusal =
  /** No `signature` or no `signature-input` header. */
  | 'signature_missing'
  /** Headers that are too long, do not parse, or lack the label `libra`; a covered header that is absent. */
  | 'signature_malformed'
  /** `alg` is not `hmac-sha256`. */
  | 'algorithm_refused'
  /** Not exactly the covered components of the profile. */
  | 'components_differ'
  /** Not exactly the parameters of the profile, or one of the wrong form. */
  | 'parameters_differ'
  | 'tag_differs'
  /** The key id names nobody, or somebody who may not call here. */
  | 'signer_refused'
  /** The right signer under a secret that is not (or no longer) ours. */
  | 'key_unknown'
  /** `created` lies more than five minutes ahead. */
  | 'created_in_future'
  /** `created` lies more than five minutes back. */
  | 'created_too_old'
  | 'signature_expired'
  /** The HMAC is not that of this request. */
  | 'signature_mismatch'
  /** The body received is not the body that was signed. */
  | 'digest_mismatch';

export type SignatureVerdict =
  | {
      ok: true;
      signer: SignerName;
      keyId: string;
      nonce: string;
      /** Unix milliseconds of the last moment at which this signature is accepted: keep the nonce until it has passed. */
      expiresAtMs: number;
    }
  | { ok: false; reason: SignatureRefusal };

/** Of the headers alone. They name the body's digest, so who does not know the secret gets no body read. */
export type HeadVerdict =
  | {
      ok: true;
      nonce: string;
      /** As in `SignatureVerdict`. */
      expiresAtMs: number;
      verifyBody(body: Uint8Array): Promise<SignatureVerdict>;
      /** Of a request whose rest came later (late.ts). */
      verifyRest(rest: Uint8Array, seal: Uint8Array): Promise<boolean>;
    }
  | { ok: false; reason: SignatureRefusal };

export interface RequestVerifier {
  verifyHead(request: Request): Promise<HeadVerdict>;
  /** `body` holds the bytes really received; their digest is compared with the signed one. */
  verify(request: Request, body: Uint8Array): Promise<SignatureVerdict>;
}

export interface RequestVerifierOptions {
  /** Current first, then the previous one while it rotates. Each at least 32 characters; a shorter one throws. */
  secrets: readonly [string, ...string[]];
  /** The only signers who may call here. */
  accept: SignerName | readonly SignerName[];
  /** Unix milliseconds; the platform's clock by default. */
  now?: () => number;
}

/** What a signature claims, read before anything of it is believed. */
interface Claims {
  keyId: string;
  signer: SignerName;
  nonce: string;
  /** Unix milliseconds, see `SignatureVerdict`. */
  expiresAtMs: number;
}

type Candidate = Parameters<Parameters<typeof verifySignature>[1]['resolveVerifier']>[0];

/** Carries a reason out through the library's callback; never leaves this file. */
class Refusal extends Error {
  readonly reason: SignatureRefusal;
  constructor(reason: SignatureRefusal) {
    super(reason);
    this.reason = reason;
  }
}

export function createRequestVerifier(options: RequestVerifierOptions): RequestVerifier {
  const { secrets, now = Date.now } = options;
  const accept = [options.accept].flat();
  for (const secret of secrets) assertStrongSecret(secret);

  async function findKey(keyId: string): Promise<SecretKey> {
    for (const secret of secrets) {
      const key = await loadSecretKey(secret);
      if (accept.some((signer) => keyId === `${signer}.${key.fingerprint}`)) return key;
    }
    throw new Refusal('key_unknown');
  }

  async function verifyHeaders(request: Request): Promise<Claims> {
    const { input, signature } = readHeaders(request.headers);
    const own = readOwnSignature(input, signature);
    if (own === null) return verifyByLibrary(request);
    const claims = judgeClaims(own.values, accept, now());
    const key = await findKey(claims.keyId);
    const base = createSignatureBase(readParts(request), own.parameters);
    if (!(await key.verify(encoder.encode(base), own.signature))) throw new Refusal('signature_mismatch');
    return claims;
  }

  /** What our signer did not write may still be right, and if it is not, the library finds out why. */
  async function verifyByLibrary(request: Request): Promise<Claims> {
    let claims: Claims | undefined;
    await verifySignature(request, {
      label: SIGNATURE_LABEL,
      // The library reports every breach of a policy as one and the same error. Our rules are therefore checked in
      // `readClaims`, each with its own reason, and the library's clock is switched off by a skew that nothing exceeds.
      policy: {
        algorithms: [SIGNATURE_ALGORITHM],
        requiredComponents: [],
        requiredParameters: [],
        clockSkew: Number.MAX_SAFE_INTEGER,
      },
      resolveVerifier: (candidate) => {
        claims = readClaims(candidate, accept, now());
        return findKey(claims.keyId);
      },
    });
    if (claims === undefined)
      throw new Error('http-message-sig accepted a signature without asking for its key');
    return claims;
  }

  async function verifyHead(request: Request): Promise<HeadVerdict> {
    try {
      const claims = await verifyHeaders(request);
      const signed = request.headers.get('content-digest');
      return {
        ok: true,
        nonce: claims.nonce,
        expiresAtMs: claims.expiresAtMs,
        async verifyBody(body) {
          const digest = await createContentDigest(body);
          return signed === digest ? { ok: true, ...claims } : refuse('digest_mismatch');
        },
        async verifyRest(rest, seal) {
          const key = await findKey(claims.keyId);
          return key.verify(await createSealBase(claims.nonce, rest), seal);
        },
      };
    } catch (error) {
      return refuse(toReason(error));
    }
  }

  return {
    verifyHead,
    async verify(request, body) {
      const head = await verifyHead(request);
      return head.ok ? head.verifyBody(body) : head;
    },
  };
}

const encoder = new TextEncoder();

function readHeaders(headers: Headers): { input: string; signature: string } {
  const input = headers.get('signature-input');
  const signature = headers.get('signature');
  if (input === null || signature === null) throw new Refusal('signature_missing');
  if (input.length > MAX_SIGNATURE_INPUT_CHARS || signature.length > MAX_SIGNATURE_CHARS) {
    throw new Refusal('signature_malformed');
  }
  return { input, signature };
}

function readParts({ method, url, headers }: Request) {
  const contentType = headers.get('content-type');
  const contentDigest = headers.get('content-digest');
  if (contentType === null || contentDigest === null) throw new Refusal('signature_malformed');
  return { method, url: new URL(url), contentType, contentDigest };
}

function readClaims(
  { components, parameters }: Candidate,
  accept: readonly SignerName[],
  nowMs: number,
): Claims {
  const covered = components.map(
    ({ name, parameters: own }) => name + (Object.keys(own).length > 0 ? ';' : ''),
  );
  if (!sameList(covered, COVERED_COMPONENTS)) throw new Refusal('components_differ');
  if (!sameList(Object.keys(parameters).sort(), SIGNATURE_PARAMETERS.toSorted())) {
    throw new Refusal('parameters_differ');
  }
  const { created = 0, expires = 0, nonce = '', keyid = '', tag } = parameters;
  if (tag !== SIGNATURE_TAG) throw new Refusal('tag_differs');
  return judgeClaims({ created, expires, nonce, keyId: keyid }, accept, nowMs);
}

function judgeClaims(
  { created, expires, nonce, keyId }: SignatureParameters,
  accept: readonly SignerName[],
  nowMs: number,
): Claims {
  if (!NONCE_PATTERN.test(nonce) || expires <= created) throw new Refusal('parameters_differ');
  const signer = parseSigner(keyId);
  if (signer === undefined || !accept.includes(signer)) throw new Refusal('signer_refused');

  const driftMs = MAX_DRIFT_SEC * 1000;
  const createdMs = created * 1000;
  if (createdMs > nowMs + driftMs) throw new Refusal('created_in_future');
  if (createdMs < nowMs - driftMs) throw new Refusal('created_too_old');
  if (expires * 1000 < nowMs) throw new Refusal('signature_expired');
  return { keyId, signer, nonce, expiresAtMs: Math.min(expires * 1000, createdMs + driftMs) };
}

function sameList(actual: readonly string[], expected: readonly string[]): boolean {
  return actual.length === expected.length && actual.every((value, index) => value === expected[index]);
}

function refuse(reason: SignatureRefusal): { ok: false; reason: SignatureRefusal } {
  return { ok: false, reason };
}

function toReason(error: unknown): SignatureRefusal {
  if (error instanceof Refusal) return error.reason;
  if (!isSignatureError(error)) throw error;
  switch (error.code) {
    case SignatureErrorCode.ResolverFailed:
      return toReason(error.cause);
    case SignatureErrorCode.VerificationFailed:
      return 'signature_mismatch';
    case SignatureErrorCode.PolicyViolation:
    case SignatureErrorCode.AlgorithmMismatch:
      return 'algorithm_refused';
    default:
      return 'signature_malformed';
  }
}
