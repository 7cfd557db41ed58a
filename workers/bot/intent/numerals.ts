/** Number words from 0 to 9,999 (Korean) and 0 to 199 (English): more than any duration that can be granted. Pure. */

const ENGLISH_ONES = words(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
);
const ENGLISH_TENS = words('twenty thirty forty fifty sixty seventy eighty ninety');

/** Words that count only before a unit: `a minute`, `몇 분`. What is indefinite gets the value that people mean by it. */
export const ENGLISH_DETERMINERS: ReadonlyMap<string, number> = new Map([
  ['a', 1],
  ['an', 1],
  ['a couple', 2],
  ['a couple of', 2],
  ['couple of', 2],
  ['a few', 3],
]);
const KOREAN_DETERMINERS: ReadonlyMap<string, number> = new Map([
  ['몇', 3],
  ['한두', 2],
  ['두세', 3],
]);

/** Every English number word that is understood, in lower case with single spaces or a hyphen, with its value. */
export const ENGLISH_NUMERALS: ReadonlyMap<string, number> = new Map([
  ...ENGLISH_ONES.map((word, value) => [word, value] as const),
  ...ENGLISH_TENS.flatMap((ten, index) => {
    const value = (index + 2) * 10;
    const ones = ENGLISH_ONES.slice(1, 10);
    return [
      [ten, value] as const,
      ...ones.flatMap((one, index) =>
        [`${ten} ${one}`, `${ten}-${one}`].map((word) => [word, value + index + 1] as const),
      ),
    ];
  }),
  ['a hundred', 100],
  ['one hundred', 100],
]);

const SINO_DIGITS = '영일이삼사오육칠팔구';
const SINO =
  /^(?:([이삼사오육칠팔구]?)천)?(?:([이삼사오육칠팔구]?)백)?(?:([이삼사오육칠팔구]?)십)?([일이삼사오육칠팔구]?)$/;

const NATIVE_TENS: ReadonlyMap<string, number> = new Map([
  ['열', 10],
  ['스물', 20],
  ['스무', 20],
  ['서른', 30],
  ['마흔', 40],
  ['쉰', 50],
  ['예순', 60],
  ['일흔', 70],
  ['여든', 80],
  ['아흔', 90],
]);
/** Both forms: the one used alone and the one used before a unit. */
const NATIVE_ONES: ReadonlyMap<string, number> = new Map([
  ['하나', 1],
  ['한', 1],
  ['둘', 2],
  ['두', 2],
  ['셋', 3],
  ['세', 3],
  ['넷', 4],
  ['네', 4],
  ['다섯', 5],
  ['여섯', 6],
  ['일곱', 7],
  ['여덟', 8],
  ['아홉', 9],
]);

/** A number before a unit: `삼십`, `백이십`, `서른다섯`, `두`, `몇`; undefined when the word is none. */
export function parseKoreanCount(word: string): number | undefined {
  return KOREAN_DETERMINERS.get(word) ?? parseSinoKorean(word) ?? parseNativeKorean(word);
}

/** The numerals that can stand alone: `삼십`, `백이십`, `영`. */
export function parseSinoKorean(word: string): number | undefined {
  if (word === '영' || word === '공') return 0;
  const match = SINO.exec(word);
  if (match === null || word === '') return undefined;
  const [, thousands, hundreds, tens, ones = ''] = match;
  return 1000 * place(thousands) + 100 * place(hundreds) + 10 * place(tens) + (ones === '' ? 0 : place(ones));
}

/** A place that is named without a digit counts once (`십` is 10); one that is not named counts nothing. */
function place(digit: string | undefined): number {
  if (digit === undefined) return 0;
  return digit === '' ? 1 : SINO_DIGITS.indexOf(digit);
}

function parseNativeKorean(word: string): number | undefined {
  const ones = NATIVE_ONES.get(word);
  if (ones !== undefined) return ones;
  for (const [ten, value] of NATIVE_TENS) {
    if (word === ten) return value;
    if (word.startsWith(ten)) {
      const rest = NATIVE_ONES.get(word.slice(ten.length));
      if (rest !== undefined) return value + rest;
    }
  }
  return undefined;
}

function words(list: string): string[] {
  return list.split(' ');
}
