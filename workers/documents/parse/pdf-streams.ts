/**
 * The streams of a PDF as they lie in its bytes, without its table of contents, so that however the file is put together none is
 * overlooked. Source: ISO 32000-1, 7.3.8. Pure.
 */

export interface PdfStream {
  /** Where the word stands that makes the object a stream. */
  at: number;
  from: number;
  /** Up to where its end is first written; a reader may take more, by the length that it is said to have. */
  to: number;
  /** Names of filters in its dictionary, in their order, abbreviated ones as well. */
  filters: readonly string[];
  isPicture: boolean;
  /** Its filters stand elsewhere. */
  isVeiled: boolean;
  /** Of LZW; 0 or 1. */
  earlyChange: number;
}

const STREAM = 'stream';
const ENDSTREAM = 'endstream';
const LF = 0x0a;
const CR = 0x0d;

export function* streamsOf(bytes: Uint8Array): Generator<PdfStream> {
  let to = 0;
  for (let at = find(bytes, STREAM, 0); at !== -1; at = find(bytes, STREAM, at + STREAM.length)) {
    if (matches(bytes, 'end', at - 3)) continue;
    // Readers go on behind the end of the line, whatever stands before it.
    let from = at + STREAM.length;
    while (from < bytes.byteLength && bytes[from] !== LF && bytes[from] !== CR) from += 1;
    from += bytes[from] === CR && bytes[from + 1] === LF ? 2 : 1;
    if (to < from) to = find(bytes, ENDSTREAM, from);
    if (to === -1) to = bytes.byteLength;
    yield { at, from, to, ...describe(dictionaryBefore(bytes, at)) };
  }
}

/** True of any PDF that is: its trailer is never packed, and says so. True of some that are not. */
export function saysEncrypted(bytes: Uint8Array): boolean {
  return /\/Encrypt/.test(unescaped(new TextDecoder('latin1').decode(bytes)));
}

/** A letter of a name may be written by its number. */
function unescaped(text: string): string {
  return text.replaceAll(/#([0-9a-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** A dictionary is seldom longer. */
const DICTIONARY_BYTES = 16_384;

function dictionaryBefore(bytes: Uint8Array, end: number): string {
  let from = end;
  while (from > 0 && end - from < DICTIONARY_BYTES && !matches(bytes, 'obj', from)) from -= 1;
  return unescaped(latin1(bytes.subarray(from, end)));
}

/** White space, or a comment. */
const GAP = String.raw`(?:\s|%[^\r\n]*[\r\n])`;
const NAME_ENDS = String.raw`(?![\w.-])`;
const FILTER = new RegExp(String.raw`/(\w+Decode|Fl|LZW|AHx|A85|RL|CCF|DCT)${NAME_ENDS}`, 'g');
const PICTURE = new RegExp(`/Subtype${GAP}*/Image${NAME_ENDS}`);
const VEILED = new RegExp(String.raw`/Filter${GAP}+\d+${GAP}+\d+${GAP}+R\b`);
const LATE_CHANGE = new RegExp(`/EarlyChange${GAP}+0`);

function describe(dictionary: string): Omit<PdfStream, 'at' | 'from' | 'to'> {
  return {
    filters: Array.from(dictionary.matchAll(FILTER), ([, name = '']) => name),
    isPicture: PICTURE.test(dictionary),
    isVeiled: VEILED.test(dictionary),
    earlyChange: LATE_CHANGE.test(dictionary) ? 0 : 1,
  };
}

function find(bytes: Uint8Array, wanted: string, from: number): number {
  const first = wanted.charCodeAt(0);
  let at = bytes.indexOf(first, from);
  while (at !== -1 && !matches(bytes, wanted, at)) at = bytes.indexOf(first, at + 1);
  return at;
}

function matches(bytes: Uint8Array, wanted: string, at: number): boolean {
  for (let index = 0; index < wanted.length; index += 1) {
    if (bytes[at + index] !== wanted.charCodeAt(index)) return false;
  }
  return true;
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
