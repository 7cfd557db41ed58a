/** Reads the archives that npm packs: plain files under `package/`, short names. Pure. */
const BLOCK = 512;
const DECODER = new TextDecoder();

/** The regular files by their names without the first folder. Throws a `RangeError` where the archive is cut off. */
export function readTar(archive: Uint8Array): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  let offset = 0;
  while (offset + BLOCK <= archive.length) {
    const header = archive.subarray(offset, offset + BLOCK);
    // Zeros fill the end.
    if (header[0] === 0) break;
    const size = Number.parseInt(readText(header, 124, 12).trim() || '0', 8);
    const start = offset + BLOCK;
    if (!(size >= 0) || start + size > archive.length) throw new RangeError('the archive is cut off');
    if (isFile(header[156])) files.set(readName(header), archive.subarray(start, start + size));
    offset = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}

function isFile(type: number | undefined): boolean {
  return type === 0 || type === 0x30;
}

/** `package/dist/index.js` is `dist/index.js`. */
function readName(header: Uint8Array): string {
  const prefix = readText(header, 257, 5) === 'ustar' ? readText(header, 345, 155) : '';
  const name = readText(header, 0, 100);
  return (prefix === '' ? name : `${prefix}/${name}`).replace(/^[^/]*\//, '');
}

function readText(bytes: Uint8Array, start: number, length: number): string {
  const field = bytes.subarray(start, start + length);
  const end = field.indexOf(0);
  return DECODER.decode(end === -1 ? field : field.subarray(0, end));
}
