/** Signs between numbers and words, as they are read aloud in Korean and in English. Pure. */

interface Reading {
  sign: RegExp;
  ko: string;
  en: string;
}

const READINGS: readonly Reading[] = [
  // With its unit: "3시~5시", "5%–10%", "오전 9시~오후 6시".
  { sign: /(?<=\d[가-힣A-Za-z%°℃]{0,2})\s*[~–—〜]\s*(?=(?:[$₩€£]|오[전후] ?)?\d)/g, ko: '에서 ', en: ' to ' },
  { sign: /\s*(?:->|→|⇒|=>)\s*/g, ko: ', ', en: ', ' },
  { sign: /(?<=\d)\s*×\s*(?=\d)/g, ko: ' 곱하기 ', en: ' times ' },
  { sign: /(?<=\d)\s*÷\s*(?=\d)/g, ko: ' 나누기 ', en: ' divided by ' },
  { sign: /\s*≈\s*/g, ko: ' 약 ', en: ' about ' },
  { sign: /\s*≤\s*/g, ko: ' 이하 ', en: ' at most ' },
  { sign: /\s*≥\s*/g, ko: ' 이상 ', en: ' at least ' },
  { sign: /(?<=\d)\s*°C\b/g, ko: '도', en: ' degrees Celsius' },
  { sign: /(?<=\d)\s*°F\b/g, ko: '도 화씨', en: ' degrees Fahrenheit' },
  { sign: /(?<=\d)\s*°/g, ko: '도', en: ' degrees' },
  { sign: /(?<=\d)\s*km\/h\b/g, ko: '킬로미터 매시', en: ' kilometres an hour' },
  { sign: /(?<=\s)&(?=\s)/g, ko: '와', en: 'and' },
];

const HANGUL = /[가-힣]/g;
const LATIN = /[A-Za-z]/g;

export function isKorean(text: string): boolean {
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  // A Korean answer may name many things in English; a syllable is about two letters and a half.
  return count(HANGUL) * 2.5 > count(LATIN);
}

export function inWords(text: string): string {
  const language = isKorean(text) ? 'ko' : 'en';
  let read = withoutSeparators(text);
  for (const { sign, [language]: words } of READINGS) read = read.replaceAll(sign, words);
  return read;
}

/** `1,234,567` is one number to an engine only without its commas. */
function withoutSeparators(text: string): string {
  return text.replaceAll(/(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d])/g, (number) => number.replaceAll(',', ''));
}
