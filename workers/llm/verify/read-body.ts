/** Reads a request's body up to a bound. */
import { MAX_CHAT_BODY_BYTES } from '../../../shared/limits.ts';

/** The bff adds the conversation so far and the system prompt to what it was sent: twice its own bound is ample. */
export const MAX_LLM_BODY_BYTES = 2 * MAX_CHAT_BODY_BYTES;

/** The bytes received, or undefined when there are more than `maxBytes` (nothing beyond them is read then). */
export async function readBody(request: Request, maxBytes: number): Promise<Uint8Array | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return undefined;
  if (request.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop cancels the body.
  for await (const chunk of request.body) {
    length += chunk.byteLength;
    if (length > maxBytes) return undefined;
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}
