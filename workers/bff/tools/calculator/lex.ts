/** Cuts an expression into tokens: numbers, dates, times, zones, words and symbols. Throws `CalculationFault` alone. */
import { lazyPattern } from '../../../../shared/text/lazy-pattern.ts';
import { parseDay } from './calendar.ts';
import { CalculationFault } from './fault.ts';
import { KOREAN_WORDS, koreanWordAt, readKoreanNumber } from './korean.ts';
import { parseLiteral, type Rational } from './rational.ts';
import type { Work } from './work.ts';
import { canonicalZone, ZONE_START } from './zones.ts';

export type Token = { at: number } & (
  | { kind: 'number'; value: Rational }
  | { kind: 'date'; day: number }
  /** Seconds since midnight. */
  | { kind: 'time'; second: number }
  | { kind: 'zone'; zone: string }
  | { kind: 'word' | 'symbol'; text: string }
  | { kind: 'end' }
);

const SPACE = /^[\s?=]+$/;
const DATE = /^(\d{4})(?:-|\. ?|\/)(\d{1,2})(?:-|\. ?|\/)(\d{1,2})(?!\d|[./-]\d)T?/;
const KOREAN_DATE = /^(\d{1,4})년\s*(\d{1,2})월\s*(\d{1,2})일/;
const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([ap])\.?m\b\.?)?(?!\d|:)/i;
const HOUR = /^(\d{1,2})\s*([ap])\.?m\b\.?/i;
const KOREAN_TIME = /^(?:(오전|오후)\s*)?(\d{1,2})시(?!간)(?:\s*(\d{1,2})분)?/;
/** In `3분의 2`, two thirds; `30분의 20%` is of minutes. */
const KOREAN_PARTS = /^분의(?=\s*\d+(?![\d.,]|\s*(?:[%％]|퍼센트|프로)))/;
const HEX = /^0x([0-9a-f]+)(?![0-9a-z])/i;
const BINARY = /^0b([01]+)(?![0-9a-z])/i;
const NUMBER = lazyPattern('^(?:\\d+(?:\\.\\d+)?|\\.\\d+)(?:e[+-]?\\d+(?![\\p{L}\\d]))?', 'iu');
const GROUPED_NUMBER = /^\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?/;
const LATIN = /^[A-Za-zµμ]+\d*(?![A-Za-z])/;
const LATIN_WORD = /^[A-Za-zµμ]+/;
const DEGREE = /^(?:°[CFcf]?|℃|℉)/;
const SYMBOLS: Readonly<Record<string, string>> = {
  '×': '*',
  '∙': '*',
  '⋅': '*',
  '÷': '/',
  '−': '-',
  '–': '-',
  '→': 'to',
  '√': 'sqrt',
  π: 'pi',
  '％': '%',
  '（': '(',
  '）': ')',
  '＋': '+',
};
const PLAIN_SYMBOLS = new Set([...'+-*/%^(),!²³·']);

export function tokenize(text: string, work: Work, isWord: (text: string) => boolean): Token[] {
  const tokens: Token[] = [];
  /** Of each open bracket, whether it holds the arguments of a function: there a comma separates. */
  const brackets: boolean[] = [];
  for (let at = 0; at < text.length; ) {
    work.spend(10);
    const token = nextToken(text, at, brackets.at(-1) === true, work, isWord);
    if (token.token !== null) tokens.push(token.token);
    noteBracket(token.token, tokens.at(-2), brackets);
    at += token.length;
  }
  return [...tokens, { kind: 'end', at: text.length }];
}

interface Found {
  token: Token | null;
  length: number;
}

function nextToken(
  text: string,
  at: number,
  inCall: boolean,
  work: Work,
  isWord: (text: string) => boolean,
): Found {
  const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
  if (SPACE.test(char)) return { token: null, length: char.length };
  const rest = text.slice(at, at + MAX_TOKEN_CHARS);
  const found = /^[\d.]|^오/.test(rest) ? readNumeric(rest, at, inCall, work) : null;
  if (found !== null) return found;
  const zone = ZONE_START.exec(rest)?.[0];
  if (zone !== undefined) return { token: { kind: 'zone', zone: zoneOf(zone, at), at }, length: zone.length };
  const degree = DEGREE.exec(rest)?.[0];
  if (degree !== undefined) return word(degree === '°' ? 'deg' : degree.toUpperCase(), at, degree.length);
  const latin = LATIN.exec(rest)?.[0];
  if (latin !== undefined && isWord(latin)) return word(latin, at, latin.length);
  const letters = LATIN_WORD.exec(rest)?.[0];
  if (letters !== undefined) return word(letters, at, letters.length);
  if (KOREAN_PARTS.test(rest)) return word('parts-of', at, 2);
  const korean = koreanWordAt(rest);
  if (korean !== null) return readKorean(korean, at);
  if (text.startsWith('**', at)) return symbol('^', at, 2);
  if (text.startsWith('->', at)) return word('to', at, 2);
  const replaced = SYMBOLS[char] ?? char;
  if (PLAIN_SYMBOLS.has(replaced)) return symbol(replaced, at, char.length);
  if (/^[a-z]/.test(replaced)) return word(replaced, at, char.length);
  throw new CalculationFault(`"${char.toWellFormed()}" is not understood`, at);
}

/** Enough for every token but a number, which `readNumeric` cannot cut either: an expression is no longer. */
const MAX_TOKEN_CHARS = 1_000;

/** Seconds since midnight. */
const TIMES: ReadonlyMap<string, number> = new Map([
  ['midnight', 0],
  ['noon', 43_200],
]);

function word(text: string, at: number, length: number): Found {
  const second = TIMES.get(text.toLowerCase());
  if (second !== undefined) return { token: { kind: 'time', second, at }, length };
  return { token: { kind: 'word', text, at }, length };
}

function symbol(text: string, at: number, length: number): Found {
  return { token: { kind: 'symbol', text, at }, length };
}

function readKorean(name: string, at: number): Found {
  const meaning = Object.hasOwn(KOREAN_WORDS, name) ? (KOREAN_WORDS[name] ?? '') : name;
  if (meaning === '') return { token: null, length: name.length };
  return PLAIN_SYMBOLS.has(meaning) ? symbol(meaning, at, name.length) : word(meaning, at, name.length);
}

function readNumeric(rest: string, at: number, inCall: boolean, work: Work): Found | null {
  const date = DATE.exec(rest) ?? KOREAN_DATE.exec(rest);
  if (date !== null) {
    const day = parseDay(Number(date[1]), Number(date[2]), Number(date[3]));
    if (day === null) throw new CalculationFault(`there is no day "${date[0]}"`, at);
    return { token: { kind: 'date', day, at }, length: date[0].length };
  }
  const time = readTime(rest, at);
  if (time !== null) return time;
  const based = HEX.exec(rest) ?? BINARY.exec(rest);
  if (based !== null) {
    work.spend(based[0].length * 4);
    const value = { numerator: BigInt(based[0]), denominator: 1n };
    return { token: { kind: 'number', value, at }, length: based[0].length };
  }
  const text = (inCall ? null : GROUPED_NUMBER.exec(rest))?.[0] ?? NUMBER().exec(rest)?.[0];
  if (text === undefined) return null;
  const value = parseLiteral(text.replaceAll(',', ''), work);
  const korean = readKoreanNumber(value, rest.slice(text.length), work);
  return { token: { kind: 'number', value: korean.value, at }, length: text.length + korean.length };
}

function readTime(rest: string, at: number): Found | null {
  const clock = TIME.exec(rest);
  const hour = HOUR.exec(rest);
  const korean = KOREAN_TIME.exec(rest);
  const found = clock ?? hour ?? korean;
  if (found === null) return null;
  const [half, hours, minutes, seconds] =
    clock !== null
      ? [clock[4], clock[1], clock[2], clock[3]]
      : hour !== null
        ? [hour[2], hour[1], '0', '0']
        : [{ 오전: 'a', 오후: 'p' }[korean?.[1] ?? ''], korean?.[2], korean?.[3], '0'];
  const second = secondOfDay(half?.toLowerCase(), Number(hours), Number(minutes ?? 0), Number(seconds ?? 0));
  if (second === null) throw new CalculationFault(`there is no time "${found[0]}"`, at);
  return { token: { kind: 'time', second, at }, length: found[0].length };
}

function secondOfDay(
  half: string | undefined,
  hours: number,
  minutes: number,
  seconds: number,
): number | null {
  if (minutes > 59 || seconds > 59 || hours > 23) return null;
  // Koreans write 오전 0시 and 오후 0시.
  if (half !== undefined && hours > 12) return null;
  const hour = half === undefined ? hours : (hours % 12) + (half === 'p' ? 12 : 0);
  return hour * 3600 + minutes * 60 + seconds;
}

function zoneOf(name: string, at: number): string {
  const zone = canonicalZone(name);
  if (zone === null) throw new CalculationFault(`there is no time zone "${name}"`, at);
  return zone;
}

function noteBracket(token: Token | null, before: Token | undefined, brackets: boolean[]): void {
  if (token?.kind !== 'symbol') return;
  if (token.text === '(') brackets.push(before?.kind === 'word');
  if (token.text === ')') brackets.pop();
}
