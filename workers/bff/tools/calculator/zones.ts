/** Time zones by the platform's own tables. */
import { offsetAt, toInstantOf } from '../../../../shared/time/zoned.ts';
import { DAY_MS, formatDay, isDay, twoDigits, weekdayOf } from './calendar.ts';

const AREAS = 'Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific';
/** At the beginning of a text: an IANA name, or an offset such as `UTC+9`. */
export const ZONE_START = new RegExp(
  `^(?:(?:${AREAS})/[A-Za-z_]+(?:[/+-][A-Za-z0-9_]+)*|(?:UTC|GMT)[+-]\\d{1,2}(?::\\d{2})?)(?![A-Za-z0-9_])`,
  'i',
);

/** Abbreviations and cities that people write. Summer and winter names stand for the place: nobody means the fixed offset. */
const NAMED: Readonly<Record<string, string>> = {
  utc: 'UTC',
  gmt: 'UTC',
  kst: 'Asia/Seoul',
  jst: 'Asia/Tokyo',
  est: 'America/New_York',
  edt: 'America/New_York',
  cst: 'America/Chicago',
  cdt: 'America/Chicago',
  mst: 'America/Denver',
  mdt: 'America/Denver',
  pst: 'America/Los_Angeles',
  pdt: 'America/Los_Angeles',
  bst: 'Europe/London',
  cet: 'Europe/Berlin',
  cest: 'Europe/Berlin',
  seoul: 'Asia/Seoul',
  tokyo: 'Asia/Tokyo',
  london: 'Europe/London',
  paris: 'Europe/Paris',
  berlin: 'Europe/Berlin',
  sydney: 'Australia/Sydney',
  singapore: 'Asia/Singapore',
  서울: 'Asia/Seoul',
  한국: 'Asia/Seoul',
  도쿄: 'Asia/Tokyo',
  일본: 'Asia/Tokyo',
  베이징: 'Asia/Shanghai',
  싱가포르: 'Asia/Singapore',
  뉴욕: 'America/New_York',
  시카고: 'America/Chicago',
  로스앤젤레스: 'America/Los_Angeles',
  런던: 'Europe/London',
  파리: 'Europe/Paris',
  베를린: 'Europe/Berlin',
  시드니: 'Australia/Sydney',
};

export const koreanZoneNames: readonly string[] = Object.keys(NAMED).filter((name) => /^[가-힣]/.test(name));

export function findNamedZone(word: string): string | undefined {
  return Object.hasOwn(NAMED, word.toLowerCase()) ? NAMED[word.toLowerCase()] : undefined;
}

/** The platform's spelling, `UTC+09:00` for offsets; null for a zone that does not exist. */
export function canonicalZone(name: string): string | null {
  const offset = /^(?:UTC|GMT)([+-])(\d{1,2})(?::(\d{2}))?$/i.exec(name);
  if (offset !== null) {
    const [, sign, hours = '0', minutes = '00'] = offset;
    return Number(hours) > 14 || Number(minutes) > 59
      ? null
      : `UTC${sign}${twoDigits(Number(hours))}:${minutes}`;
  }
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

/** The moment at which the zone's clocks show this; the first where they show it twice, an hour later where they skip it. */
export function toInstant(day: number, second: number, zone: string): number {
  return toInstantOf(day * DAY_MS + second * 1000, zone);
}

/** The day that it is there. */
export function dayIn(ms: number, zone: string): number {
  return Math.floor((ms + offsetAt(ms, zone)) / DAY_MS);
}

/** `2026-03-01 01:00 America/New_York (UTC-05:00, Sunday)` */
export function formatInstant(ms: number, zone: string): string | null {
  const offset = offsetAt(ms, zone);
  const local = ms + offset;
  const day = Math.floor(local / DAY_MS);
  if (!isDay(day)) return null;
  const second = Math.floor((local - day * DAY_MS) / 1000);
  const clock = formatClock(second);
  const minutes = Math.round(Math.abs(offset) / 60_000);
  const shift = `UTC${offset < 0 ? '-' : '+'}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
  return `${formatDay(day)} ${clock} ${zone} (${shift}, ${weekdayOf(day)})`;
}

/** `15:00`, with seconds where there are any. */
export function formatClock(second: number): string {
  const clock = `${twoDigits(Math.floor(second / 3600))}:${twoDigits(Math.floor(second / 60) % 60)}`;
  return second % 60 === 0 ? clock : `${clock}:${twoDigits(second % 60)}`;
}
