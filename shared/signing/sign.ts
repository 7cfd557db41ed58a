/**
 * Signs a request to another of Libra's Workers (RFC 9421, the profile in profile.ts).
 *
 *     const signer = createRequestSigner({ secret, name: 'bot' });
 *     await env.BFF.fetch(await signer.sign(`${BFF_ORIGIN}${CHAT_COMPLETIONS_PATH}`, { body: JSON.stringify(request) }));
 *
 * A signed request can be sent once: its nonce is spent by the receiver. To try again, sign again.
 */
import type { SignerName } from '../contract/routes.ts';
import { createSignatureBase, formatParameters, formatSignature, formatSignatureInput } from './base.ts';
import { createContentDigest } from './digest.ts';
import { assertStrongSecret, loadSecretKey } from './key.ts';
import { MAX_DRIFT_SEC } from './profile.ts';

export interface SignableInit {
  /** `POST` by default. A `GET` is signed over an empty body, and `body` must be empty. */
  method?: 'POST' | 'GET';
  /** `content-type` is `application/json` unless it is given here. */
  headers?: Record<string, string>;
  body: string | Uint8Array<ArrayBuffer> | StreamedBody;
  signal?: AbortSignal;
}

/** A body that is not put together: its digest is known before it is sent. */
export interface StreamedBody {
  contentDigest: string;
  stream: ReadableStream<Uint8Array>;
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
      const [key, contentDigest] = await Promise.all([
        loadSecretKey(secret),
        isStreamed(body) ? body.contentDigest : createContentDigest(toBytes(body)),
      ]);
      const signed = new Headers(headers);
      const contentType = signed.get('content-type') ?? 'application/json';
      const created = Math.floor(now() / 1000);
      const parameters = formatParameters({
        created,
        expires: created + MAX_DRIFT_SEC,
        nonce: createNonce(),
        keyId: `${name}.${key.fingerprint}`,
      });
      const base = createSignatureBase({ method, url: new URL(url), contentType, contentDigest }, parameters);
      signed.set('content-type', contentType);
      signed.set('content-digest', contentDigest);
      signed.set('signature-input', formatSignatureInput(parameters));
      signed.set('signature', formatSignature(await key.sign(encoder.encode(base))));
      return new Request(url, {
        method,
        headers: signed,
        ...(method === 'GET' ? {} : { body: isStreamed(body) ? body.stream : body }),
        ...(signal === undefined ? {} : { signal }),
      });
    },
  };
}

function isStreamed(body: SignableInit['body']): body is StreamedBody {
  return typeof body !== 'string' && 'stream' in body;
}

function toBytes(body: string | Uint8Array): Uint8Array {
  return typeof body === 'string' ? encoder.encode(body) : body;
}

/** 128 random bits in base64url, 22 characters. */
function createNonce(): string {
  return crypto.getRandomValues(new Uint8Array(16)).toBase64({ alphabet: 'base64url', omitPadding: true });
}
