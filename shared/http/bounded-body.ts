/** Reads a raw body up to a bound, so that a sender cannot fill an isolate's memory. */
import { concatBytes } from '../bytes.ts';

export type BodyRead = { kind: 'read'; bytes: Uint8Array } | { kind: 'too_large' } | { kind: 'broken' };

/**
 * `broken`: the sender went away before the end.
 * A body with a declared length is read in one step, which costs far less than chunk by chunk: the declaration is at most
 * the bound, the runtime ends such a body there, and what arrived is measured all the same.
 */
export async function readBoundedBody(request: Request | Response, maxBytes: number): Promise<BodyRead> {
  const declared = request.headers.get('content-length');
  if (declared !== null && Number(declared) > maxBytes) return { kind: 'too_large' };
  try {
    if (declared !== null && DIGITS.test(declared)) {
      return bounded(new Uint8Array(await request.arrayBuffer()), maxBytes);
    }
    // Asked for only here: the mere look at `body` makes a stream object.
    return request.body === null
      ? { kind: 'read', bytes: new Uint8Array() }
      : await readByChunk(request.body, maxBytes);
  } catch {
    return { kind: 'broken' };
  }
}

const DIGITS = /^\d+$/;

function bounded(bytes: Uint8Array, maxBytes: number): BodyRead {
  return bytes.byteLength > maxBytes ? { kind: 'too_large' } : { kind: 'read', bytes };
}

/**
 * Of a body whose declared length says nothing: a compressed one may be far larger when it is read. Rejects when the sender
 * went away.
 */
export async function readByChunk(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<BodyRead> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.byteLength;
    // Leaving the loop cancels the body.
    if (length > maxBytes) return { kind: 'too_large' };
    chunks.push(chunk);
  }
  return { kind: 'read', bytes: concatBytes(chunks, length) };
}
