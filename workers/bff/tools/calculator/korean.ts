/** Korean words of arithmetic, and numbers such as `3억 5천만`. */

import { once } from '../../../../shared/once.ts';
import { add, multiply, type Rational } from './rational.ts';
import { koreanUnitNames } from './units.ts';
import type { Work } from './work.ts';
import { koreanZoneNames } from './zones.ts';

/** What a word stands for; empty for one that says nothing to a calculator. */
export const KOREAN_WORDS: Readonly<Record<string, string>> = {
  더하기: '+',
  빼기: '-',
  곱하기: '*',
  나누기: '/',
  퍼센트: '%',
  프로: '%',
  의: 'of',
  를: 'to',
  을: 'to',
  은: 'to',
  는: 'to',
  이: 'to',
  가: 'to',
  로: '',
  으로: '',
  몇: '',
  이면: '',
  며칠: '',
  얼마: '',
  도: 'deg',
  루트: 'sqrt',
  제곱근: 'sqrt',
  반올림: 'round',
  최대: 'max',
  최소: 'min',
  평균: 'mean',
  합: 'sum',
  파이: 'pi',
  오늘: 'today',
  내일: 'tomorrow',
  어제: 'yesterday',
  모레: '모레',
  글피: '글피',
  그저께: '그저께',
  그제: '그저께',
  정오: 'noon',
  자정: 'midnight',
  지금: 'now',
  현재: 'now',
  부터: 'since',
  에서: 'since',
  까지: 'until-here',
  후: 'later',
  뒤: 'later',
  전: 'ago',
  '무슨 요일': 'weekday',
  무슨요일: 'weekday',
  요일: 'weekday',
};

const longestFirst = once(() =>
  [...new Set([...Object.keys(KOREAN_WORDS), ...koreanUnitNames(), ...koreanZoneNames])].sort(
    (a, b) => b.length - a.length,
  ),
);

/** The longest known word at the beginning. */
export function koreanWordAt(text: string): string | null {
  return longestFirst().find((word) => text.startsWith(word)) ?? null;
}

const SMALL: Readonly<Record<string, bigint>> = { 십: 10n, 백: 100n, 천: 1000n };
const LARGE: Readonly<Record<string, bigint>> = {
  만: 10_000n,
  억: 100_000_000n,
  조: 1_000_000_000_000n,
  경: 10_000_000_000_000_000n,
};
const FIRST = /^\s?(십|백|천(?!문단위))?([만억조경])?/;
const NEXT = /^\s?(\d{1,4})([십백천])?([만억조경])?(?![\d.,:])/;

/** What follows the digits of a number: `만`, or ` 5천만` behind `3억`. */
export function readKoreanNumber(
  digits: Rational,
  rest: string,
  work: Work,
): { value: Rational; length: number } {
  const first = FIRST.exec(rest);
  let scale = scaleOf(first);
  if (first === null || scale === 1n) return { value: digits, length: 0 };
  let value = multiply(digits, { numerator: scale, denominator: 1n }, work);
  let length = first[0].length;
  for (;;) {
    const next = NEXT.exec(rest.slice(length));
    if (next === null) break;
    const smaller = scaleOf([next[0], next[2], next[3]]);
    if (smaller >= scale || (smaller === 1n && !isPlainEnd(rest.slice(length + next[0].length)))) break;
    value = add(value, { numerator: BigInt(next[1] ?? '0') * smaller, denominator: 1n }, work);
    length += next[0].length;
    scale = smaller;
  }
  return { value, length };
}

/** `3만 5` is one number where nothing but a unit or the end follows, not where a date or a time does. */
function isPlainEnd(rest: string): boolean {
  return !/^\s*(?:년|월|시(?!간)|-\d{1,2}-)/.test(rest);
}

function scaleOf(match: ArrayLike<string | undefined> | null): bigint {
  return (SMALL[match?.[1] ?? ''] ?? 1n) * (LARGE[match?.[2] ?? ''] ?? 1n);
}
