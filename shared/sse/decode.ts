/**
 * Server-sent events, reading side: bytes in, the `data` of each event out.
 *
 * No clock, no logging. Parsing is `eventsource-parser`'s; this file adds what a hop between Workers needs:
 * UTF-8 that may be cut anywhere, a bound on every frame, and a cancellation that does not wait for the next byte.
 */
import { createParser } from 'eventsource-parser';
import type { Pace } from './pace.ts';

export interface DecodeOptions {
  /** Aborting cancels the body at once and makes the pending or the following `next()` reject with its reason. */
  signal?: AbortSignal;
  /** The longest `data` of one event, and about the longest line of any other kind, in UTF-16 units. Default 1 MiB. */
  maxFrameChars?: number;
  /** Called for every comment with its text (heartbeats): proof that the connection lives, but never progress of the answer. */
  onComment?(text: string): void;
  /** Lets the runtime collect what the next read takes; only of a byte stream, as bodies are. Absent: each chunk as it comes. */
  pace?: Pace;
  /**
   * Awaited after each read that took all there was: what arrives meanwhile is collected by the runtime, and taken in one go.
   * Only of a byte stream. Never rejects.
   */
  rest?: () => Promise<void>;
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

/** A reader takes so much at a time, and twice as much whenever that was too little, since each read wakes JavaScript. */
const READ_BUFFER_BYTES = 16_384;
const MAX_READ_BUFFER_BYTES = 65_536;

/** The parser also counts the field name of the line that it holds (`data: `): room for it, so that our bound is exact. */
const FIELD_NAME_CHARS = 16;

/**
 * Yields the `data` of the events that each read brought (`[DONE]` included: what it means is the caller's affair). A batch
 * has at least one.
 *
 * - An event that the stream's end cuts off is dropped, as the standard says; the missing `[DONE]` tells the caller.
 * - Malformed UTF-8 becomes U+FFFD; unknown fields and event names are ignored.
 * - A body that is one JSON object is given as if it were one event: some servers send it under the type of a stream.
 * - Rejects with `SseTooLargeError` (after the whole frames before it), the signal's reason, or the body's own error.
 * - `return()` and `throw()` cancel the body even while a `next()` is waiting for bytes, or before the first `next()`;
 *   a plain async generator would queue them behind it, and the peer would go on being read.
 */
export function decodeSseBatches(
  body: ReadableStream<Uint8Array>,
  options: DecodeOptions = {},
): AsyncGenerator<string[], void, void> {
  const source = openSource(body, options);
  return cancellable(readBatches(source, options), source);
}

/** The same, event by event. */
export function decodeSse(
  body: ReadableStream<Uint8Array>,
  options: DecodeOptions = {},
): AsyncGenerator<string, void, void> {
  const source = openSource(body, options);
  return cancellable(flatten(readBatches(source, options), options.signal), source);
}

function cancellable<Item>(
  items: AsyncGenerator<Item, void, void>,
  source: Source,
): AsyncGenerator<Item, void, void> {
  return {
    next: () => items.next(),
    return(): Promise<IteratorResult<Item, void>> {
      source.cancel(undefined);
      return items.return();
    },
    throw(error: unknown): Promise<IteratorResult<Item, void>> {
      source.cancel(error);
      return items.throw(error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      await this.return();
    },
  };
}

async function* flatten(
  batches: AsyncGenerator<string[], void, void>,
  signal: AbortSignal | undefined,
): AsyncGenerator<string, void, void> {
  for await (const batch of batches) {
    for (const data of batch) {
      signal?.throwIfAborted();
      yield data;
    }
  }
}

async function* readBatches(source: Source, options: DecodeOptions): AsyncGenerator<string[], void, void> {
  const { maxFrameChars = DEFAULT_MAX_FRAME_CHARS, onComment, pace, rest } = options;
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
  /** Undefined until something has come. */
  let isJson: boolean | undefined;
  let json = '';
  try {
    for (;;) {
      const chunk = await source.read(pace?.nextMinBytes() ?? 1);
      if (chunk === undefined) {
        if (isJson === true) yield [json.trim()];
        return;
      }
      pace?.observe(chunk.byteLength);
      for (let start = 0; start < chunk.byteLength; start += SLICE_BYTES) {
        const text = decoder.decode(chunk.subarray(start, start + SLICE_BYTES), { stream: true });
        isJson ??= beginsJson(text);
        if (isJson === true) {
          json += text;
          if (json.length > maxFrameChars) throw new SseTooLargeError(maxFrameChars);
          continue;
        }
        parser.feed(text);
        if (ready.length > 0) {
          const batch = ready;
          ready = [];
          options.signal?.throwIfAborted();
          yield batch;
        }
        if (tooLarge) throw new SseTooLargeError(maxFrameChars);
      }
      if (rest !== undefined && !fills(chunk)) await rest();
    }
  } finally {
    source.cancel(undefined);
  }
}

/** Undefined for white space alone. */
function beginsJson(text: string): boolean | undefined {
  const first = text.trimStart()[0];
  return first === undefined ? undefined : first === '{';
}

interface Source {
  /** At least so many bytes, or what is left; undefined at the end or after `cancel`. One read at a time. */
  read(minBytes: number): Promise<Uint8Array | undefined>;
  /** Cancels the body and ends a pending `read`, now. Idempotent. */
  cancel(reason: unknown): void;
}

/** Locks the body at once, so that it can be cancelled even if nobody ever asks for a frame. */
function openSource(body: ReadableStream<Uint8Array>, { signal, pace, rest }: DecodeOptions): Source {
  const reader =
    (pace === undefined && rest === undefined ? undefined : openByteReader(body)) ?? openChunkReader(body);
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
    // Not awaited: a peer that is slow to close must not hold the caller.
    reader.cancel(reason).catch(ignore);
  }

  if (signal?.aborted === true) close(signal.reason);
  else signal?.addEventListener('abort', onAbort, { once: true });

  return {
    async read(minBytes) {
      let chunk: Uint8Array | undefined;
      if (!closed) {
        // Not Promise.race against one long-lived promise: each race would leave a reaction behind on it.
        chunk = await new Promise<Uint8Array | undefined>((resolve, reject) => {
          settleRead = () => resolve(undefined);
          reader.read(minBytes).then(resolve, reject);
        });
        settleRead = undefined;
      }
      signal?.throwIfAborted();
      return closed ? undefined : chunk;
    },
    cancel: close,
  };
}

interface Reader {
  read(minBytes: number): Promise<Uint8Array | undefined>;
  cancel(reason: unknown): Promise<void>;
}

/** Gives what one chunk holds, however little is asked for. */
function openChunkReader(body: ReadableStream<Uint8Array>): Reader {
  const reader = body.getReader();
  return {
    read: async () => (await reader.read()).value,
    cancel: (reason) => reader.cancel(reason),
  };
}

/** The runtime collects natively. Undefined for a stream that is made of chunks. */
function openByteReader(body: ReadableStream<Uint8Array>): Reader | undefined {
  let reader: ReadableStreamBYOBReader;
  try {
    reader = body.getReader({ mode: 'byob' });
  } catch {
    return undefined;
  }
  // Each read takes the buffer away and brings it back.
  let buffer: ArrayBufferLike = new ArrayBuffer(READ_BUFFER_BYTES);
  return {
    async read(minBytes) {
      const view = new Uint8Array(buffer);
      // At the end what is left comes with `done` by the standard, and before it in workerd.
      const { value } = await (reader as StandardByobReader).read(view, { min: minBytes });
      if (value === undefined || value.byteLength === 0) return undefined;
      const isTooSmall = fills(value) && value.byteLength < MAX_READ_BUFFER_BYTES;
      buffer = isTooSmall ? new ArrayBuffer(2 * value.byteLength) : value.buffer;
      return value;
    },
    cancel: (reason) => reader.cancel(reason),
  };
}

/** There may be more where a read has filled its buffer; a chunk of a stream that is made of chunks has no other. */
function fills({ byteLength, buffer }: Uint8Array): boolean {
  return byteLength >= READ_BUFFER_BYTES && byteLength === buffer.byteLength;
}

/** `min` is the standard's name for what workerd also calls `readAtLeast`; its types lack it. */
interface StandardByobReader {
  read(view: Uint8Array, options: { min: number }): Promise<ReadableStreamReadResult<Uint8Array>>;
}

function ignore(): void {}
