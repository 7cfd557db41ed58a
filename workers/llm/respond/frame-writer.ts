/**
 * Writes frames into the body of an event-stream response, with a comment wherever there is silence. What is written is
 * whole frames, hence a heartbeat can only ever stand between two.
 */
import { encodeComment } from '../../../shared/sse/encode.ts';
import type { Clock } from '../../../shared/time/clock.ts';

export interface FrameWriter {
  /**
   * Resolves once the reader has room for more, so that a slow one slows the sender down instead of filling memory. Rejects
   * when the reader has gone.
   */
  write(frames: string): Promise<void>;
  /** Ends the body. Never rejects. */
  close(): Promise<void>;
  /** Ends it at once, whatever is still to be written. */
  abort(reason: unknown): void;
}

export interface FrameWriterOptions {
  clock: Clock;
  /** Milliseconds of silence after which a comment goes out, again and again. It also makes workerd notice a closed
   *  connection, which it sees only when it writes. */
  heartbeatMs: number;
  /** The reader has gone. */
  onGone(): void;
}

const HEARTBEAT = encodeComment('heartbeat');

export function createFrameWriter(
  writable: WritableStream<Uint8Array>,
  { clock, heartbeatMs, onGone }: FrameWriterOptions,
): FrameWriter {
  const writer = writable.getWriter();
  const encoder = new TextEncoder();
  let silentSinceMs = clock.now();
  let unread = 0;
  // One timer outlives many frames and is set again only when it fires: setting one a frame cost a tenth of the stream.
  let stopTimer = watch(heartbeatMs);

  function watch(ms: number): () => void {
    return clock.setTimer(() => {
      const leftMs = heartbeatMs - (clock.now() - silentSinceMs);
      if (leftMs <= 0 && unread === 0) void send(HEARTBEAT).catch(onGone);
      stopTimer = watch(leftMs <= 0 ? heartbeatMs : leftMs);
    }, ms);
  }

  async function send(frames: string): Promise<void> {
    silentSinceMs = clock.now();
    unread += 1;
    await writer.write(encoder.encode(frames));
    unread -= 1;
  }

  return {
    write: send,
    async close() {
      stopTimer();
      await writer.close().catch(ignore);
    },
    abort(reason) {
      stopTimer();
      writer.abort(reason).catch(ignore);
    },
  };
}

function ignore(): void {}
