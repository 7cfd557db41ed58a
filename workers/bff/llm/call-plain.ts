/** Makes a plain call of the llm Worker: one signed request, whose answer is passed on as it is. */
import { isErrorBody } from '../../../shared/contract/error-body.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import {
  ANSWERED_BY_HEADER,
  FALLBACK_HEADER,
  formatPlainHead,
  type PlainHead,
  type PlainPath,
  PROVIDED_BY_HEADER,
} from '../../../shared/contract/plain-calls.ts';
import { LLM_ORIGIN, TRACEPARENT_HEADER } from '../../../shared/contract/routes.ts';
import { readBoundedBody } from '../../../shared/http/bounded-body.ts';
import { parseBoundedJson } from '../../../shared/json.ts';
import { errorName } from '../../../shared/observe/log.ts';
import { formatTraceparent } from '../../../shared/observe/trace.ts';
import type { CallBody } from '../plain/accepted-call.ts';
import { streamForm } from '../plain/stream-form.ts';
import type { ModelCallDeps } from './call-model.ts';

export type PlainCallResult =
  | {
      ok: true;
      contentType: string;
      body: ReadableStream<Uint8Array>;
      model: string;
      provider: string;
      fallback: boolean;
    }
  | { ok: false; failure: Failure };

export interface PlainLlmCall {
  path: PlainPath;
  head: PlainHead;
  body: CallBody;
}

const MAX_ERROR_BYTES = 16_384;

/** Rejects only when `signal` was aborted, with its reason. */
export async function callPlain(
  deps: ModelCallDeps,
  { path, head, body }: PlainLlmCall,
  signal: AbortSignal,
): Promise<PlainCallResult> {
  const { llm, signer, trace, log, readFailure } = deps;
  try {
    const signed = await signer.sign(`${LLM_ORIGIN}${path}${formatPlainHead(head)}`, {
      headers: {
        [TRACEPARENT_HEADER]: formatTraceparent(trace),
        ...(body.kind === 'form' ? { 'content-type': body.contentType } : {}),
      },
      body: body.kind === 'form' ? await streamForm(body.parts) : body.text,
      signal,
    });
    const response = await llm.fetch(signed, { signal });
    const { headers } = response;
    if (response.ok && response.body !== null) {
      return {
        ok: true,
        contentType: headers.get('content-type') ?? 'application/octet-stream',
        body: response.body,
        model: headers.get(ANSWERED_BY_HEADER) ?? head.model,
        provider: headers.get(PROVIDED_BY_HEADER) ?? '',
        fallback: headers.has(FALLBACK_HEADER),
      };
    }
    const read = await readBoundedBody(response, MAX_ERROR_BYTES);
    const error = read.kind === 'read' ? parseBoundedJson(read.bytes) : undefined;
    const failure = readFailure(isErrorBody(error) ? error.error : undefined);
    log.warn('llm.refused', { status: response.status, code: failure.code });
    return { ok: false, failure };
  } catch (error) {
    signal.throwIfAborted();
    log.error('llm.unreachable', { error: errorName(error) });
    return { ok: false, failure: { code: 'upstream_unreachable' } };
  }
}
