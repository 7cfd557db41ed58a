/** Opus packets in Ogg: what stands around them. Pure. Source: RFC 7845 */
import { createOggWriter, readOggPages } from './ogg.ts';

export interface OpusStream {
  /** Samples at 48 kHz at the front that are not to be heard. */
  preSkip: number;
  /** Samples at 48 kHz that are to be heard; null where the file does not say. */
  length: number | null;
  packets: Uint8Array[];
}

/** The first Opus stream of a file; null when there is none. Never throws. */
export function readOggOpus(bytes: Uint8Array): OpusStream | null {
  const pages = readOggPages(bytes);
  const head = pages.find(({ packets: [first] }) => first !== undefined && startsWith(first, 'OpusHead'));
  const [header] = head?.packets ?? [];
  if (head === undefined || header === undefined || header.length < 19) return null;
  const preSkip = new DataView(header.buffer, header.byteOffset).getUint16(10, true);
  const own = pages.filter(({ serial }) => serial === head.serial);
  const granule = Math.max(...own.map((page) => page.granule));
  return {
    preSkip,
    length: granule > preSkip ? granule - preSkip : null,
    // Two headers come first: OpusHead and OpusTags.
    packets: own.flatMap(({ packets }) => packets).slice(2),
  };
}

export interface OggOpusWriter {
  head(): Buffer;
  /** Pages of these packets, each of `packetSamples` samples at 48 kHz. */
  push(packets: readonly Uint8Array[]): Buffer;
  /** The last page. `length`: how many samples at 48 kHz are to be heard. */
  end(length: number): Buffer;
}

/** A second of 20 ms packets. */
const PACKETS_PER_PAGE = 50;

export function createOggOpusWriter(options: {
  serial: number;
  preSkip: number;
  packetSamples: number;
  /** Of the sound that was encoded: players show it. */
  inputRate: number;
}): OggOpusWriter {
  const { serial, preSkip, packetSamples, inputRate } = options;
  const writer = createOggWriter(serial);
  let waiting: Uint8Array[] = [];
  let written = 0;
  const flush = (count: number): Buffer => {
    const packets = waiting.slice(0, count);
    waiting = waiting.slice(count);
    written += packets.length;
    return writer.page(packets, written * packetSamples);
  };
  return {
    head() {
      return Buffer.concat([
        writer.page([opusHead(preSkip, inputRate)], 0),
        writer.page([opusTags('Libra stand-in')], 0),
      ]);
    },
    push(packets) {
      waiting.push(...packets);
      const pages: Buffer[] = [];
      // One packet is held back for the last page, which must not be empty.
      while (waiting.length > 1) pages.push(flush(Math.min(PACKETS_PER_PAGE, waiting.length - 1)));
      return Buffer.concat(pages);
    },
    end: (length) => writer.page(waiting, preSkip + length, true),
  };
}

function opusHead(preSkip: number, inputRate: number): Buffer {
  const head = Buffer.alloc(19);
  head.write('OpusHead', 0, 'latin1');
  head.writeUInt8(1, 8);
  head.writeUInt8(1, 9);
  head.writeUInt16LE(preSkip, 10);
  head.writeUInt32LE(inputRate, 12);
  return head;
}

function opusTags(vendor: string): Buffer {
  const tags = Buffer.alloc(8 + 4 + vendor.length + 4);
  tags.write('OpusTags', 0, 'latin1');
  tags.writeUInt32LE(vendor.length, 8);
  tags.write(vendor, 12, 'latin1');
  return tags;
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return Buffer.from(bytes.subarray(0, text.length)).toString('latin1') === text;
}
