/**
 * The one place that speaks to model providers, through the `openai` package: its authentication and its errors,
 * but neither its retries nor its timeouts, which would multiply with ours, and the response's bytes untouched.
 */
import OpenAI, { APIConnectionError, APIError, APIUserAbortError } from 'openai';
import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions';
import type { ChatCompletionRequest } from '../../../shared/chat/completions.ts';
import { MAX_ANSWER_MS } from '../../../shared/limits.ts';
import type { ProviderConfig } from '../config.ts';
import { classifyStatus, type Failure, parseRetryAfter } from './failure.ts';

/** A request as a provider gets it: always streamed, always with usage, nothing of Libra's own. */
export type ProviderRequest = Omit<ChatCompletionRequest, 'libra'> & {
  model: string;
  stream: true;
  stream_options: { include_usage: true };
};

export type OpenResult = { ok: true; body: ReadableStream<Uint8Array> } | { ok: false; failure: Failure };

export interface Provider {
  /** Starts an answer. Aborting `signal` closes the connection, before and after the headers; the result then does not matter. */
  open(request: ProviderRequest, signal: AbortSignal): Promise<OpenResult>;
}

/** An error body is read whole by the SDK to find its code: nobody may send us more than this. */
const MAX_ERROR_BODY_BYTES = 65_536;

export function createProvider(config: ProviderConfig, fetchImpl: typeof fetch = fetch): Provider {
  const client = new OpenAI({
    baseURL: config.baseUrl,
    apiKey: config.apiKey,
    maxRetries: 0,
    // Beyond any deadline of ours: the caller's signal is what ends a call.
    timeout: 2 * MAX_ANSWER_MS,
    // The SDK's own log would go around ours.
    logLevel: 'off',
    fetch: async (url, init) => {
      // A provider that redirects would get our key carried to wherever it points.
      const response = await fetchImpl(url as string, { ...init, redirect: 'manual' } as RequestInit);
      return response.ok ? response : truncate(response);
    },
  });

  return {
    async open(request, signal) {
      try {
        const params = request as ChatCompletionCreateParamsStreaming;
        const response = await client.chat.completions.create(params, { signal }).asResponse();
        if (response.body !== null && isEventStream(response)) return { ok: true, body: response.body };
        await response.body?.cancel();
        return { ok: false, failure: { cause: 'garbled' } };
      } catch (error) {
        return { ok: false, failure: classifyError(error) };
      }
    },
  };
}

function isEventStream(response: Response): boolean {
  return /^text\/event-stream\b/i.test(response.headers.get('content-type') ?? '');
}

function classifyError(error: unknown): Failure {
  if (error instanceof APIUserAbortError) return { cause: 'client_gone' };
  if (error instanceof APIConnectionError) return { cause: 'unreachable' };
  if (error instanceof APIError && typeof error.status === 'number') {
    const headers = error.headers instanceof Headers ? error.headers : new Headers();
    return classifyStatus(error.status, error.code, parseRetryAfter(headers, Date.now()));
  }
  throw error;
}

/** The same response with a body that ends after the bound. */
function truncate(response: Response): Response {
  if (response.body === null) return response;
  let left = MAX_ERROR_BODY_BYTES;
  const bounded = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        controller.enqueue(chunk.subarray(0, left));
        left -= chunk.byteLength;
        if (left <= 0) controller.terminate();
      },
    }),
  );
  return new Response(bounded, { status: response.status, headers: response.headers });
}
