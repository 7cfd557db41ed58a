/**
 * The text of a file out of its bytes: UTF-8, UTF-16 or EUC-KR, whichever the bytes are. Null for what is no text. Pure; never
 * throws.
 */
export function decodeText(bytes: Uint8Array): string | null {
  const text = decodeMarked(bytes) ?? decodeUnmarked(bytes);
  return text === null || text.trim() === '' || CONTROLS.test(text) ? null : text;
}

/** Text has tabs, line and page breaks, and the escapes of colours in a log; binary data has any of the others soon. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: what is looked for are control characters.
const CONTROLS = /[\0-\x07\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]/;

/** By its byte order mark; null without one. */
function decodeMarked(bytes: Uint8Array): string | null {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return decodeAs('utf-8', bytes);
  if (first === 0xff && second === 0xfe) return decodeAs('utf-16le', bytes);
  return first === 0xfe && second === 0xff ? decodeAs('utf-16be', bytes) : null;
}

function decodeUnmarked(bytes: Uint8Array): string | null {
  const wide = guessUtf16(bytes);
  if (wide !== null) return decodeAs(wide, bytes);
  const utf8 = decodeAs('utf-8', bytes);
  if (utf8 !== null) return utf8;
  const korean = decodeAs('euc-kr', bytes);
  return korean !== null && readsAsKorean(korean) ? korean : null;
}

type Charset = 'utf-8' | 'utf-16le' | 'utf-16be' | 'euc-kr';

/** Null where the bytes are not of this charset. */
function decodeAs(charset: Charset, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(charset, { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return null;
  }
}

const SAMPLE_BYTES = 4_096;

/** Of ASCII characters and line breaks in UTF-16 every other byte is zero, always on the same side; UTF-8 text has no zero. */
function guessUtf16(bytes: Uint8Array): Charset | null {
  if (bytes.byteLength % 2 !== 0) return null;
  const zeros = [0, 0];
  for (const [at, byte] of bytes.subarray(0, SAMPLE_BYTES).entries()) {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  }
  const [even = 0, odd = 0] = zeros;
  if (even === odd || Math.min(even, odd) > 0) return null;
  return odd > even ? 'utf-16le' : 'utf-16be';
}

/** Bytes of another charset become characters that no Korean text is made of. */
function readsAsKorean(text: string): boolean {
  const foreign = text.match(/[^\0-\x7f]/g)?.length ?? 0;
  const korean = text.match(/[가-힣ㄱ-ㅣ]/g)?.length ?? 0;
  return korean * 2 >= foreign;
}
