/** Writes a form around a file, which is not copied. Pure. */

export interface FormFile {
  filename: string;
  contentType?: string;
  bytes: Uint8Array;
}

const encoder = new TextEncoder();

/** `boundary`: random, so that no file holds it. The parts are sent one after the other. */
export function writeForm(
  boundary: string,
  fields: readonly (readonly [name: string, value: string])[],
  { filename, contentType, bytes }: FormFile,
): Uint8Array[] {
  const texts = fields.map(
    ([name, value]) =>
      `--${boundary}\r\ncontent-disposition: form-data; name="${escapeName(name)}"\r\n\r\n${value}\r\n`,
  );
  const type = TYPE.test(contentType ?? '') ? contentType : 'application/octet-stream';
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${escapeName(filename)}"\r\ncontent-type: ${type}\r\n\r\n`;
  return [encoder.encode(texts.join('') + head), bytes, encoder.encode(`\r\n--${boundary}--\r\n`)];
}

const TYPE = /^[\w.+-]{1,60}\/[\w.+-]{1,60}(; ?[\w-]{1,30}=[\w.,+"-]{1,60})*$/;

/** As browsers do. Of a name only its end, which says what the file is, matters to a provider. */
function escapeName(name: string): string {
  return name
    .slice(-200)
    .toWellFormed()
    .replace(/["\r\n\0\\]/g, (character) => encodeURIComponent(character));
}
