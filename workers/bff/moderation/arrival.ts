/** An answer as it arrives from the model: read as fast as it comes, into what is held of it. */
import { parseAnswerEnd } from '../../../shared/chat/relay.ts';
import { decodeSseBatches } from '../../../shared/sse/decode.ts';
import { encodeComment } from '../../../shared/sse/encode.ts';
import { createNotifier } from '../../../shared/time/notifier.ts';
import type { Held } from './held.ts';

export interface Arrival {
  /** To the end. Rejects when the stream breaks: then what is held was not said to its end, and is not shown. */
  read(out: (text: string) => void): Promise<void>;
  /** Something is held that was not there before, or the answer has ended. */
  changed(): Promise<void>;
  hasEnded(): boolean;
  /** Resolves when all of it has come. */
  ended: Promise<void>;
  /** From now on what comes goes out at once, unjudged. */
  open(): void;
  /** The comment with which the stream says that it is whole, and what it cost; null: it has not (yet). */
  endComment(): string | null;
}

export function createArrival(body: ReadableStream<Uint8Array>, held: Held, signal: AbortSignal): Arrival {
  const ended = Promise.withResolvers<void>();
  const changes = createNotifier();
  let hasEnded = false;
  let isOpen = false;
  let endComment: string | null = null;

  return {
    async read(out) {
      const batches = decodeSseBatches(body, {
        signal,
        onComment(text) {
          if (parseAnswerEnd(text) !== null) endComment = text;
          else out(encodeComment(text));
        },
      });
      for await (const batch of batches) {
        out(batch.map(held.push).join(''));
        if (isOpen) out(held.releaseUnjudged());
        if (held.hasFrames()) changes.notify();
      }
      hasEnded = true;
      ended.resolve();
      changes.notify();
    },
    changed: () => changes.next(),
    hasEnded: () => hasEnded,
    ended: ended.promise,
    open() {
      isOpen = true;
    },
    endComment: () => endComment,
  };
}
