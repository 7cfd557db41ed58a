/**
 * Turns a source of frames into the body of an event-stream response: heartbeats, backpressure, cancellation.
 *
 * Pull-driven: the source is asked for frames only when the client has room for some, so a slow client slows the
 * provider down instead of filling memory. What is enqueued is always whole frames, hence a heartbeat can only
 * ever stand between two.
 */
import { encodeComment } from '../../../shared/sse/encode.ts';

export interface StreamFramesOptions {
  /** Milliseconds of silence after which a comment goes out, again and again. It also makes workerd notice a closed
   *  connection, which it sees only when it writes. */
  heartbeatMs: number;
  /** The source has its first frame already: no comment is needed to flush the headers. */
  hasFirst?: boolean;
  /** The client is gone. Abort the work behind the source here: an async generator that is waiting for something
   *  takes `return()` only once that something has arrived. */
  onCancel(reason: unknown): void;
  /** The source threw, which is a bug (expected failures are frames). May return one last frame. */
  onError?(error: unknown): string | undefined;
  /** Runs `callback` after `ms` and returns what calls it off; `setTimeout` by default. */
  setTimer?: SetTimer;
  /** Unix milliseconds; the platform's clock by default. */
  now?: () => number;
}

export type SetTimer = (callback: () => void, ms: number) => () => void;

const OPENING = encodeComment('open');
const HEARTBEAT = encodeComment('heartbeat');

/**
 * `source` yields whole frames, encoded, one or several in a text; nothing is added to them, so a source that ends without `[DONE]` gives a stream
 * that ends without it. A source that throws ends the stream the same way.
 * Unless there is a frame already the first bytes are a comment, available at once, so that headers are flushed before it.
 */
export function streamFrames(
  source: AsyncIterable<string>,
  options: StreamFramesOptions,
): ReadableStream<Uint8Array> {
  const {
    heartbeatMs,
    hasFirst = false,
    onCancel,
    onError,
    setTimer = setPlatformTimer,
    now = Date.now,
  } = options;
  const encoder = new TextEncoder();
  const iterator = source[Symbol.asyncIterator]();
  /** The frame asked for and not yet sent; it outlives any number of heartbeats. */
  let pending: Promise<Step> | undefined;
  /** Present while a frame is waited for. */
  let wait: { sinceMs: number; end(): void } | undefined;
  // One timer outlives many frames and is set again only when it fires: setting one a frame cost a tenth of the stream.
  let stopTimer: (() => void) | undefined;

  function watch(ms: number): void {
    stopTimer = setTimer(() => {
      stopTimer = undefined;
      if (wait === undefined) return;
      const leftMs = heartbeatMs - (now() - wait.sinceMs);
      if (leftMs <= 0) wait.end();
      else watch(leftMs);
    }, ms);
  }

  /** Undefined when the silence (or the client's presence) ended first. */
  function nextStep(): Promise<Step | undefined> {
    pending ??= takeStep(iterator);
    const step = pending;
    return new Promise((resolve) => {
      wait = { sinceMs: now(), end: () => resolve(undefined) };
      if (stopTimer === undefined) watch(heartbeatMs);
      void step.then(resolve);
    });
  }

  let cancelled = false;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      if (!hasFirst) controller.enqueue(encoder.encode(OPENING));
    },
    async pull(controller) {
      const step = await nextStep();
      wait = undefined;
      if (cancelled) return;
      if (step === undefined) {
        controller.enqueue(encoder.encode(HEARTBEAT));
        return;
      }
      pending = undefined;
      if (step.kind === 'frame') {
        controller.enqueue(encoder.encode(step.text));
        return;
      }
      if (step.kind === 'failed') {
        const lastFrame = onError?.(step.error);
        if (lastFrame !== undefined) controller.enqueue(encoder.encode(lastFrame));
      }
      stopTimer?.();
      controller.close();
    },
    cancel(reason) {
      cancelled = true;
      stopTimer?.();
      wait?.end();
      try {
        onCancel(reason);
      } finally {
        // Neither awaited nor allowed to fail: nobody is left to tell.
        iterator.return?.().then(ignore, ignore);
      }
    },
  });
}

type Step = { kind: 'frame'; text: string } | { kind: 'ended' } | { kind: 'failed'; error: unknown };

/** Never rejects: a frame that arrives after the client has left must not surface as an unhandled rejection. */
async function takeStep(iterator: AsyncIterator<string>): Promise<Step> {
  try {
    const result = await iterator.next();
    return result.done === true ? { kind: 'ended' } : { kind: 'frame', text: result.value };
  } catch (error) {
    return { kind: 'failed', error };
  }
}

function setPlatformTimer(callback: () => void, ms: number): () => void {
  const handle = setTimeout(callback, ms);
  return () => clearTimeout(handle);
}

function ignore(): void {}
