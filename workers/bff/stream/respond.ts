/**
 * An answer as an HTTP response. An answer that is being written is relayed without being looked at: its bytes flow from
 * the llm Worker to the client within the runtime, and only its end is written here.
 *
 * Streams: a failure that is known within `earlyStatusMs` has its own status; after that the status is 200, heartbeats keep
 * the connection alive, and a failure is a frame, never followed by `[DONE]`.
 */
import { STREAM_DONE } from '../../../shared/chat/chunk.ts';
import { encodeComment, encodeData, SSE_HEADERS } from '../../../shared/sse/encode.ts';
import { within } from '../../../shared/time/wait.ts';
import type { Answer, Opening } from '../answer/answer.ts';
import type { Closing } from '../answer/closing.ts';
import { failureOf } from '../answer/end.ts';
import type { Conclusion, LiveAnswer } from '../answer/rounds.ts';
import type { Allowance } from '../limits/decide.ts';
import { errorFrame, errorResponse, jsonResponse } from '../reply.ts';
import { createStrippingStream } from './strip-comments.ts';
import { closingChunk, forgottenChunk, replayChunks, type Shown, wholeCompletion } from './wire.ts';

export interface StreamOptions {
  heartbeatMs: number;
  earlyStatusMs: number;
  /** What the client has asked for: a last chunk without choices carries it. */
  shows: Shown;
  /** What is written can be read at the other end; the runtime's own, which can relay a body without us. */
  createPipe: () => { readable: ReadableStream<Uint8Array>; writable: WritableStream<Uint8Array> };
  /** Runs `callback` every `ms` until the returned function is called. */
  every: (ms: number, callback: () => void) => () => void;
  now: () => number;
  onBug: (error: unknown) => void;
}

export async function respondWithStream(answer: Answer, options: StreamOptions): Promise<Response> {
  const { earlyStatusMs, now, onBug, createPipe } = options;
  const known = (await within(earlyStatusMs, answer.opening)) ?? null;
  if (known !== null && !known.ok) {
    return errorResponse(known.failure, allowanceHeaders(known.allowance, now()));
  }
  const { readable, writable } = createPipe();
  write(answer, known, writable, options).catch((error) => {
    answer.cancel();
    onBug(error);
    return writable.abort(error).catch(ignore);
  });
  return new Response(readable, {
    headers: { ...SSE_HEADERS, ...allowanceHeaders(known?.allowance ?? null, now()) },
  });
}

/** Writes the whole stream. Rejects only on a bug. */
async function write(
  answer: Answer,
  known: Opening | null,
  writable: WritableStream<Uint8Array>,
  options: StreamOptions,
): Promise<void> {
  const { shows, now } = options;
  const opening = known ?? (await waitForOpening(answer, writable, options));
  const frames: string[] = [];
  if (!opening.ok) frames.push(errorFrame(opening.failure));
  else if (opening.answer.kind === 'repeated') {
    frames.push(...replayChunks(opening.answer.answer));
    frames.push(...closingFrames(opening.answer, shows));
  } else {
    if (shows.libra && opening.isForgotten) await send(writable, encodeData(forgottenChunk(now())));
    const { end, isTold, closing } = await relay(answer, opening.answer, writable, shows);
    if (end.kind === 'stopped') return;
    if (closing !== null) frames.push(...closingFrames(closing, shows));
    else if (!isTold) frames.push(errorFrame(failureOf(end) ?? { code: 'internal' }));
  }
  // A client that goes at the very end has had its answer.
  if (await send(writable, frames.map(encodeData).join(''))) await writable.close().catch(ignore);
}

/** After the frames of an answer that came to its end. */
function closingFrames({ answer, libra }: Closing, shows: Shown): string[] {
  const chunk = closingChunk(answer, libra, shows);
  return [...(chunk === null ? [] : [chunk]), STREAM_DONE];
}

/** Comments from the first moment on: they flush the headers, and each beat finds out whether the client is still there. */
async function waitForOpening(
  answer: Answer,
  writable: WritableStream<Uint8Array>,
  { heartbeatMs, every }: StreamOptions,
): Promise<Opening> {
  const writer = writable.getWriter();
  let written: Promise<void> = Promise.resolve();
  const beat = (comment: string) => {
    written = writer.write(encoder.encode(encodeComment(comment))).catch(answer.cancel);
  };
  beat('open');
  const stopBeating = every(heartbeatMs, () => beat('heartbeat'));
  try {
    return await answer.opening;
  } finally {
    stopBeating();
    await written;
    writer.releaseLock();
  }
}

async function relay(
  answer: Answer,
  live: LiveAnswer,
  writable: WritableStream<Uint8Array>,
  shows: Shown,
): Promise<Conclusion> {
  try {
    // Without us as far as it can be: only a client that has asked for nothing of Libra's has something taken out.
    const body = shows.libra ? live.body : live.body?.pipeThrough(createStrippingStream());
    await body?.pipeTo(writable, { preventClose: true, preventAbort: true });
  } catch {
    // Either side may have broken. If the client is still there, this also ends a frame that was cut in the middle.
    if (!(await send(writable, '\n\n'))) answer.cancel();
  }
  live.drain();
  return live.conclusion;
}

/** False when the client has gone. Never rejects. */
async function send(writable: WritableStream<Uint8Array>, text: string): Promise<boolean> {
  let writer: WritableStreamDefaultWriter<Uint8Array> | undefined;
  try {
    writer = writable.getWriter();
    if (text !== '') await writer.write(encoder.encode(text));
    return true;
  } catch {
    return false;
  } finally {
    writer?.releaseLock();
  }
}

export async function respondWhole(
  answer: Answer,
  { now, showsLibra }: { now: () => number; showsLibra: boolean },
): Promise<Response> {
  const complete = ({ answer: whole, libra }: Closing) => wholeCompletion(whole, showsLibra ? libra : null);
  const opened = await answer.opening;
  const headers = allowanceHeaders(opened.allowance, now());
  if (!opened.ok) return errorResponse(opened.failure, headers);
  if (opened.answer.kind === 'repeated') {
    return jsonResponse(complete(opened.answer), { headers });
  }
  const { end, closing } = await opened.answer.conclusion;
  return closing === null
    ? errorResponse(failureOf(end) ?? { code: 'internal' }, headers)
    : jsonResponse(complete(closing), { headers });
}

const encoder = new TextEncoder();

function ignore(): void {}

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
