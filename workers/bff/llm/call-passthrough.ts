/** Makes a passthrough call of the llm Worker: one signed request, whose answer is passed on as it is. */
import type { Failure } from '../../../shared/contract/failure.ts';
import {
  ANSWERED_BY_HEADER,
  FALLBACK_HEADER,
  formatPassthroughHead,
  type PassthroughHead,
  type PassthroughPath,
  PROVIDED_BY_HEADER,
} from '../../../shared/contract/passthrough.ts';
import type { CallBody } from '../passthrough/calls.ts';
import { streamForm } from '../passthrough/stream-form.ts';
import { type LlmDeps, sendToLlm } from './send.ts';

export type PassthroughCallResult =
  | {
      ok: true;
      contentType: string;
      body: ReadableStream<Uint8Array>;
      model: string;
      provider: string;
      fallback: boolean;
    }
  | { ok: false; failure: Failure };

export interface PassthroughLlmCall {
  path: PassthroughPath;
  head: PassthroughHead;
  body: CallBody;
  /** Absent: it is admitted. What stands in the head is told to llm before; the body, and so the call, only when it is. */
  admitted?: Promise<void>;
}

/** Rejects only when `signal` was aborted, with its reason. */
export async function callPassthrough(
  deps: LlmDeps,
  { path, head, body, admitted }: PassthroughLlmCall,
  signal: AbortSignal,
): Promise<PassthroughCallResult> {
  const url = `${path}${formatPassthroughHead(head)}`;
  const request =
    body.kind === 'form'
      ? { path: url, contentType: body.contentType, body: await streamForm(body.parts, admitted) }
      : { path: url, body: admitted === undefined ? body.text : await holdText(body.text, admitted) };
  const reply = await sendToLlm(deps, request, signal);
  if (!reply.ok) return reply;
  const { headers } = reply;
  return {
    ok: true,
    contentType: headers.get('content-type') ?? 'application/octet-stream',
    body: reply.body,
    model: headers.get(ANSWERED_BY_HEADER) ?? head.model,
    provider: headers.get(PROVIDED_BY_HEADER) ?? '',
    fallback: headers.has(FALLBACK_HEADER),
  };
}

function holdText(text: string, admitted: Promise<void>) {
  return streamForm([new TextEncoder().encode(text)], admitted);
}
