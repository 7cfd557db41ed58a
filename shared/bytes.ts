/** Bytes in parts. */

/** `length`: of all parts together. */
export function concatBytes(parts: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.byteLength;
  }
  return bytes;
}

/** One after the other, and the end. Rejects where the receiver stops reading. */
export async function writeParts(
  writer: WritableStreamDefaultWriter<Uint8Array>,
  parts: readonly Uint8Array[],
): Promise<void> {
  for (const part of parts) await writer.write(part);
  await writer.close();
}
