/** How moments are written, in the reader's language. Pure: the clock and the time zone come in as arguments. */
import type { PageLocale } from '../../protocol.ts';
import type { TimestampStyle } from '../markdown/nodes.ts';

const ABSOLUTE: Record<Exclude<TimestampStyle, 'R'>, Intl.DateTimeFormatOptions> = {
  t: { hour: 'numeric', minute: '2-digit' },
  T: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
  d: { year: 'numeric', month: '2-digit', day: '2-digit' },
  D: { year: 'numeric', month: 'long', day: 'numeric' },
  f: { year: 'numeric', month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit' },
  F: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit' },
};

const OTHER_DAY: Intl.DateTimeFormatOptions = {
  ...ABSOLUTE.t,
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
};
const WHOLE_DAY: Intl.DateTimeFormatOptions = { ...ABSOLUTE.D, weekday: 'long' };

/** Seconds in each unit, and below how many seconds a distance is told in it. */
const UNITS: { unit: Intl.RelativeTimeFormatUnit; seconds: number; below: number }[] = [
  { unit: 'second', seconds: 1, below: 60 },
  { unit: 'minute', seconds: 60, below: 3_600 },
  { unit: 'hour', seconds: 3_600, below: 86_400 },
  { unit: 'day', seconds: 86_400, below: 2_592_000 },
  { unit: 'month', seconds: 2_592_000, below: 31_536_000 },
  { unit: 'year', seconds: 31_536_000, below: Number.POSITIVE_INFINITY },
];

/** The furthest moment that a `Date` can hold, in seconds. */
const MAX_UNIX_SEC = 8_640_000_000_000;

/** A `<t:…>` as text. A moment that no calendar reaches is shown as its number. */
export function formatTimestamp(
  unixSec: number,
  style: TimestampStyle,
  nowMs: number,
  locale: PageLocale,
  timeZone?: string,
): string {
  if (Math.abs(unixSec) > MAX_UNIX_SEC) return String(unixSec);
  if (style === 'R') return formatRelative(unixSec * 1_000, nowMs, locale);
  return dateFormat(locale, ABSOLUTE[style], timeZone).format(unixSec * 1_000);
}

/** `in 30 seconds`, `2분 전`: whole units, cut off and not rounded, so that a countdown never jumps up. */
export function formatRelative(atMs: number, nowMs: number, locale: PageLocale): string {
  const deltaSec = Math.round((atMs - nowMs) / 1_000);
  const distance = Math.abs(deltaSec);
  const unit = UNITS.find(({ below }) => distance < below) ?? { unit: 'year' as const, seconds: 31_536_000 };
  const count = Math.floor(distance / unit.seconds);
  // `-0` reads as "0 seconds ago".
  return new Intl.RelativeTimeFormat(locale, { numeric: 'always' }).format(
    deltaSec < 0 ? -count : count,
    unit.unit,
  );
}

/** The time beside a message's author: the hour today, with the date on other days. */
export function formatMessageTime(
  atMs: number,
  nowMs: number,
  locale: PageLocale,
  timeZone?: string,
): string {
  const sameDay = dayKey(atMs, timeZone) === dayKey(nowMs, timeZone);
  return dateFormat(locale, sameDay ? ABSOLUTE.t : OTHER_DAY, timeZone).format(atMs);
}

/** The line between two days. */
export function formatDay(atMs: number, locale: PageLocale, timeZone?: string): string {
  return dateFormat(locale, WHOLE_DAY, timeZone).format(atMs);
}

/** The same text for all moments of one calendar day. */
export function dayKey(atMs: number, timeZone?: string): string {
  return dateFormat('en-CA', ABSOLUTE.d, timeZone).format(atMs);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter costs a hundred times what using it does, and a channel writes hundreds of times. */
function dateFormat(
  locale: string,
  options: Intl.DateTimeFormatOptions,
  timeZone: string | undefined,
): Intl.DateTimeFormat {
  const key = [locale, timeZone, ...Object.entries(options).flat()].join(' ');
  const known = formats.get(key);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat(locale, timeZone === undefined ? options : { ...options, timeZone });
  formats.set(key, format);
  return format;
}
