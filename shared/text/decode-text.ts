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
/** White space, ASCII, Hangul, Han, kana and the signs that stand among them. */
const USUAL = /[\t\n\r -~\u00a0-\u00ff‐-⁞가-힣ㄱ-ㅣ一-鿿\u3000-\u30ff！-～]/gu;
const MIN_USUAL_PART = 0.9;

/**
 * UTF-8 and EUC-KR texts have no zero byte, a text in UTF-16 has one in each space, line break and letter of ASCII. On which side
 * they are tells little in Korean, where the other byte of 가, 대 and 었 is zero: what reads better does.
 */
function guessUtf16(bytes: Uint8Array): Charset | null {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  if (bytes.byteLength % 2 !== 0 || !sample.includes(0)) return null;
  const [best] = (['utf-16le', 'utf-16be'] as const)
    .map((charset) => ({ charset, part: usualPartOf(sample, charset) }))
    .sort((one, other) => other.part - one.part);
  return best !== undefined && best.part >= MIN_USUAL_PART ? best.charset : null;
}

/** Of a sample, whose last character may be cut. */
function usualPartOf(sample: Uint8Array, charset: Charset): number {
  const text = new TextDecoder(charset).decode(sample);
  return (text.match(USUAL)?.length ?? 0) / text.length;
}

/** More than half of what is written in Korean; of another charset that is read as EUC-KR they are a few at most. */
const COMMON = new Set(
  '이다는의에을가한고를은지하기로도사어인아있자해그서나리대들시정으일과수게라부전만제보여조장원면구년성스것니공상유었려요습',
);
const MIN_COMMON_PART = 0.2;
/** Fewer are names. */
const MIN_TOLD_SYLLABLES = 10;

/** Bytes of another charset become characters that hardly any Korean text is made of. */
function readsAsKorean(text: string): boolean {
  const foreign = text.match(/[^\0-\x7f]/g)?.length ?? 0;
  const korean = text.match(/[가-힣ㄱ-ㅣ]/g) ?? [];
  if (korean.length * 2 < foreign) return false;
  const common = korean.filter((syllable) => COMMON.has(syllable)).length;
  return korean.length < MIN_TOLD_SYLLABLES || common >= korean.length * MIN_COMMON_PART;
}
