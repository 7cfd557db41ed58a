/** Those filters of a PDF that are no pictures: what a stream comes to, counted. Source: ISO 32000-1, 7.4.2 to 7.4.5. */
import { inflate } from './inflate.ts';
import type { PdfStream } from './pdf-streams.ts';

export interface DecodedSize {
  /** Null: it cannot be told. */
  size: number | null;
  /** What was read to know it. */
  usedBytes: number;
}

/** Counts on until the data says that it ends, which may be after the end of the stream. May stop soon after `enough`. */
export function decodedSize(
  data: Uint8Array,
  { filters, earlyChange }: Pick<PdfStream, 'filters' | 'earlyChange'>,
  enough: number,
): DecodedSize {
  const [filter, ...more] = filters;
  const isLast = more.length === 0;
  const goOn = (decoded: Uint8Array) => decodedSize(decoded, { filters: more, earlyChange }, enough);
  const afterText = (decoded: Uint8Array) => {
    const { size, usedBytes } = goOn(decoded);
    return { size: size === null ? null : size + decoded.byteLength, usedBytes };
  };
  switch (filter) {
    case undefined:
      return { size: 0, usedBytes: 0 };
    case 'FlateDecode':
    case 'Fl': {
      const { size, bytes, usedBytes } = inflate(data, 'deflate', { enough, keeps: !isLast });
      if (isLast || size > enough) return { size, usedBytes };
      const further = goOn(bytes);
      return { size: further.size === null ? null : size + further.size, usedBytes };
    }
    case 'ASCIIHexDecode':
    case 'AHx':
      return afterText(fromHex(upTo(data, HEX_END)));
    case 'ASCII85Decode':
    case 'A85': {
      const text = upTo(data, BASE85_END);
      const size = base85Size(text);
      return size > enough ? { size, usedBytes: text.byteLength } : afterText(fromBase85(text, size));
    }
    case 'LZWDecode':
    case 'LZW':
      return { size: isLast ? lzwSize(data, earlyChange, enough) : null, usedBytes: data.byteLength };
    case 'RunLengthDecode':
    case 'RL':
      return { size: isLast ? runLengthSize(data, enough) : null, usedBytes: data.byteLength };
    default:
      return { size: null, usedBytes: 0 };
  }
}

const LZW_CLEAR = 256;
const LZW_END = 257;
const LZW_CODES = 4_096;
const LZW_LEAST_BITS = 9;

/** Only how long each code's text is, not the text. Pure. */
export function lzwSize(data: Uint8Array, earlyChange: number, enough: number): number {
  const lengths = new Int32Array(LZW_CODES).fill(1, 0, LZW_CLEAR);
  let next = LZW_END + 1;
  let before = 0;
  let size = 0;
  let [held, bits, width] = [0, 0, LZW_LEAST_BITS];
  for (const byte of data) {
    held = ((held << 8) | byte) & 0xff_ffff;
    bits += 8;
    if (bits < width) continue;
    bits -= width;
    const code = (held >> bits) & ((1 << width) - 1);
    if (code === LZW_END || size > enough) break;
    if (code === LZW_CLEAR) {
      [next, before, width] = [LZW_END + 1, 0, LZW_LEAST_BITS];
      continue;
    }
    const length = code < next ? (lengths[code] ?? 0) : before + 1;
    if (before > 0 && next < LZW_CODES) {
      lengths[next] = before + 1;
      next += 1;
    }
    size += length;
    before = length;
    width = Math.min(12, Math.max(LZW_LEAST_BITS, 32 - Math.clz32(next + earlyChange)));
  }
  return size;
}

const RUN_END = 128;

/** Pure. */
export function runLengthSize(data: Uint8Array, enough: number): number {
  let size = 0;
  for (let at = 0; at < data.byteLength && size <= enough; ) {
    const head = data[at] ?? RUN_END;
    if (head === RUN_END) break;
    const isRun = head > RUN_END;
    size += isRun ? 257 - head : head + 1;
    at += isRun ? 2 : head + 2;
  }
  return size;
}

const HEX_END = 0x3e;

function fromHex(data: Uint8Array): Uint8Array {
  const digits = new TextDecoder('latin1').decode(data).replaceAll(/[^\da-f]/gi, '');
  return Uint8Array.fromHex(digits.length % 2 === 0 ? digits : `${digits}0`);
}

const BASE85_END = 0x7e;
const BASE85_FIRST = 0x21;
const BASE85_LAST = 0x75;
/** Four zeros. */
const BASE85_Z = 0x7a;

/** At most so many: white space counts as well. */
function base85Size(data: Uint8Array): number {
  let zeros = 0;
  for (const byte of data) if (byte === BASE85_Z) zeros += 1;
  return zeros * 4 + Math.ceil((data.byteLength - zeros) / 5) * 4 + 4;
}

/** `size`: at most what it comes to. Pure. */
export function fromBase85(data: Uint8Array, size: number = base85Size(data)): Uint8Array {
  const out = new Uint8Array(size);
  let [length, value, count] = [0, 0, 0];
  const put = (bytes: number) => {
    for (let index = 0; index < bytes; index += 1) out[length + index] = (value / 256 ** (3 - index)) & 0xff;
    length += bytes;
    [value, count] = [0, 0];
  };
  for (const byte of data) {
    if (byte === BASE85_Z && count === 0) put(4);
    if (byte < BASE85_FIRST || byte > BASE85_LAST) continue;
    value = value * 85 + (byte - BASE85_FIRST);
    count += 1;
    if (count === 5) put(4);
  }
  const given = count;
  for (; count > 0 && count < 5; count += 1) value = value * 85 + 84;
  if (given > 1) put(given - 1);
  return out.subarray(0, length);
}

function upTo(data: Uint8Array, end: number): Uint8Array {
  const at = data.indexOf(end);
  return at === -1 ? data : data.subarray(0, at);
}
