/**
 * All that touches the `openai` package: its authentication, but neither its retries nor its timeouts, which would multiply
 * with ours, nor its reading of errors, which knows OpenAI's form alone. Only for `import()`; of the package itself, asked for that
 * way, the bundler would keep all.
 */
import { APIConnectionError, APIUserAbortError, OpenAI } from 'openai';
import { parseFrame, STREAM_DONE } from '../../../shared/chat/chunk.ts';
import { readBoundedBody } from '../../../shared/http/bounded-body.ts';
import { parseRetryAfter } from '../../../shared/http/retry-after.ts';
import { MAX_ANSWER_MS } from '../../../shared/limits.ts';
import { encodeData } from '../../../shared/sse/encode.ts';
import type { ProviderConfig } from '../config.ts';
import { classifyErrorFrame, classifyRefusal } from './classify.ts';
import type { Failure } from './failure.ts';

/** Of an error's body this much is read; nobody may send us more. */
const MAX_ERROR_BODY_BYTES = 65_536;
/** Of a whole answer: as much as one frame of a stream may be. */
const MAX_WHOLE_BODY_BYTES = 1_048_576;

/** A response that is no answer: it travels through the SDK as the cause of a failed connection. */
class Refusal extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(`The provider refused: ${failure.cause}`);
    this.name = 'Refusal';
    this.failure = failure;
  }
}

export function createClient(config: ProviderConfig, fetchImpl: typeof fetch): OpenAI {
  return new OpenAI({
    baseURL: config.baseUrl,
    // The SDK wants one; where the provider has none the header is taken away again.
    apiKey: config.apiKey ?? 'none',
    organization: config.organization ?? null,
    defaultQuery: { ...config.query },
    defaultHeaders: { ...config.headers, ...authHeaders(config) },
    maxRetries: 0,
    // Beyond any deadline of ours: the caller's signal is what ends a call.
    timeout: 2 * MAX_ANSWER_MS,
    // The SDK's own log would go around ours.
    logLevel: 'off',
    fetch: async (url, init) => {
      // A provider that redirects would get our key carried to wherever it points.
      const response = await fetchImpl(url as string, { ...init, redirect: 'manual' } as RequestInit);
      if (!response.ok) throw new Refusal(await readRefusal(response));
      return response;
    },
  });
}

/** What differs from the SDK's own bearer token. */
function authHeaders({ auth, apiKey }: ProviderConfig): Record<string, string | null> {
  switch (auth) {
    case 'bearer':
      return {};
    case 'api-key':
      return { authorization: null, 'api-key': apiKey };
    case 'cf-aig':
      return { authorization: null, 'cf-aig-authorization': `Bearer ${apiKey}` };
    case 'none':
      return { authorization: null };
  }
}

async function readRefusal(response: Response): Promise<Failure> {
  const retryAfterMs = parseRetryAfter(response.headers, Date.now());
  return classifyRefusal(response.status, await readText(response), retryAfterMs);
}

/** What stands where a stream was asked for, under a status that says that all is well: a whole answer, or an error. */
export async function readNoStream(response: Response): Promise<Response | Failure> {
  const text = await readText(response, MAX_WHOLE_BODY_BYTES);
  const frame = parseFrame(text);
  if (frame.kind === 'error') return classifyErrorFrame(frame.error);
  return frame.kind === 'chunk' && frame.chunk.choices.length > 0
    ? new Response(encodeData(text) + encodeData(STREAM_DONE))
    : { cause: 'garbled' };
}

async function readText(response: Response, maxBytes = MAX_ERROR_BODY_BYTES): Promise<string> {
  const read = await readBoundedBody(response, maxBytes);
  return read.kind === 'read' ? new TextDecoder().decode(read.bytes) : '';
}

/** Why a call failed. What is neither the provider's nor the client's doing is thrown on: a bug. */
export function classifyThrown(error: unknown): Failure {
  if (error instanceof APIUserAbortError) return { cause: 'client_gone' };
  if (error instanceof APIConnectionError) {
    return error.cause instanceof Refusal ? error.cause.failure : { cause: 'unreachable' };
  }
  throw error;
}
