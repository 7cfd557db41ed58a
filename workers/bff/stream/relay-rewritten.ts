/** Relays a model's frames to a client in other words. */
import { OWN_COMMENT } from '../../../shared/chat/relay.ts';
import { decodeSseBatches } from '../../../shared/sse/decode.ts';
import { encodeComment } from '../../../shared/sse/encode.ts';

/** `rewrite`: what goes out for the data of the frames that one read brought; may be empty. Rejects when either side breaks. */
export async function relayRewritten(
  body: ReadableStream<Uint8Array>,
  writable: WritableStream<Uint8Array>,
  rewrite: (batch: readonly string[]) => string,
): Promise<void> {
  const writer = writable.getWriter();
  const gone = new AbortController();
  const write = (text: string) => writer.write(encoder.encode(text));
  try {
    const batches = decodeSseBatches(body, {
      signal: gone.signal,
      onComment(text) {
        // A client that has gone is noticed when something is written, and a heartbeat may be all there is.
        if (!text.startsWith(OWN_COMMENT)) write(encodeComment(text)).catch((error) => gone.abort(error));
      },
    });
    for await (const batch of batches) {
      const text = rewrite(batch);
      if (text !== '') await write(text);
    }
  } finally {
    writer.releaseLock();
  }
}

const encoder = new TextEncoder();
