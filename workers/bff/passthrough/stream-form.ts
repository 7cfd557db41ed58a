/** The body of a passthrough call on its way to llm. A large form is sent without being put together: a recording is in memory once. */
import { concatBytes, writeParts } from '../../../shared/bytes.ts';
import { createContentDigest, formatContentDigest } from '../../../shared/signing/digest.ts';
import type { StreamedBody } from '../../../shared/signing/sign.ts';

/** Up to here it is: a speech of seconds. */
const MAX_JOINED_BYTES = 1_048_576;

/**
 * The digest first, since it is signed; then the parts one after the other, with the length of the whole. `held`: nothing of it is
 * sent before this has resolved; where it rejects, nothing is sent.
 */
export async function streamForm(
  parts: readonly Uint8Array[],
  held: Promise<void> = Promise.resolve(),
): Promise<StreamedBody> {
  const length = parts.reduce((sum, part) => sum + part.byteLength, 0);
  const pieces = length <= MAX_JOINED_BYTES ? [concatBytes(parts, length)] : parts;
  const contentDigest = await digestOf(pieces);
  const { readable, writable } = new FixedLengthStream(length);
  const writer = writable.getWriter();
  // A receiver that stops reading is the call's to tell.
  held.then(
    () => writeParts(writer, pieces).catch(() => undefined),
    (reason) => writer.abort(reason).catch(() => undefined),
  );
  return { contentDigest, stream: readable };
}

async function digestOf(pieces: readonly Uint8Array[]): Promise<string> {
  const [whole, ...others] = pieces;
  if (whole !== undefined && others.length === 0) return createContentDigest(whole);
  const hash = new crypto.DigestStream('SHA-256');
  await writeParts(hash.getWriter(), pieces);
  return formatContentDigest(await hash.digest);
}
