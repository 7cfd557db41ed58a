/**
 * An answer as a response: a stream that may begin before its outcome is known, or one whole completion.
 *
 * A status is held back until it is certain or `earlyStatusMs` have passed; after that the answer is 200, heartbeats keep
 * the connection alive, and a failure is a frame, never followed by `[DONE]`.
 */
import { STREAM_DONE } from '../../../shared/contract/chat-completions.ts';
import { SSE_HEADERS } from '../../../shared/sse/encode.ts';
import { streamFrames } from '../../../shared/sse/respond.ts';
import type { Allowance } from '../guard/decide.ts';
import { errorFrame, errorResponse, jsonResponse } from '../reply.ts';
import type { Answer, Opening } from './answer.ts';
import type { AnswerEvent } from './events.ts';
import { closingChunk, wholeCompletion } from './wire.ts';

export interface StreamOptions {
  heartbeatMs: number;
  earlyStatusMs: number;
  /** True for those who expect a last chunk without choices: it carries the usage and what only Libra knows. */
  wantsClosingChunk: boolean;
  sleep: (ms: number) => Promise<void>;
  now: () => number;
  onBug: (error: unknown) => void;
}

export async function respondWithStream(answer: Answer, options: StreamOptions): Promise<Response> {
  const { earlyStatusMs, heartbeatMs, wantsClosingChunk, sleep, now, onBug } = options;
  const known = await Promise.race([answer.opening, sleep(earlyStatusMs).then(() => null)]);
  if (known !== null && !known.ok) {
    return errorResponse(known.failure, allowanceHeaders(known.allowance, now()));
  }
  const body = streamFrames(frames(known ?? answer.opening, wantsClosingChunk), {
    heartbeatMs,
    onCancel: () => answer.leave(),
    onError(error) {
      onBug(error);
      return errorFrame({ code: 'internal' });
    },
  });
  return new Response(body, {
    headers: { ...SSE_HEADERS, ...allowanceHeaders(known?.allowance ?? null, now()) },
  });
}

async function* frames(
  opening: Opening | Promise<Opening>,
  wantsClosingChunk: boolean,
): AsyncGenerator<string, void, void> {
  const opened = await opening;
  if (!opened.ok) {
    yield errorFrame(opened.failure);
    return;
  }
  for await (const event of opened.events) {
    switch (event.kind) {
      case 'frame':
        yield event.data;
        break;
      case 'failed':
        yield errorFrame(event.failure);
        return;
      case 'finished':
        if (wantsClosingChunk) yield closingChunk(event.answer, event.libra);
        yield STREAM_DONE;
        return;
    }
  }
}

export async function respondWhole(answer: Answer, now: () => number): Promise<Response> {
  const opened = await answer.opening;
  const headers = allowanceHeaders(opened.allowance, now());
  if (!opened.ok) return errorResponse(opened.failure, headers);
  const last = await lastEvent(opened.events);
  switch (last?.kind) {
    case 'finished':
      return jsonResponse(wholeCompletion(last.answer, last.libra), { headers });
    case 'failed':
      return errorResponse(last.failure, headers);
    default:
      // The events ended without an end: only a client that has left sees to that.
      return errorResponse({ code: 'internal' }, headers);
  }
}

async function lastEvent(events: AsyncIterable<AnswerEvent>): Promise<AnswerEvent | undefined> {
  let last: AnswerEvent | undefined;
  for await (const event of events) last = event;
  return last;
}

/** What is left, in OpenAI's header names. */
export function allowanceHeaders(allowance: Allowance | null, nowMs: number): Record<string, string> {
  if (allowance === null) return {};
  const { calls, tokens } = allowance;
  return {
    'x-ratelimit-limit-requests': String(calls.limit),
    'x-ratelimit-remaining-requests': String(calls.remaining),
    'x-ratelimit-reset-requests': seconds(calls.resetMs - nowMs),
    ...(tokens === null
      ? {}
      : {
          'x-ratelimit-limit-tokens': String(tokens.limit),
          'x-ratelimit-remaining-tokens': String(tokens.remaining),
          'x-ratelimit-reset-tokens': seconds(tokens.resetMs - nowMs),
        }),
  };
}

function seconds(ms: number): string {
  return `${Math.max(0, Math.ceil(ms / 1000))}s`;
}
