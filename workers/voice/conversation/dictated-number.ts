/** Whether somebody is dictating digits: a telephone number, a code. Then a pause is taken to breathe. Pure. */

const ENGLISH = new Set('zero oh one two three four five six seven eight nine double triple'.split(' '));
const KOREAN = /^[공영일이삼사오육칠팔구]+$/u;
const DIGITS = /^[\d-]+$/u;

/** Behind so many digits a telephone number is whole. */
const WHOLE_NUMBER_DIGITS = 10;
/** A number alone may be an amount; digits one by one are dictated. */
const DICTATED_WORDS = 2;
/** "010" begins a number. */
const PREFIX = /^0\d{1,3}$/u;

export function endsInDictatedNumber(words: readonly string[]): boolean {
  let digits = 0;
  let pieces = 0;
  let at = words.length;
  for (; at > 0; at -= 1) {
    const count = digitsIn(words[at - 1] ?? '');
    if (count === 0) break;
    digits += count;
    pieces += 1;
  }
  if (pieces === 0 || digits >= WHOLE_NUMBER_DIGITS) return false;
  return pieces >= DICTATED_WORDS || PREFIX.test(words.at(-1) ?? '');
}

function digitsIn(word: string): number {
  const plain = word.toLowerCase().replace(/[.,]+$/u, '');
  if (DIGITS.test(plain)) return plain.replace(/-/gu, '').length;
  // "이" and "사" alone are words of many meanings; in a row they are digits.
  if (KOREAN.test(plain)) return plain.length > 1 ? plain.length : 0;
  return ENGLISH.has(plain) ? 1 : 0;
}
