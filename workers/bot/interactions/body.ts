/** Reads a request's raw body up to a bound, so that a sender cannot fill an isolate's memory. */

/** 100,000 characters of escaped Hangul (`\uXXXX`) still fit, and so get a friendly answer instead of a 413. */
export const MAX_INTERACTION_BYTES = 1_048_576;

export type BodyRead = { kind: 'read'; bytes: Uint8Array } | { kind: 'too_large' } | { kind: 'broken' };

/** `broken`: the sender went away before the end. The declared length is only used to refuse early, never trusted. */
export async function readBoundedBody(request: Request, maxBytes: number): Promise<BodyRead> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return { kind: 'too_large' };
  if (request.body === null) return { kind: 'read', bytes: new Uint8Array() };
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.byteLength;
      if (length > maxBytes) {
        await reader.cancel();
        return { kind: 'too_large' };
      }
      chunks.push(value);
    }
  } catch {
    return { kind: 'broken' };
  }
  return { kind: 'read', bytes: joinChunks(chunks, length) };
}

function joinChunks(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const only = chunks[0];
  if (chunks.length === 1 && only !== undefined) return only;
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}
