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
import { createSealBase, LATE_TYPE, SEAL_BYTES } from './late.ts';
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

export interface LateSigner extends RequestSigner {
  /** A request of which only `about` is known yet (late.ts). */
  open(url: string, init: LateInit): Promise<LateRequest>;
}

export interface LateInit extends Pick<SignableInit, 'headers' | 'signal'> {
  about: object;
}

export interface LateRequest {
  /** To be sent at once. */
  request: Request;
  /** What was missing, once. A receiver that has stopped reading is the response's to tell: never rejects. */
  tell(rest: Uint8Array): Promise<void>;
}

export interface RequestSignerOptions {
  /** The current shared secret, at least 32 characters; a shorter one throws. */
  secret: string;
  name: SignerName;
  /** Unix milliseconds; the platform's clock by default. */
  now?: () => number;
}

const encoder = new TextEncoder();

export function createRequestSigner(options: RequestSignerOptions): LateSigner {
  const { secret, name, now = Date.now } = options;
  assertStrongSecret(secret);

  async function signed(url: string, { method = 'POST', headers, body, signal }: SignableInit) {
    if (method === 'GET' && body !== '') throw new TypeError('A GET request has no body to sign');
    const [key, contentDigest] = await Promise.all([
      loadSecretKey(secret),
      isStreamed(body) ? body.contentDigest : createContentDigest(toBytes(body)),
    ]);
    const fields = new Headers(headers);
    const contentType = fields.get('content-type') ?? 'application/json';
    const created = Math.floor(now() / 1000);
    const nonce = createNonce();
    const parameters = formatParameters({
      created,
      expires: created + MAX_DRIFT_SEC,
      nonce,
      keyId: `${name}.${key.fingerprint}`,
    });
    const base = createSignatureBase({ method, url: new URL(url), contentType, contentDigest }, parameters);
    fields.set('content-type', contentType);
    fields.set('content-digest', contentDigest);
    fields.set('signature-input', formatSignatureInput(parameters));
    fields.set('signature', formatSignature(await key.sign(encoder.encode(base))));
    const init = {
      method,
      headers: fields,
      ...(method === 'GET' ? {} : { body: isStreamed(body) ? body.stream : body }),
      // Node wants to be told so of a stream.
      ...(isStreamed(body) ? { duplex: 'half' } : {}),
      ...(signal === undefined ? {} : { signal }),
    };
    return { request: new Request(url, init), nonce, key };
  }

  return {
    sign: async (url, init) => (await signed(url, init)).request,

    async open(url, { headers, about, signal }) {
      const line = encoder.encode(`${JSON.stringify(about)}\n`);
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
      const { request, nonce, key } = await signed(url, {
        headers: { ...headers, 'content-type': LATE_TYPE },
        body: { contentDigest: await createContentDigest(line), stream: readable },
        ...(signal === undefined ? {} : { signal }),
      });
      const writer = writable.getWriter();
      writer.write(line).catch(() => undefined);
      return {
        request,
        async tell(rest) {
          const sealed = new Uint8Array(rest.byteLength + SEAL_BYTES);
          sealed.set(rest);
          sealed.set(await key.sign(await createSealBase(nonce, rest)), rest.byteLength);
          await Promise.all([writer.write(sealed), writer.close()]).catch(() => undefined);
        },
      };
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
