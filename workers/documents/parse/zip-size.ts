/** What a ZIP unpacks to: as it says itself, and as it is. Source: PKWARE's APPNOTE, 4.3.7, 4.3.12 and 4.3.16. */
import { inflate } from './inflate.ts';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const MAX_COMMENT_BYTES = 65_535;
const STORED = 0;
const DEFLATED = 8;

export interface ZipEntry {
  method: number;
  packedBytes: number;
  /** As the ZIP says. */
  saidBytes: number;
  /** Of its own head, which its bytes follow. */
  at: number;
}

/** From the list at its end. Null: that cannot be read. Pure. */
export function listEntries(bytes: Uint8Array): ZipEntry[] | null {
  const view = viewOf(bytes);
  const end = findEnd(view);
  if (end === null) return null;
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const entries: ZipEntry[] = [];
  while (entries.length < count) {
    if (at + ENTRY_BYTES > end || view.getUint32(at, true) !== ENTRY) return null;
    entries.push({
      method: view.getUint16(at + 10, true),
      packedBytes: view.getUint32(at + 20, true),
      saidBytes: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    });
    at +=
      ENTRY_BYTES +
      view.getUint16(at + 28, true) +
      view.getUint16(at + 30, true) +
      view.getUint16(at + 32, true);
  }
  return entries;
}

/** True: the entries unpack to at most `maxBytes`, whatever the list says. Counts no further. */
export function unpacksWithin(bytes: Uint8Array, entries: readonly ZipEntry[], maxBytes: number): boolean {
  let left = maxBytes;
  for (const entry of entries) {
    left -= unpackedBytes(packedOf(bytes, entry), entry.method, left);
    if (left < 0) return false;
  }
  return true;
}

/** Stops soon after `enough`. Throws where the bytes are not what they are said to be. */
function unpackedBytes(packed: Uint8Array, method: number, enough: number): number {
  if (method === STORED) return packed.byteLength;
  if (method !== DEFLATED) throw new Error('A ZIP is packed in a way that is not known');
  const { size, isBroken } = inflate(packed, 'deflate-raw', { enough });
  if (isBroken) throw new Error('A ZIP is broken');
  return size;
}

function packedOf(bytes: Uint8Array, { at, packedBytes }: ZipEntry): Uint8Array {
  const view = viewOf(bytes);
  const from = at + LOCAL_BYTES + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  return bytes.subarray(from, from + packedBytes);
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

function findEnd(view: DataView): number | null {
  const first = Math.max(0, view.byteLength - END_BYTES - MAX_COMMENT_BYTES);
  for (let at = view.byteLength - END_BYTES; at >= first; at -= 1) {
    if (view.getUint32(at, true) === END) return at;
  }
  return null;
}
