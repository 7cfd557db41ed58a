/** One signed request to the llm Worker. */
import { isErrorBody } from '../../../shared/contract/error-body.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import { LLM_ORIGIN } from '../../../shared/contract/routes.ts';
import { readBoundedBody } from '../../../shared/http/bounded-body.ts';
import { parseBoundedJson } from '../../../shared/json.ts';
import { errorName, type Logger } from '../../../shared/observe/log.ts';
import type { Trace } from '../../../shared/observe/trace.ts';
import type { RequestSigner } from '../../../shared/signing/sign.ts';
import { postSigned, type SignedPost } from '../http/post-signed.ts';
import type { FailureReader } from './failure.ts';

/**
 * llm is told a deadline this much earlier than ours, so that its own reason arrives before it. What is short, and fails softly, has
 * little to give away.
 */
export const REPORT_MARGIN_MS = 300;
export const SHORT_REPORT_MARGIN_MS = 50;

export interface LlmDeps {
  llm: Fetcher;
  signer: RequestSigner;
  trace: Trace;
  log: Logger;
  readFailure: FailureReader;
}

export interface LlmRequest extends Pick<SignedPost, 'contentType' | 'body'> {
  /** With its query. */
  path: string;
}

export type LlmReply =
  | { ok: true; headers: Headers; body: ReadableStream<Uint8Array> }
  | { ok: false; failure: Failure };

const MAX_ERROR_BYTES = 16_384;

/** Rejects only when `signal` was aborted, with its reason. */
export async function sendToLlm(
  { llm, signer, trace, log, readFailure }: LlmDeps,
  { path, ...sent }: LlmRequest,
  signal: AbortSignal,
): Promise<LlmReply> {
  try {
    const response = await postSigned(
      llm,
      { url: `${LLM_ORIGIN}${path}`, ...sent, signal },
      { signer, trace },
    );
    if (response.ok && response.body !== null) {
      return { ok: true, headers: response.headers, body: response.body };
    }
    const read = await readBoundedBody(response, MAX_ERROR_BYTES);
    const refusal = read.kind === 'read' ? parseBoundedJson(read.bytes) : undefined;
    const failure = readFailure(isErrorBody(refusal) ? refusal.error : undefined);
    log.warn('llm.refused', { status: response.status, code: failure.code });
    return { ok: false, failure };
  } catch (error) {
    signal.throwIfAborted();
    log.error('llm.unreachable', { error: errorName(error) });
    return { ok: false, failure: { code: 'upstream_unreachable' } };
  }
}
