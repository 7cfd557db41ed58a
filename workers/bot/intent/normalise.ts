/** Folds the ways of typing one phrase into one form, for matching only; the model always gets the text as typed. Pure. */
import { lazyPattern } from '../../../shared/text/lazy-pattern.ts';

/** A command to Libra itself is short; a longer text is for the model. Nothing beyond this is looked at. In UTF-16 units. */
export const MAX_PHRASE_CHARS = 100;

/**
 * The phrase in lower case with single spaces and one space at its end, a question mark as a word of its own,
 * without emoji, laughter and the punctuation that carries no meaning. Undefined when it is too long or nothing is left.
 *
 * Quotation marks, brackets and backticks stay: a quoted phrase is talked about, not used.
 */
export function normalisePhrase(text: string): string | undefined {
  if (text.length > MAX_PHRASE_CHARS) return undefined;
  const phrase = text
    // Before NFKC, which would join the loose letters of laughter and tears into syllables.
    .replace(LAUGHTER, ' ')
    .normalize('NFKC')
    .toLowerCase()
    .replace(INVISIBLE(), '')
    .replace(DECORATION(), ' ')
    .replace(APOSTROPHE, "'")
    .replace(QUESTION, ' ? ')
    .replace(/\s+/g, ' ')
    .replace(/^ ?\/ ?/, '')
    .trim();
  return phrase === '' || phrase.length > MAX_PHRASE_CHARS ? undefined : `${phrase} `;
}

/** ㅋㅋ, ㅎㅎ, ㅠㅠ, ㅜㅜ; not ㄴㄴ, which says no. */
const LAUGHTER = /[ㅋㅎㅠㅜ]+/g;
const INVISIBLE = lazyPattern('\\p{Default_Ignorable_Code_Point}|\\u20E3', 'gu');
/** Points and commas inside numbers stay. */
const DECORATION = lazyPattern(
  '[!~^*…·。、♥♡\\p{Cc}\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\p{Regional_Indicator}]|[.,](?!\\d)|(?<!\\d)[.,]',
  'gu',
);
const APOSTROPHE = /[\u2018\u2019\u02BC]/g;
const QUESTION = /[?¿]+/g;
