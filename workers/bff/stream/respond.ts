/**
 * An answer as an HTTP response, in one of OpenAI's forms.
 *
 * Streams: a failure that is known within `earlyStatusMs` has its own status; after that the status is 200, heartbeats keep
 * the connection alive, and a failure is a frame, never followed by an end that would say success.
 */
import { encodeComment, SSE_HEADERS } from '../../../shared/sse/encode.ts';
import { within } from '../../../shared/time/wait.ts';
import type { Answer } from '../answer/answer.ts';
import { failureOf } from '../answer/end.ts';
import type { Opening } from '../answer/opening.ts';
import type { Conclusion, LiveAnswer } from '../answer/rounds.ts';
import { errorResponse, jsonResponse } from '../reply.ts';
import { admittedHeaders, allowanceHeaders } from './allowance-headers.ts';
import type { AnswerFormat } from './format.ts';

export interface StreamOptions {
  format: AnswerFormat;
  heartbeatMs: number;
  earlyStatusMs: number;
  /** What is written can be read at the other end; the runtime's own, which can relay a body without us. */
  createPipe: () => { readable: ReadableStream<Uint8Array>; writable: WritableStream<Uint8Array> };
  /** Resolves once what was written is on its way. */
  flush: () => Promise<void>;
  /** Runs `callback` every `ms` until the returned function is called. */
  every: (ms: number, callback: () => void) => () => void;
  now: () => number;
  onBug: (error: unknown) => void;
}

export async function respondWithStream(answer: Answer, options: StreamOptions): Promise<Response> {
  const { format, earlyStatusMs, now, onBug, createPipe } = options;
  const known = (await within(earlyStatusMs, answer.opening)) ?? null;
  if (known !== null && !known.ok) {
    return errorResponse(format.describe(known.failure), allowanceHeaders(known.allowance, now()));
  }
  const { readable, writable } = createPipe();
  write(answer, known, writable, options).catch((error) => {
    answer.cancel();
    onBug(error);
    return writable.abort(error).catch(ignore);
  });
  return new Response(readable, {
    headers: { ...SSE_HEADERS, ...(known === null ? {} : admittedHeaders(known.allowance, now())) },
  });
}

/** Writes the whole stream. Rejects only on a bug. */
async function write(
  answer: Answer,
  known: Opening | null,
  writable: WritableStream<Uint8Array>,
  options: StreamOptions,
): Promise<void> {
  const { format } = options;
  const opening = known ?? (await waitForOpening(answer, writable, options));
  let rest: string;
  if (!opening.ok) rest = format.failed(opening.failure);
  else if (opening.answer.kind === 'repeated') rest = format.begun(opening) + format.repeated(opening.answer);
  else {
    await send(writable, format.begun(opening));
    const { end, isTold, closing } = await relay(answer, opening.answer, writable, options);
    if (end.kind === 'stopped') return;
    const failure = failureOf(end) ?? { code: 'internal' };
    rest = closing === null ? format.brokenOff(failure, isTold) : format.ended(closing);
  }
  // A client that goes at the very end has had its answer.
  if (await send(writable, rest)) await writable.close().catch(ignore);
}

/** Comments from the first moment on: they flush the headers, and each beat finds out whether the client is still there. */
async function waitForOpening(
  answer: Answer,
  writable: WritableStream<Uint8Array>,
  options: StreamOptions,
): Promise<Opening> {
  if (!(await send(writable, encodeComment('open')))) answer.cancel();
  return waitBeating(answer.opening, answer, writable, options);
}

/** While nothing is written, a client that has gone is noticed by the beats alone. */
async function waitBeating<Value>(
  awaited: Promise<Value>,
  answer: Answer,
  writable: WritableStream<Uint8Array>,
  { heartbeatMs, every }: StreamOptions,
): Promise<Value> {
  let beaten: Promise<void> = Promise.resolve();
  const stopBeating = every(heartbeatMs, () => {
    beaten = beaten.then(async () => {
      if (!(await send(writable, encodeComment('heartbeat')))) answer.cancel();
    });
  });
  try {
    return await awaited;
  } finally {
    stopBeating();
    await beaten;
  }
}

async function relay(
  answer: Answer,
  live: LiveAnswer,
  writable: WritableStream<Uint8Array>,
  options: StreamOptions,
): Promise<Conclusion> {
  const { format, flush } = options;
  for (;;) {
    const part = await waitBeating(live.parts.next(), answer, writable, options);
    if (part === null) return live.conclusion;
    if (part.kind !== 'body') {
      if (!(await send(writable, format.part(part)))) answer.cancel();
      continue;
    }
    try {
      await format.relay(part.body, writable);
    } catch {
      // Either side may have broken. If the client is still there, this also ends a frame that was cut in the middle.
      if (!(await send(writable, '\n\n'))) answer.cancel();
    }
    // The last of the text before what is made of the whole.
    await flush();
    part.drain();
  }
}

/** False when the client has gone. Never rejects. */
async function send(writable: WritableStream<Uint8Array>, text: string): Promise<boolean> {
  if (text === '') return true;
  let writer: WritableStreamDefaultWriter<Uint8Array> | undefined;
  try {
    writer = writable.getWriter();
    await writer.write(encoder.encode(text));
    return true;
  } catch {
    return false;
  } finally {
    writer?.releaseLock();
  }
}

export async function respondWhole(
  answer: Answer,
  { now, format }: { now: () => number; format: AnswerFormat },
): Promise<Response> {
  const opened = await answer.opening;
  if (!opened.ok)
    return errorResponse(format.describe(opened.failure), allowanceHeaders(opened.allowance, now()));
  const headers = admittedHeaders(opened.allowance, now());
  if (opened.answer.kind === 'repeated') return jsonResponse(format.whole(opened.answer), { headers });
  const { end, closing } = await opened.answer.conclusion;
  return closing === null
    ? errorResponse(format.describe(failureOf(end) ?? { code: 'internal' }), headers)
    : jsonResponse(format.whole(closing), { headers });
}

const encoder = new TextEncoder();

function ignore(): void {}
