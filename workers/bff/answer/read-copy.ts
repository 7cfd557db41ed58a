/**
 * Reads what the llm Worker sends, or a copy of it while the client gets the bytes themselves. The mechanism of reading is in
 * this file alone: what comes of the frames is the collector's affair.
 */
import { decodeSse, SseTooLargeError } from '../../../shared/sse/decode.ts';
import type { Collector } from './collect.ts';
import type { Ended } from './end.ts';

export interface CopyOptions {
  /** True when the bytes go to the client untouched: then the copy can wait. */
  isRelayed: boolean;
  /** Aborted when the rest of the copy is to be read at once. */
  drain: AbortSignal;
  /** Resolves after `ms`, or as soon as the signal aborts. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Read by the handful, a copy costs next to nothing. */
const LOOK_EVERY_MS = 250;
/** As much as the runtime gives at once: there is more, and it is not waited for. */
const FULL_READ_BYTES = 4_096;

/** Null when the stream ended or broke before the answer was whole. Never rejects. */
export async function readCopy(
  body: ReadableStream<Uint8Array>,
  collector: Collector,
  { isRelayed, drain, sleep }: CopyOptions,
): Promise<Ended | null> {
  /** Only once there is text: the time of the first token is measured. */
  function pause(lastBytes: number): Promise<void> | undefined {
    if (lastBytes >= FULL_READ_BYTES || !collector.hasText() || drain.aborted) return undefined;
    return sleep(LOOK_EVERY_MS, drain);
  }

  const whole = (): Ended | null => {
    const end = collector.wholeEnd();
    return end === null ? null : { end, isTold: false };
  };

  try {
    const frames = decodeSse(body, {
      onComment: collector.takeComment,
      ...(isRelayed ? { beforeRead: pause } : {}),
    });
    for await (const data of frames) {
      const ended = collector.take(data);
      if (ended !== null) return ended;
    }
    return whole();
  } catch (error) {
    // Once the answer is whole, no later trouble can spoil it.
    const end = whole();
    if (end !== null || !(error instanceof SseTooLargeError)) return end;
    return { end: { kind: 'failed', failure: { code: 'provider_garbled' } }, isTold: false };
  }
}
