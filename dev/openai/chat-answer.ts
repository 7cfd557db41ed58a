/** Answers `POST /v1/chat/completions`: checks the request, then streams, plays or sends the answer. */
import { randomBytes } from 'node:crypto';
import { type ApiError, apiError } from './api-error.ts';
import { sendJsonBody } from './body-answer.ts';
import { parseChatRequest } from './chat-request.ts';
import { complete } from './completion.ts';
import type { Exchange } from './exchange.ts';
import { jsonAnswer } from './json-answer.ts';
import { playScript } from './script.ts';
import { streamAnswer } from './stream-answer.ts';

/** The caller's mistake, not one that is played: nothing else answers with this status or code. */
const SCRIPT_NEEDS_STREAM: ApiError = apiError(
  501,
  'stand_in_error',
  'The fault `script` plays a stream: send stream: true, or use `reject` for an answer in one body.',
  { code: 'script_needs_stream' },
);

export async function answerChat(body: unknown, exchange: Exchange): Promise<void> {
  const { faults, pace } = exchange;
  const verdict = parseChatRequest(body);
  if (!verdict.ok) return sendJsonBody(exchange, verdict.error);
  const request =
    faults.ignoreBound === undefined ? verdict.request : { ...verdict.request, maxTokens: null };
  if (faults.script !== undefined && !request.stream) return sendJsonBody(exchange, SCRIPT_NEEDS_STREAM);
  if (!(await exchange.wait(pace.headersMs))) return;
  if (faults.script !== undefined) return playScript(faults.script, exchange);
  const completion = complete(request, `chatcmpl-${randomBytes(14).toString('hex')}`, Date.now());
  return request.stream ? streamAnswer(completion, exchange) : jsonAnswer(completion, exchange);
}
