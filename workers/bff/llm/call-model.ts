/** Asks the llm Worker for an answer, as an event stream: the bff always streams from it, whatever its own client asked for. */
import { CHAT_COMPLETIONS_PATH, type ChatCompletionRequest } from '../../../shared/chat/completions.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import { type LlmDeps, sendToLlm } from './send.ts';

export type ModelCall =
  /** An event stream, to be relayed as it is. */
  { ok: true; body: ReadableStream<Uint8Array> } | { ok: false; failure: Failure };

/** Rejects only when `signal` was aborted, with its reason. */
export function callModel(
  deps: LlmDeps,
  request: ChatCompletionRequest,
  signal: AbortSignal,
): Promise<ModelCall> {
  return sendToLlm(deps, { path: CHAT_COMPLETIONS_PATH, body: JSON.stringify(request) }, signal);
}
