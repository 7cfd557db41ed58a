/** The form of a transcription. Written by hand, since the bytes are signed. Pure. */
export interface TranscriptionForm {
  contentType: string;
  bytes: Uint8Array<ArrayBuffer>;
}

export function transcriptionForm(
  wav: Uint8Array,
  fields: Readonly<Record<string, string>>,
  boundary: string = `libra-${crypto.randomUUID()}`,
): TranscriptionForm {
  const head = Object.entries(fields)
    .map(
      ([name, value]) =>
        `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    )
    .join('');
  const file = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="speech.wav"\r\ncontent-type: audio/wav\r\n\r\n`;
  const before = encoder.encode(head + file);
  const after = encoder.encode(`\r\n--${boundary}--\r\n`);
  const bytes = new Uint8Array(before.byteLength + wav.byteLength + after.byteLength);
  bytes.set(before);
  bytes.set(wav, before.byteLength);
  bytes.set(after, before.byteLength + wav.byteLength);
  return { contentType: `multipart/form-data; boundary=${boundary}`, bytes };
}

const encoder = new TextEncoder();
