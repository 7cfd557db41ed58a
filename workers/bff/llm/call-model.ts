/** Asks the llm Worker: one signed, streamed request. The bff always streams from it, whatever its own client asked for. */
import { CHAT_COMPLETIONS_PATH, type ChatCompletionRequest } from '../../../shared/chat/completions.ts';
import { isErrorBody } from '../../../shared/contract/error-body.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import { LLM_ORIGIN, TRACEPARENT_HEADER } from '../../../shared/contract/routes.ts';
import { readBoundedBody } from '../../../shared/http/bounded-body.ts';
import { parseBoundedJson } from '../../../shared/json.ts';
import { errorName, type Logger } from '../../../shared/observe/log.ts';
import { formatTraceparent, type Trace } from '../../../shared/observe/trace.ts';
import type { RequestSigner } from '../../../shared/signing/sign.ts';
import type { FailureReader } from './failure.ts';

export type ModelCall =
  /** An event stream, to be relayed as it is. */
  { ok: true; body: ReadableStream<Uint8Array> } | { ok: false; failure: Failure };

export interface ModelCallDeps {
  llm: Fetcher;
  signer: RequestSigner;
  trace: Trace;
  log: Logger;
  readFailure: FailureReader;
}

const MAX_ERROR_BYTES = 16_384;

/** Rejects only when `signal` was aborted, with its reason. */
export async function callModel(
  deps: ModelCallDeps,
  request: ChatCompletionRequest,
  signal: AbortSignal,
): Promise<ModelCall> {
  const { llm, signer, trace, log, readFailure } = deps;
  try {
    const signed = await signer.sign(`${LLM_ORIGIN}${CHAT_COMPLETIONS_PATH}`, {
      headers: { [TRACEPARENT_HEADER]: formatTraceparent(trace) },
      body: JSON.stringify(request),
      signal,
    });
    const response = await llm.fetch(signed, { signal });
    if (response.ok && response.body !== null) {
      return { ok: true, body: response.body };
    }
    const read = await readBoundedBody(response, MAX_ERROR_BYTES);
    const body = read.kind === 'read' ? parseBoundedJson(read.bytes) : undefined;
    const failure = readFailure(isErrorBody(body) ? body.error : undefined);
    log.warn('llm.refused', { status: response.status, code: failure.code });
    return { ok: false, failure };
  } catch (error) {
    signal.throwIfAborted();
    log.error('llm.unreachable', { error: errorName(error) });
    return { ok: false, failure: { code: 'upstream_unreachable' } };
  }
}
