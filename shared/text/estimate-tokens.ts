/**
 * How many tokens a text will cost, estimated without a tokenizer: its table would weigh a megabyte in every isolate.
 * Pure. Calibrated against o200k_base; `workers/bff/limits/estimate.test.ts` holds the true counts and the error that is allowed.
 */

/** A tokenizer keeps English words of up to about this many letters whole. */
const LETTERS_PER_TOKEN = 8;
const DIGITS_PER_TOKEN = 3;
/** Tokens a character, for scripts whose words are split into pieces. */
const HANGUL = 0.68;
const KANA = 0.65;
const HAN = 0.8;
const OTHER_LETTER = 0.27;
const SYMBOL = 0.62;
/** Half a surrogate pair; an emoji is two of them. */
const SURROGATE = 1.1;

type Kind = 'lower' | 'upper' | 'digit' | 'space' | 'punctuation' | 'other';

export function estimateTokens(text: string): number {
  let tokens = 0;
  let runKind: Kind = 'other';
  let run = 0;
  const endRun = () => {
    if (run > 0) tokens += runTokens(runKind, run);
    run = 0;
  };
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const kind = kindOf(code);
    if (kind === 'other') {
      endRun();
      runKind = kind;
      tokens += characterTokens(code);
      continue;
    }
    // `randomHex` is two words, `Random` is one.
    const continues = kind === runKind || (kind === 'lower' && runKind === 'upper');
    if (!continues) endRun();
    // A space joins the word after it, but never a number.
    if (kind === 'digit' && runKind === 'space') tokens += 1;
    runKind = kind;
    run += 1;
  }
  endRun();
  return Math.ceil(tokens);
}

function kindOf(code: number): Kind {
  if (code >= 97 && code <= 122) return 'lower';
  if (code >= 65 && code <= 90) return 'upper';
  if (code >= 48 && code <= 57) return 'digit';
  if (code === 32 || (code >= 9 && code <= 13)) return 'space';
  return code > 32 && code < 127 ? 'punctuation' : 'other';
}

function runTokens(kind: Kind, length: number): number {
  switch (kind) {
    case 'lower':
    case 'upper':
      return Math.ceil(length / LETTERS_PER_TOKEN);
    case 'digit':
      return Math.ceil(length / DIGITS_PER_TOKEN);
    case 'space':
      // One space belongs to the word after it; an indentation or a paragraph is a token.
      return length === 1 ? 0 : 1;
    default:
      return length * SYMBOL;
  }
}

function characterTokens(code: number): number {
  if (code >= 0xac00 && code <= 0xd7a3) return HANGUL;
  if (code >= 0x3040 && code <= 0x30ff) return KANA;
  if (code >= 0x3400 && code <= 0x9fff) return HAN;
  if (code >= 0xd800 && code <= 0xdfff) return SURROGATE;
  if (code >= 0x00c0 && code <= 0x1fff) return OTHER_LETTER;
  return 1;
}
