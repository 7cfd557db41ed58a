/** Days of the proleptic Gregorian calendar, as numbers since 1970-01-01. Pure. */
export interface CivilDate {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
}

export const DAY_MS = 86_400_000;
const MIN_DAY = dayNumber(1, 1, 1);
const MAX_DAY = dayNumber(9999, 12, 31);

/** Null for a day that does not exist, or not in the years 1 to 9999. */
export function parseDay(year: number, month: number, day: number): number | null {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month))
    return null;
  return dayNumber(year, month, day);
}

export function isDay(day: number): boolean {
  return Number.isInteger(day) && day >= MIN_DAY && day <= MAX_DAY;
}

export function civilDate(day: number): CivilDate {
  const date = new Date(day * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** The last day of the month where the month has no such day: 31 January and a month is 28 or 29 February. */
export function addMonths(day: number, months: number): number {
  const date = civilDate(day);
  const index = date.year * 12 + date.month - 1 + months;
  const [year, month] = [Math.floor(index / 12), (((index % 12) + 12) % 12) + 1];
  return dayNumber(year, month, Math.min(date.day, daysInMonth(year, month)));
}

export function formatDay(day: number): string {
  const { year, month, day: ofMonth } = civilDate(day);
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(ofMonth)}`;
}

export function weekdayOf(day: number): string {
  // 1970-01-01 was a Thursday.
  return WEEKDAYS[(((day + 4) % 7) + 7) % 7] ?? '';
}

export function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

function daysInMonth(year: number, month: number): number {
  return civilDate(dayNumber(year, month + 1, 1) - 1).day;
}

function dayNumber(year: number, month: number, day: number): number {
  const date = new Date(0);
  // `Date.UTC` takes the years 0 to 99 for 1900 to 1999.
  date.setUTCFullYear(year, month - 1, day);
  return Math.floor(date.getTime() / DAY_MS);
}
