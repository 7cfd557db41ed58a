/**
 * Durations as people write them, in English, Korean or a mixture: `30`, `5m`, `5분`, `1h 30m`, `half a minute`,
 * `1시간 반`, `삼십 초`, `잠깐`. Pure, and linear in a bounded input.
 *
 * A bare number means seconds. Amounts must come in falling units (`1h 30m`, never `30m 1h`). A comma inside a number
 * is refused, because it means thousands here and decimals there.
 */
import { ENGLISH_DETERMINERS, ENGLISH_NUMERALS, parseKoreanCount, parseSinoKorean } from './numerals.ts';

/** The longest mute, in seconds. A day: for longer the bot can be removed, and a forgotten mute must end by itself. */
export const MAX_MUTE_SECONDS = 86_400;

/** The longest text that is looked at, in UTF-16 units: `an hour and twenty-five minutes and thirty seconds` fits. */
const MAX_DURATION_CHARS = 60;

export type Duration =
  /** Whole seconds, from 1 to `MAX_MUTE_SECONDS`. */
  { ok: true; seconds: number } | { ok: false; reason: DurationProblem };

export type DurationProblem = 'empty' | 'malformed' | 'negative' | 'zero' | 'too_long';

/** Never throws. Fractions of a second are rounded, but never to zero. */
export function parseDuration(
  text: string,
  options: { bareNumber?: 'seconds' | 'malformed' } = {},
): Duration {
  if (text.length > MAX_DURATION_CHARS) return { ok: false, reason: 'malformed' };
  const written = text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
  if (written === '') return { ok: false, reason: 'empty' };
  if (written.length > MAX_DURATION_CHARS) return { ok: false, reason: 'malformed' };

  const unsigned = written.replace(/^(?:[-\u2212\u2013] ?|minus |마이너스 ?)/, '');
  const core = unsigned.replace(NEXT_UNIT, 'next a ').replace(LEAD, '');
  const bare = options.bareNumber === 'malformed' ? undefined : readBareNumber(core);
  const seconds = EXPRESSIONS.get(core) ?? bare ?? readSeconds(core.replace(TAIL, ''));
  if (seconds === undefined) return { ok: false, reason: 'malformed' };
  if (seconds === 0) return { ok: false, reason: 'zero' };
  if (unsigned !== written) return { ok: false, reason: 'negative' };
  const whole = Math.max(1, Math.round(seconds));
  return whole > MAX_MUTE_SECONDS ? { ok: false, reason: 'too_long' } : { ok: true, seconds: whole };
}

/** What may stand around a duration without changing it. */
const LEAD = /^(?:for )?(?:about |around |just |only |딱 ?|약 ?|한 (?=\d))?(?:the next )?/;
/** `the next hour` is one hour. */
const NEXT_UNIT = /\bnext (?=(?:minute|hour|day)$)/;
const TAIL = / ?(?:정도|쯤)?(?:(?<!시)간| ?동안)?(?:만)?$/;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Longer units are known only so that the answer can be "too long" rather than "what?". */
const UNITS: readonly (readonly [seconds: number, names: string])[] = [
  [1, 's sec secs second seconds 초'],
  [MINUTE, 'm min mins minute minutes 분'],
  [HOUR, 'h hr hrs hour hours 시간'],
  [DAY, 'd day days 일'],
  [7 * DAY, 'w week weeks 주 주일 주간'],
  [30 * DAY, 'month months 달 개월'],
  [365 * DAY, 'year years 년'],
];

/** Whole expressions without an amount and a unit. How long a moment is was decided here, not found out. */
const EXPRESSIONS: ReadonlyMap<string, number> = new Map([
  ...['잠깐', '잠시', '조금', 'a moment', 'a bit', 'a little', 'a little bit', 'a little while'].map(
    (words) => [words, MINUTE] as const,
  ),
  ...['한동안', 'a while'].map((words) => [words, 5 * MINUTE] as const),
  ...['하루', '하루 종일', '하루종일', 'all day'].map((words) => [words, DAY] as const),
  ['이틀', 2 * DAY],
  ['사흘', 3 * DAY],
  ['나흘', 4 * DAY],
  ...['forever', 'always', '영원히', '계속', '평생'].map(
    (words) => [words, Number.POSITIVE_INFINITY] as const,
  ),
]);

const UNIT_SECONDS: ReadonlyMap<string, number> = new Map(
  UNITS.flatMap(([seconds, names]) => names.split(' ').map((name) => [name, seconds] as const)),
);

/* Sticky patterns for one position in the text: alternatives of literals, no nested repetition. */
const DIGITS = /\d+(?:\.\d+)?/y;
const FRACTION = /(?:a )?(half|quarter)(?: of)?(?: an?)?|반/y;
const ENGLISH_COUNT = new RegExp(
  `(?:${longestFirst([...ENGLISH_NUMERALS.keys(), ...ENGLISH_DETERMINERS.keys()])})(?![a-z])`,
  'y',
);
const AND_A_HALF = / and a half/y;
const UNIT = new RegExp(`[ -]?(${longestFirst(UNIT_SECONDS.keys())})(?![a-z])`, 'y');
const HALF_MORE = /(?: ?반| and a half)(?![ ]?[a-z가-힣])/y;
const BETWEEN = / ?(?:and |& ?|하고 ?|, ?)?/y;

/** The longest Korean number that a unit can follow: `천구백구십구`. */
const MAX_KOREAN_COUNT_CHARS = 7;

/** Seconds as written, unbounded; undefined when it is no duration. */
function readSeconds(text: string): number | undefined {
  const known = EXPRESSIONS.get(text);
  if (known !== undefined) return known;
  let total = 0;
  let position = 0;
  let lastUnit = Number.POSITIVE_INFINITY;
  do {
    const amount = readAmount(text, position);
    if (amount === undefined || amount.unitSeconds >= lastUnit) return undefined;
    total += amount.count * amount.unitSeconds;
    lastUnit = amount.unitSeconds;
    position = matchAt(BETWEEN, text, amount.end)?.end ?? amount.end;
  } while (position < text.length);
  return total;
}

function readBareNumber(text: string): number | undefined {
  const digits = matchAt(DIGITS, text, 0);
  if (digits?.end === text.length) return Number(text);
  return ENGLISH_NUMERALS.get(text) ?? parseSinoKorean(text);
}

interface Amount {
  count: number;
  unitSeconds: number;
  end: number;
}

/** A count, its unit, and the half that may follow either (`one and a half hours`, `1시간 반`). */
function readAmount(text: string, start: number): Amount | undefined {
  for (const { count, end } of readCounts(text, start)) {
    const unit = matchAt(UNIT, text, end);
    if (unit === undefined) continue;
    const unitSeconds = UNIT_SECONDS.get(unit.group) ?? 0;
    const half = matchAt(HALF_MORE, text, unit.end);
    return half === undefined
      ? { count, unitSeconds, end: unit.end }
      : { count: count + 0.5, unitSeconds, end: half.end };
  }
  return undefined;
}

/** Every way to read a number here, the likeliest first: `십일` is eleven before minutes, but ten before days (`일`). */
function* readCounts(text: string, start: number): Generator<{ count: number; end: number }> {
  const fraction = matchAt(FRACTION, text, start);
  if (fraction !== undefined) yield { count: fraction.group === 'quarter' ? 0.25 : 0.5, end: fraction.end };

  const plain = readPlainCount(text, start);
  if (plain !== undefined) {
    const half = matchAt(AND_A_HALF, text, plain.end);
    if (half !== undefined) yield { count: plain.count + 0.5, end: half.end };
    yield plain;
  }
  for (let end = Math.min(text.length, start + MAX_KOREAN_COUNT_CHARS); end > start; end--) {
    const count = parseKoreanCount(text.slice(start, end));
    if (count !== undefined) yield { count, end };
  }
}

function readPlainCount(text: string, start: number): { count: number; end: number } | undefined {
  const digits = matchAt(DIGITS, text, start);
  if (digits !== undefined) return { count: Number(text.slice(start, digits.end)), end: digits.end };
  const word = matchAt(ENGLISH_COUNT, text, start);
  if (word === undefined) return undefined;
  const name = text.slice(start, word.end);
  return { count: ENGLISH_NUMERALS.get(name) ?? ENGLISH_DETERMINERS.get(name) ?? 0, end: word.end };
}

/** Matches a sticky pattern at one position only; `group` is its first capture. */
function matchAt(pattern: RegExp, text: string, start: number): { group: string; end: number } | undefined {
  pattern.lastIndex = start;
  const match = pattern.exec(text);
  return match === null ? undefined : { group: match[1] ?? '', end: start + match[0].length };
}

/** Alternatives for a pattern, so ordered that none hides a longer one behind it. */
function longestFirst(literals: Iterable<string>): string {
  return [...literals].sort((a, b) => b.length - a.length).join('|');
}
