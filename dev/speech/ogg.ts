/** Ogg pages, both ways. Pure. Source: RFC 3533 */
export interface OggPage {
  serial: number;
  /** In samples at 48 kHz for Opus; -1 where no packet ends on the page. */
  granule: number;
  /** The packets that end on this page, the first one with what earlier pages held of it. */
  packets: Uint8Array[];
}

const HEADER_BYTES = 27;
const MAX_SEGMENTS = 255;
const FIRST = 2;
const LAST = 4;
const CONTINUED = 1;

/** Reads as far as the pages are whole. Never throws. */
export function readOggPages(bytes: Uint8Array): OggPage[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pages: OggPage[] = [];
  /** Of each stream: the packet that goes on on its next page. */
  const open = new Map<number, Uint8Array[]>();
  let offset = 0;
  while (offset + HEADER_BYTES <= bytes.length && view.getUint32(offset) === 0x4f676753) {
    const segments = bytes.subarray(
      offset + HEADER_BYTES,
      offset + HEADER_BYTES + view.getUint8(offset + 26),
    );
    let start = offset + HEADER_BYTES + segments.length;
    const end = start + segments.reduce((sum, length) => sum + length, 0);
    if (end > bytes.length) break;
    const serial = view.getUint32(offset + 14, true);
    let parts = view.getUint8(offset + 5) & CONTINUED ? (open.get(serial) ?? []) : [];
    const packets: Uint8Array[] = [];
    for (const length of segments) {
      parts.push(bytes.subarray(start, start + length));
      start += length;
      // A segment that is not full ends its packet.
      if (length < MAX_SEGMENTS) {
        packets.push(Buffer.concat(parts));
        parts = [];
      }
    }
    open.set(serial, parts);
    pages.push({ serial, granule: Number(view.getBigInt64(offset + 6, true)), packets });
    offset = end;
  }
  return pages;
}

export interface OggWriter {
  /** One page. The packets must fit: 255 segments of at most 255 bytes. */
  page(packets: readonly Uint8Array[], granule: number, isLast?: boolean): Buffer;
}

export function createOggWriter(serial: number): OggWriter {
  let sequence = 0;
  return {
    page(packets, granule, isLast = false) {
      const segments = packets.flatMap(({ length }) => [
        ...Array<number>(Math.floor(length / MAX_SEGMENTS)).fill(MAX_SEGMENTS),
        length % MAX_SEGMENTS,
      ]);
      if (segments.length > MAX_SEGMENTS) throw new RangeError('the packets do not fit on one page');
      const header = Buffer.alloc(HEADER_BYTES);
      header.write('OggS', 0, 'latin1');
      header.writeUInt8((sequence === 0 ? FIRST : 0) | (isLast ? LAST : 0), 5);
      header.writeBigInt64LE(BigInt(granule), 6);
      header.writeUInt32LE(serial, 14);
      header.writeUInt32LE(sequence, 18);
      header.writeUInt8(segments.length, 26);
      const page = Buffer.concat([header, Buffer.from(segments), ...packets]);
      page.writeUInt32LE(checksum(page), 22);
      sequence += 1;
      return page;
    },
  };
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) value = (value << 1) ^ (value & 0x8000_0000 ? 0x04c1_1db7 : 0);
  return value >>> 0;
});

/** CRC-32 as Ogg has it: unreflected, from 0, with its own field as zeros. */
function checksum(page: Uint8Array): number {
  let value = 0;
  for (const byte of page) value = ((value << 8) ^ (CRC_TABLE[((value >>> 24) ^ byte) & 0xff] ?? 0)) >>> 0;
  return value;
}
