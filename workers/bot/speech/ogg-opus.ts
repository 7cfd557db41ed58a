/**
 * What a voice message has to say of its sound, without a codec: how long it is, by the position on its last page, and how loud,
 * by the sizes of its packets. Pure; never throws. Source: RFC 3533, RFC 7845, RFC 6716 section 3.1
 */

export interface SpokenFacts {
  /** Seconds. */
  duration: number;
  /** From 0 to 255, each of a tenth of a second or, in a longer one, of an equal share. At least 1, at most 256. */
  levels: Uint8Array<ArrayBuffer>;
}

interface Packet {
  /** In samples at 48 kHz. */
  samples: number;
  bytes: number;
}

const PAGE_HEADER_BYTES = 27;
const HEAD_BYTES = 19;
const MAX_SEGMENT_BYTES = 255;
const SAMPLE_RATE = 48_000;
const LEVELS_PER_SEC = 10;
const MAX_LEVELS = 256;

/** Null for what is no Ogg Opus, or has no sound in it. Read as far as its pages are whole. */
export function readSpokenFacts(bytes: Uint8Array): SpokenFacts | null {
  const { pieces, granule } = readPieces(bytes);
  const [head, ...others] = pieces;
  if (head === undefined || head.length < HEAD_BYTES || !hasMark(bytes, head.start, 'OpusHead')) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const preSkip = view.getUint16(head.start + 10, true);
  // The second header; a file without one is read all the same.
  const isTagged = others[0] !== undefined && hasMark(bytes, others[0].start, 'OpusTags');
  const packets = others
    .slice(isTagged ? 1 : 0)
    .filter(({ length }) => length > 0)
    .map(({ start, length }) => ({ samples: samplesOf(bytes, start, length), bytes: length }));
  const duration = (granule - preSkip) / SAMPLE_RATE;
  return packets.length > 0 && duration > 0 ? { duration, levels: levelsOf(packets, duration) } : null;
}

/** A packet in the file: where its first byte is, and all of its bytes, which may go on on the next page. */
interface Piece {
  start: number;
  length: number;
}

/** `granule`: the last position that a page names. */
function readPieces(bytes: Uint8Array): { pieces: Piece[]; granule: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pieces: Piece[] = [];
  let granule = 0;
  let open: Piece | null = null;
  let offset = 0;
  while (offset + PAGE_HEADER_BYTES <= bytes.length && hasMark(bytes, offset, 'OggS')) {
    const body = offset + PAGE_HEADER_BYTES + view.getUint8(offset + 26);
    const segments = bytes.subarray(offset + PAGE_HEADER_BYTES, body);
    const end = body + segments.reduce((sum, length) => sum + length, 0);
    if (end > bytes.length) break;
    let at = body;
    for (const length of segments) {
      open ??= { start: at, length: 0 };
      open.length += length;
      at += length;
      if (length === MAX_SEGMENT_BYTES) continue;
      pieces.push(open);
      open = null;
    }
    granule = Math.max(granule, Number(view.getBigInt64(offset + 6, true)));
    offset = end;
  }
  return { pieces, granule };
}

function hasMark(bytes: Uint8Array, at: number, mark: string): boolean {
  if (at + mark.length > bytes.length) return false;
  for (let index = 0; index < mark.length; index += 1) {
    if (bytes[at + index] !== mark.charCodeAt(index)) return false;
  }
  return true;
}

/** Of one frame, in samples at 48 kHz, by the configuration that the first byte names. */
const SILK = [480, 960, 1_920, 2_880] as const;
const HYBRID = [480, 960] as const;
const CELT = [120, 240, 480, 960] as const;
/** 120 ms: no packet is longer. */
const MAX_PACKET_SAMPLES = 5_760;

function samplesOf(bytes: Uint8Array, at: number, length: number): number {
  const first = bytes[at] ?? 0;
  const config = first >> 3;
  const frame = config < 12 ? SILK[config & 3] : config < 16 ? HYBRID[config & 1] : CELT[config & 3];
  const code = first & 3;
  const frames = code === 0 ? 1 : code < 3 ? 2 : length > 1 ? (bytes[at + 1] ?? 0) & 0x3f : 0;
  return Math.min(MAX_PACKET_SAMPLES, (frame ?? 0) * frames);
}

/** The more a packet has to say, the larger it is: silence takes a few bytes. */
function levelsOf(packets: readonly Packet[], duration: number): Uint8Array<ArrayBuffer> {
  const count = Math.max(1, Math.min(MAX_LEVELS, Math.ceil(duration * LEVELS_PER_SEC)));
  const all = packets.reduce((sum, { samples }) => sum + samples, 0);
  const sizes = new Float64Array(count);
  const numbers = new Float64Array(count);
  let position = 0;
  for (const { samples, bytes } of packets) {
    const share = all === 0 ? 0 : Math.min(count - 1, Math.floor((position / all) * count));
    sizes[share] = (sizes[share] ?? 0) + bytes;
    numbers[share] = (numbers[share] ?? 0) + 1;
    position += samples;
  }
  const means = sizes.map((size, index) => size / Math.max(1, numbers[index] ?? 0));
  const heard = means.filter((_, index) => (numbers[index] ?? 0) > 0);
  const least = Math.min(...heard);
  const span = Math.max(...heard) - least;
  return Uint8Array.from(means, (mean, index) => {
    if ((numbers[index] ?? 0) === 0) return 0;
    return span === 0 ? 128 : Math.round(((mean - least) / span) * 255);
  });
}
