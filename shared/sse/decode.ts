/**
 * Server-sent events, reading side: bytes in, the `data` of each event out.
 *
 * No clock, no logging. Parsing is `eventsource-parser`'s; this file adds what a hop between Workers needs:
 * UTF-8 that may be cut anywhere, a bound on every frame, and a cancellation that does not wait for the next byte.
 */
import { createParser } from 'eventsource-parser';

export interface DecodeOptions {
  /** Aborting cancels the body at once and makes the pending or the following `next()` reject with its reason. */
  signal?: AbortSignal;
  /** The longest `data` of one event, and about the longest line of any other kind, in UTF-16 units. Default 1 MiB. */
  maxFrameChars?: number;
  /** Called for every comment with its text (heartbeats): proof that the connection lives, but never progress of the answer. */
  onComment?(text: string): void;
  /** Awaited before each read but the first, which took `lastBytes`: who is in no hurry gathers more with the next one. */
  beforeRead?(lastBytes: number): Promise<void> | undefined;
}

/** The peer sent a frame beyond the bound; the body has been cancelled. Holds sizes only, never content. */
export class SseTooLargeError extends Error {
  readonly maxFrameChars: number;
  constructor(maxFrameChars: number) {
    super(`An event-stream frame is longer than ${maxFrameChars} characters`);
    this.name = 'SseTooLargeError';
    this.maxFrameChars = maxFrameChars;
  }
}

const DEFAULT_MAX_FRAME_CHARS = 1_048_576;

/** A chunk is parsed in slices of this many bytes: it bounds how many decoded events can wait for a slow consumer. */
const SLICE_BYTES = 16_384;

/** The parser also counts the field name of the line that it holds (`data: `): room for it, so that our bound is exact. */
const FIELD_NAME_CHARS = 16;

/**
 * Yields each event's `data` (`[DONE]` included: what it means is the caller's affair).
 *
 * - An event that the stream's end cuts off is dropped, as the standard says; the missing `[DONE]` tells the caller.
 * - Malformed UTF-8 becomes U+FFFD; unknown fields and event names are ignored.
 * - Rejects with `SseTooLargeError` (after the whole frames before it), the signal's reason, or the body's own error.
 * - `return()` and `throw()` cancel the body even while a `next()` is waiting for bytes, or before the first `next()`;
 *   a plain async generator would queue them behind it, and the peer would go on being read.
 */
export function decodeSse(
  body: ReadableStream<Uint8Array>,
  options: DecodeOptions = {},
): AsyncGenerator<string, void, void> {
  const source = openSource(body, options.signal);
  const frames = readFrames(source, options);
  return {
    next: () => frames.next(),
    return(): Promise<IteratorResult<string, void>> {
      source.cancel(undefined);
      return frames.return();
    },
    throw(error: unknown): Promise<IteratorResult<string, void>> {
      source.cancel(error);
      return frames.throw(error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      await this.return();
    },
  };
}

async function* readFrames(source: Source, options: DecodeOptions): AsyncGenerator<string, void, void> {
  const { signal, maxFrameChars = DEFAULT_MAX_FRAME_CHARS, onComment, beforeRead } = options;
  let ready: string[] = [];
  let tooLarge = false;
  const parser = createParser({
    maxBufferSize: maxFrameChars + FIELD_NAME_CHARS,
    onEvent({ data }) {
      // The parser bounds what it holds between feeds; a frame that arrives whole is ours to measure.
      if (data.length > maxFrameChars) tooLarge = true;
      if (!tooLarge) ready.push(data);
    },
    onError(error) {
      if (error.type === 'max-buffer-size-exceeded') tooLarge = true;
    },
    ...(onComment === undefined ? {} : { onComment: (text: string) => onComment(text) }),
  });
  // The parser drops one byte order mark itself; a decoder that did so too would drop two.
  const decoder = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true });
  try {
    for (;;) {
      const chunk = await source.read();
      if (chunk === undefined) return;
      for (let start = 0; start < chunk.byteLength; start += SLICE_BYTES) {
        parser.feed(decoder.decode(chunk.subarray(start, start + SLICE_BYTES), { stream: true }));
        if (ready.length > 0) {
          const frames = ready;
          ready = [];
          for (const data of frames) {
            signal?.throwIfAborted();
            yield data;
          }
        }
        if (tooLarge) throw new SseTooLargeError(maxFrameChars);
      }
      await beforeRead?.(chunk.byteLength);
    }
  } finally {
    source.cancel(undefined);
  }
}

interface Source {
  /** The next chunk; undefined at the end or after `cancel`. One read at a time. */
  read(): Promise<Uint8Array | undefined>;
  /** Cancels the body and ends a pending `read`, now. Idempotent. */
  cancel(reason: unknown): void;
}

/** Locks the body at once, so that it can be cancelled even if nobody ever asks for a frame. */
function openSource(body: ReadableStream<Uint8Array>, signal: AbortSignal | undefined): Source {
  const reader = body.getReader();
  let closed = false;
  let settleRead: (() => void) | undefined;

  function onAbort(): void {
    close(signal?.reason);
  }
  function close(reason: unknown): void {
    if (closed) return;
    closed = true;
    signal?.removeEventListener('abort', onAbort);
    // First of all: on a network body workerd rejects the pending read with `reason`, where the standard says it ends.
    settleRead?.();
    // Not awaited: a peer that is slow to take its leave must not hold the caller.
    reader.cancel(reason).catch(ignore);
  }

  if (signal?.aborted === true) close(signal.reason);
  else signal?.addEventListener('abort', onAbort, { once: true });

  return {
    async read() {
      let chunk: Uint8Array | undefined;
      if (!closed) {
        // Not Promise.race against one long-lived promise: each race would leave a reaction behind on it.
        chunk = await new Promise<Uint8Array | undefined>((resolve, reject) => {
          settleRead = () => resolve(undefined);
          reader.read().then(({ value }) => resolve(value), reject);
        });
        settleRead = undefined;
      }
      signal?.throwIfAborted();
      return closed ? undefined : chunk;
    },
    cancel: close,
  };
}

function ignore(): void {}
