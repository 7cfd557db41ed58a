/**
 * Signs a request to another of Libra's Workers (RFC 9421, the profile in profile.ts).
 *
 *     const signer = createRequestSigner({ secret, name: 'bot' });
 *     await env.BFF.fetch(await signer.sign(`${BFF_ORIGIN}${CHAT_COMPLETIONS_PATH}`, { body: JSON.stringify(request) }));
 *
 * A signed request can be sent once: its nonce is spent by the receiver. To try again, sign again.
 */
import { createSignature } from 'http-message-sig';
import type { SignerName } from '../contract/routes.ts';
import { createContentDigest } from './digest.ts';
import { assertStrongSecret, loadSecretKey } from './key.ts';
import {
  COVERED_COMPONENTS,
  MAX_DRIFT_SEC,
  SIGNATURE_ALGORITHM,
  SIGNATURE_LABEL,
  SIGNATURE_TAG,
} from './profile.ts';

export interface SignableInit {
  /** `POST` by default. A `GET` is signed over an empty body, and `body` must be empty. */
  method?: 'POST' | 'GET';
  /** `content-type` is `application/json` unless it is given here. */
  headers?: Record<string, string>;
  body: string;
  signal?: AbortSignal;
}

export interface RequestSigner {
  /** Builds the request with `content-digest`, `signature-input` and `signature`. `url` is absolute, without a fragment. */
  sign(url: string, init: SignableInit): Promise<Request>;
}

export interface RequestSignerOptions {
  /** The current shared secret, at least 32 characters; a shorter one throws. */
  secret: string;
  name: SignerName;
  /** Unix milliseconds; the platform's clock by default. */
  now?: () => number;
}

const encoder = new TextEncoder();

export function createRequestSigner(options: RequestSignerOptions): RequestSigner {
  const { secret, name, now = Date.now } = options;
  assertStrongSecret(secret);

  return {
    async sign(url, { method = 'POST', headers, body, signal }) {
      if (method === 'GET' && body !== '') throw new TypeError('A GET request has no body to sign');
      const signed = new Headers(headers);
      if (!signed.has('content-type')) signed.set('content-type', 'application/json');
      const [key, digest] = await Promise.all([
        loadSecretKey(secret),
        createContentDigest(encoder.encode(body)),
      ]);
      signed.set('content-digest', digest);
      const request = new Request(url, {
        method,
        headers: signed,
        ...(method === 'GET' ? {} : { body }),
        ...(signal === undefined ? {} : { signal }),
      });
      const created = Math.floor(now() / 1000);
      const fields = await createSignature(request, {
        label: SIGNATURE_LABEL,
        components: COVERED_COMPONENTS,
        parameters: {
          created,
          expires: created + MAX_DRIFT_SEC,
          nonce: createNonce(),
          keyid: `${name}.${key.fingerprint}`,
          alg: SIGNATURE_ALGORITHM,
          tag: SIGNATURE_TAG,
        },
        signer: key,
      });
      request.headers.set('signature-input', fields.signatureInput);
      request.headers.set('signature', fields.signature);
      return request;
    },
  };
}

/** 128 random bits in base64url, 22 characters. */
function createNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
