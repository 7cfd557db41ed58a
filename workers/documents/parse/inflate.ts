/**
 * What packed bytes inflate to, counted without inflating them: a few kilobytes may come to gigabytes, and workerd's
 * DecompressionStream makes all of them before it gives the first. As lenient as readers of PDF are. Source: RFC 1950, RFC 1951. Pure.
 */

export interface Inflated {
  /** Bytes that come out, also where they are not kept. */
  size: number;
  /** Of the packed bytes, those that were read. */
  usedBytes: number;
  /** What comes out; empty unless it is kept. */
  bytes: Uint8Array;
  /** It is not what it should be, from somewhere on. */
  isBroken: boolean;
}

interface Inflating {
  data: Uint8Array;
  at: number;
  held: number;
  bits: number;
  size: number;
  enough: number;
  /** Null: it is not kept. */
  kept: Uint8Array | null;
}

type BlockEnd = 'whole' | 'broken' | 'enough';

/** Stops soon after `enough` bytes, at the end of what was packed, and where it is broken. */
export function inflate(
  packed: Uint8Array,
  format: 'deflate' | 'deflate-raw',
  { enough, keeps = false }: { enough: number; keeps?: boolean },
): Inflated {
  const of: Inflating = {
    ...{ data: packed, at: 0, held: 0, bits: 0, size: 0, enough },
    kept: keeps ? new Uint8Array(LEAST_KEPT_BYTES) : null,
  };
  let end: BlockEnd = format === 'deflate-raw' || hasHead(of) ? 'whole' : 'broken';
  for (let isLast = false; end === 'whole' && !isLast; ) {
    isLast = takeBits(of, 1) === 1;
    end = readBlock(of, takeBits(of, 2));
  }
  const { size, at, kept } = of;
  return { size, usedBytes: at, bytes: kept?.subarray(0, size) ?? NOTHING, isBroken: end === 'broken' };
}

const NOTHING = new Uint8Array();
const LEAST_KEPT_BYTES = 65_536;

function hasHead(of: Inflating): boolean {
  const [method, flags] = [takeBits(of, 8), takeBits(of, 8)];
  return (method & 0x0f) === 8 && ((method << 8) | flags) % 31 === 0;
}

/** -1: there are no more. Up to 16. */
function takeBits(of: Inflating, count: number): number {
  while (of.bits < count) {
    const byte = of.data[of.at];
    if (byte === undefined) return -1;
    of.held |= byte << of.bits;
    of.at += 1;
    of.bits += 8;
  }
  const value = of.held & ((1 << count) - 1);
  of.held >>>= count;
  of.bits -= count;
  return value;
}

function readBlock(of: Inflating, type: number): BlockEnd {
  if (type === 0) return readStored(of);
  if (type === 1) return readCodes(of, FIXED_LITERALS, FIXED_DISTANCES);
  if (type !== 2) return 'broken';
  const lengths = readLengths(of);
  if (lengths === null) return 'broken';
  const [literals, distances] = [codeOf(lengths.literals), codeOf(lengths.distances)];
  // Readers differ in what they make of such a code, and no program writes one.
  if (literals === null || distances === null) {
    of.size = of.enough + 1;
    return 'enough';
  }
  return readCodes(of, literals, distances);
}

function readStored(of: Inflating): BlockEnd {
  [of.held, of.bits] = [0, 0];
  const [length, check] = [takeBits(of, 16), takeBits(of, 16)];
  if (length < 0 || (check !== (~length & 0xffff) && (length !== 0 || check !== 0))) return 'broken';
  const bytes = of.data.subarray(of.at, of.at + length);
  makeRoom(of, bytes.byteLength);
  of.kept?.set(bytes, of.size);
  of.size += bytes.byteLength;
  of.at += bytes.byteLength;
  if (bytes.byteLength < length) return 'broken';
  return of.size > of.enough ? 'enough' : 'whole';
}

/** A canonical code: how many of each length there are, and what they mean, in their order. */
interface Code {
  counts: Uint16Array;
  symbols: Uint16Array;
}

const MAX_LENGTH = 15;

/** `lengths`: in bits, by symbol; 0: it has none. Null: two symbols would have the same bits. */
function codeOf(lengths: Uint8Array): Code | null {
  const counts = new Uint16Array(MAX_LENGTH + 1);
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1;
  counts[0] = 0;
  const offsets = new Uint16Array(MAX_LENGTH + 2);
  let left = 1;
  for (let length = 1; length <= MAX_LENGTH; length += 1) {
    const count = counts[length] ?? 0;
    left = left * 2 - count;
    if (left < 0) return null;
    offsets[length + 1] = (offsets[length] ?? 0) + count;
  }
  const symbols = new Uint16Array(lengths.length);
  for (const [symbol, length] of lengths.entries()) {
    if (length === 0) continue;
    symbols[offsets[length] ?? 0] = symbol;
    offsets[length] = (offsets[length] ?? 0) + 1;
  }
  return { counts, symbols };
}

/** -1: there are no more bits, or they mean nothing. */
function takeSymbol(of: Inflating, { counts, symbols }: Code): number {
  let [code, first, index] = [0, 0, 0];
  for (let length = 1; length <= MAX_LENGTH; length += 1) {
    const bit = takeBits(of, 1);
    if (bit < 0) return -1;
    code |= bit;
    const count = counts[length] ?? 0;
    if (code - first < count) return symbols[index + code - first] ?? -1;
    index += count;
    first = (first + count) << 1;
    code <<= 1;
  }
  return -1;
}

const BLOCK_END = 256;
const FIRST_LENGTH = 257;
const LENGTHS = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
  227, 258,
];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCES = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
  6145, 8193, 12289, 16385, 24577,
];
const DISTANCE_BITS = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];

function readCodes(of: Inflating, literals: Code, distances: Code): BlockEnd {
  while (of.size <= of.enough) {
    const symbol = takeSymbol(of, literals);
    if (symbol < 0) return 'broken';
    if (symbol === BLOCK_END) return 'whole';
    if (symbol < BLOCK_END) {
      makeRoom(of, 1);
      if (of.kept !== null) of.kept[of.size] = symbol;
      of.size += 1;
      continue;
    }
    const length = takeValue(of, symbol - FIRST_LENGTH, LENGTHS, LENGTH_BITS);
    const distance = takeValue(of, takeSymbol(of, distances), DISTANCES, DISTANCE_BITS);
    if (length < 0 || distance < 0) return 'broken';
    repeat(of, length, distance);
  }
  return 'enough';
}

function takeValue(of: Inflating, index: number, bases: readonly number[], bits: readonly number[]): number {
  if (index < 0) return -1;
  const more = takeBits(of, bits[index] ?? 0);
  return more < 0 ? -1 : (bases[index] ?? 0) + more;
}

function repeat(of: Inflating, length: number, distance: number): void {
  makeRoom(of, length);
  const { kept, size } = of;
  for (let index = 0; kept !== null && index < length; index += 1) {
    kept[size + index] = kept[size + index - distance] ?? 0;
  }
  of.size += length;
}

function makeRoom(of: Inflating, more: number): void {
  if (of.kept === null || of.size + more <= of.kept.byteLength) return;
  const larger = new Uint8Array(Math.max(of.kept.byteLength * 2, of.size + more));
  larger.set(of.kept);
  of.kept = larger;
}

const LENGTHS_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
/** Of 16, 17 and 18: the length before, or none, so many times. */
const REPEATS = [
  { bits: 2, least: 3 },
  { bits: 3, least: 3 },
  { bits: 7, least: 11 },
];

function readLengths(of: Inflating): { literals: Uint8Array; distances: Uint8Array } | null {
  const literals = takeBits(of, 5) + FIRST_LENGTH;
  const all = literals + takeBits(of, 5) + 1;
  const given = takeBits(of, 4) + 4;
  const ofLengths = new Uint8Array(LENGTHS_ORDER.length);
  for (const symbol of LENGTHS_ORDER.slice(0, given)) ofLengths[symbol] = Math.max(0, takeBits(of, 3));
  const code = codeOf(ofLengths);
  if (code === null) return null;
  const lengths = new Uint8Array(all);
  for (let at = 0, before = 0; at < all; ) {
    const symbol = takeSymbol(of, code);
    if (symbol < 0) return null;
    const repeated = REPEATS[symbol - 16];
    if (repeated === undefined) {
      lengths[at] = before = symbol;
      at += 1;
      continue;
    }
    const times = takeBits(of, repeated.bits) + repeated.least;
    before = symbol === 16 ? before : 0;
    lengths.fill(before, at, at + times);
    at += times;
  }
  return { literals: lengths.subarray(0, literals), distances: lengths.subarray(literals) };
}

function fixedCode(lengths: readonly (readonly [length: number, symbols: number])[]): Code {
  const code = codeOf(
    Uint8Array.from(lengths.flatMap(([length, count]) => Array<number>(count).fill(length))),
  );
  if (code === null) throw new Error('A fixed code is wrong');
  return code;
}

const FIXED_LITERALS = fixedCode([
  [8, 144],
  [9, 112],
  [7, 24],
  [8, 8],
]);
const FIXED_DISTANCES = fixedCode([[5, 30]]);
