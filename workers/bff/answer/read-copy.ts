/**
 * Reads what the llm Worker sends, or a copy of it while the client gets the bytes themselves. The mechanism of reading is in
 * this file alone: what comes of the frames is the collector's affair.
 */
import { decodeSseBatches, SseTooLargeError } from '../../../shared/sse/decode.ts';
import type { Collector } from './collect.ts';
import type { Ended } from './end.ts';

export interface CopyOptions {
  /** Called with each frame after which the answer goes on; the first is what counts. */
  onFirst: (nothing: undefined) => void;
  /** Awaited between reads when nobody waits for what is read. Absent: each chunk is taken as it comes. */
  rest?: () => Promise<void>;
}

/**
 * Null when the stream ended or broke before the answer was whole. Never rejects.
 *
 * A branch of a `tee` must not wait for a number of bytes: that holds the other one back, which is the client's.
 */
export async function readCopy(
  body: ReadableStream<Uint8Array>,
  collector: Collector,
  { onFirst, rest }: CopyOptions,
): Promise<Ended | null> {
  const whole = (): Ended | null => {
    const end = collector.wholeEnd();
    return end === null ? null : { end, isTold: false };
  };

  try {
    const batches = decodeSseBatches(body, {
      onComment: collector.takeComment,
      ...(rest === undefined ? {} : { rest }),
    });
    for await (const batch of batches) {
      for (const data of batch) {
        const ended = collector.take(data);
        if (ended !== null) return ended;
        onFirst(undefined);
      }
    }
    return whole();
  } catch (error) {
    // Once the answer is whole, no later trouble can spoil it.
    const end = whole();
    if (end !== null || !(error instanceof SseTooLargeError)) return end;
    return { end: { kind: 'failed', failure: { code: 'provider_garbled' } }, isTold: false };
  }
}
