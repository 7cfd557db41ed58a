/**
 * The readings of a text under which a listed word may hide: as it stands, with letters that were spaced out put together,
 * with digits for letters undone, with drawn-out letters shortened. Pure.
 */

/** Zero-width characters and others that show nothing. */
const HIDDEN = /\p{DI}/gu;

/** Single letters with a space, dot, dash or star between each two: `k i l l`, `f.u.c.k`. */
const SPACED_LATIN = /(?<![a-z0-9])[a-z0-9@$](?:[ .\-_*][a-z0-9@$]){2,}(?![a-z0-9])/g;
/** The same with single syllables: `시 발`, but not the last syllable of one word and the first of the next. */
const SPACED_HANGUL = /(?<![가-힣0-9])[가-힣](?:[ .\-_*~^]{1,2}[가-힣])+(?![가-힣])/g;
/** Digits and signs between syllables of one word: `시1발`. */
const BETWEEN_SYLLABLES = /(?<=[가-힣])[0-9!@#$%^&*._~-]{1,2}(?=[가-힣])/g;

const LETTERS: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};
/** A sign for a letter stands before a letter: the exclamation mark behind a word is none. */
const SIGN_FOR_LETTER = /[01345@$7!](?=[01345@$7!]*[a-z])|(?<=[a-z])[01345@$7](?![a-z])/g;

const DRAWN_OUT = /(\p{L})\1{2,}/gu;

/** Single letters of Hangul stay as they are: NFKC would turn them into parts of syllables, and `ㅅㅂ` would be no word. */
const FOLDED = /[^\u3131-\u318e]+/gu;

/** One to three readings, the plain one first. */
export function readingsOf(text: string): string[] {
  const folded = text
    .replace(FOLDED, (run) => run.normalize('NFKC'))
    .replace(HIDDEN, '')
    .toLowerCase()
    .replace(/[‘’`]/g, "'");
  // Before blanks are collapsed: two of them part two words that are both spaced out.
  const joined = folded
    .replace(SPACED_LATIN, (run) => run.replace(/[ .\-_*]/g, ''))
    .replace(SPACED_HANGUL, (run) => run.replace(/[^가-힣]/g, ''))
    .replace(BETWEEN_SYLLABLES, '');
  const undone = joined.replace(SIGN_FOR_LETTER, (sign) => LETTERS[sign] ?? sign).replace(DRAWN_OUT, '$1');
  return [...new Set([folded, joined, undone].map((reading) => reading.replace(/\s+/g, ' ')))];
}
