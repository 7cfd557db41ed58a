/** The one place that speaks to model providers, through the `openai` package, the response's bytes untouched. */
import { concatBytes, writeParts } from '../../../shared/bytes.ts';
import type { ChatCompletionRequest, StreamOptions } from '../../../shared/chat/completions.ts';
import { once } from '../../../shared/once.ts';
import type { ProviderConfig } from '../config.ts';
import type { ProviderCall } from './client.ts';
import type { Failure } from './failure.ts';
import { readRefusal } from './read-refusal.ts';

/** A request as a provider gets it: always streamed, always with usage, nothing of Libra's own. */
export type ProviderRequest = Omit<ChatCompletionRequest, 'libra'> & {
  model: string;
  stream: true;
  stream_options: StreamOptions & { include_usage: true };
};

export type OpenResult = { ok: true; body: ReadableStream<Uint8Array> } | { ok: false; failure: Failure };

/** A call that is no chat. */
export interface PassthroughRequest {
  /** Below the base URL. */
  path: string;
  contentType: string;
  parts: readonly Uint8Array[];
}

export type SendResult =
  | { ok: true; contentType: string; body: ReadableStream<Uint8Array> }
  | { ok: false; failure: Failure };

export interface Provider {
  /** Starts an answer. Aborting `signal` closes the connection, before and after the headers; the result then does not matter. */
  open(request: ProviderRequest, signal: AbortSignal): Promise<OpenResult>;
}

export interface PassthroughProvider {
  /** As `open`, for a call that is no chat. */
  send(request: PassthroughRequest, signal: AbortSignal): Promise<SendResult>;
}

/**
 * Made ready at the first call, not at the start: that takes 17 ms, and the Worker's Durable Objects, which are started with the
 * same script, call nobody.
 */
export const loadClient = once(() => import('./client.ts'));

export function createProvider(
  config: ProviderConfig,
  fetchImpl: typeof fetch = fetch,
): Provider & PassthroughProvider {
  const builder = once(async () => (await loadClient()).createRequestBuilder(config));

  /** A failure, or a response under a status that says that all is well. */
  async function call(providerCall: ProviderCall, signal: AbortSignal): Promise<Response | Failure> {
    const { url, init } = await (await builder())(providerCall);
    try {
      // A provider that redirects would get our key carried to wherever it points.
      const response = await fetchImpl(url, { ...init, signal, redirect: 'manual' });
      return response.ok ? response : await readRefusal(response);
    } catch {
      return { cause: 'unreachable' };
    }
  }

  return {
    async open(request, signal) {
      const response = await call({ path: '/chat/completions', body: request }, signal);
      if ('cause' in response) return { ok: false, failure: response };
      const { body, headers } = response;
      return body === null || isPage(headers)
        ? { ok: false, failure: { cause: 'garbled' } }
        : { ok: true, body };
    },
    async send({ path, contentType, parts }, signal) {
      const headers = { 'content-type': contentType, accept: '*/*' };
      const response = await call({ path, body: toRequestBody(parts), headers }, signal);
      if ('cause' in response) return { ok: false, failure: response };
      if (response.body === null) return { ok: false, failure: { cause: 'garbled' } };
      return {
        ok: true,
        contentType: response.headers.get('content-type') ?? '',
        body: response.body,
      };
    },
  };
}

/** Up to here a body is put together. */
const MAX_JOINED_BYTES = 65_536;

/** A recording is not copied: its parts are written one after the other. With its length, since not every server takes a body without. */
function toRequestBody(parts: readonly Uint8Array[]): Uint8Array | ReadableStream {
  const length = parts.reduce((sum, part) => sum + part.byteLength, 0);
  if (length <= MAX_JOINED_BYTES) return concatBytes(parts, length);
  const { readable, writable } = new FixedLengthStream(length);
  // Where the connection is closed, the call itself says so.
  writeParts(writable.getWriter(), parts).catch(() => undefined);
  return readable;
}

/** Of no other type can it be said that it holds no answer: streams come as plain text, without a type, or as JSON in one piece. */
function isPage(headers: Headers): boolean {
  return /html/i.test(headers.get('content-type') ?? '');
}
