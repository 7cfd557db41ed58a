/** A form that is sent without being put together: a recording is in memory once. */
import { formatContentDigest } from '../../../shared/signing/digest.ts';
import type { StreamedBody } from '../../../shared/signing/sign.ts';

/** The digest first, since it is signed; then the parts one after the other, with the length of the whole. */
export async function streamForm(parts: readonly Uint8Array[]): Promise<StreamedBody> {
  const hash = new crypto.DigestStream('SHA-256');
  await writeAll(hash.getWriter(), parts);
  const { readable, writable } = new FixedLengthStream(parts.reduce((sum, part) => sum + part.byteLength, 0));
  // A receiver that stops reading is the call's to tell.
  writeAll(writable.getWriter(), parts).catch(() => undefined);
  return { contentDigest: formatContentDigest(await hash.digest), stream: readable };
}

async function writeAll(
  writer: WritableStreamDefaultWriter<Uint8Array>,
  parts: readonly Uint8Array[],
): Promise<void> {
  for (const part of parts) await writer.write(part);
  await writer.close();
}
