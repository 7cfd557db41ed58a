/**
 * Request bodies up to a limit. Not Hono's `bodyLimit`: that wraps the request in a new one, which fails unless
 * @hono/node-server replaces the process's global `Request`, and the stand-in shares its process.
 */
import type { Context } from 'hono';

/** The whole body, or null when it is longer than `maxBytes`; then the rest is not read. */
export async function readBytes(c: Context, maxBytes: number): Promise<Uint8Array | null> {
  if (Number(c.req.header('content-length') ?? 0) > maxBytes) return null;
  const body = c.req.raw.body;
  if (body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size > maxBytes) return null;
  }
  return Buffer.concat(chunks);
}
