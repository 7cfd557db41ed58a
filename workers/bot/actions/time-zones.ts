/** The time zones that a person is offered: at most 25 fit into a menu. Others are entered under `/settings me`. */
import type { Locale } from '../../../shared/contract/caller.ts';

/** By their difference to UTC. The platform's own names. */
const ZONES = [
  'Pacific/Honolulu',
  'America/Anchorage',
  'America/Los_Angeles',
  'America/Denver',
  'America/Chicago',
  'America/New_York',
  'America/Sao_Paulo',
  'Atlantic/Azores',
  'Europe/London',
  'Europe/Berlin',
  'Europe/Athens',
  'Africa/Johannesburg',
  'Europe/Istanbul',
  'Asia/Dubai',
  'Asia/Karachi',
  'Asia/Kolkata',
  'Asia/Dhaka',
  'Asia/Bangkok',
  'Asia/Shanghai',
  'Asia/Singapore',
  'Asia/Seoul',
  'Asia/Tokyo',
  'Australia/Sydney',
  'Pacific/Auckland',
  'UTC',
] as const;

export function isOfferedZone(value: string): boolean {
  return (ZONES as readonly string[]).includes(value);
}

/** The one that is likeliest for the language first. */
export function offeredZones(locale: Locale, nowMs: number): { label: string; value: string }[] {
  const first = locale === 'ko' ? 'Asia/Seoul' : null;
  const zones = first === null ? ZONES : [first, ...ZONES.filter((zone) => zone !== first)];
  return zones.map((zone) => ({ value: zone, label: labelOf(zone, locale, nowMs) }));
}

/** `한국 시간 · Asia/Seoul · 15:04` */
function labelOf(timeZone: string, locale: Locale, nowMs: number): string {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'short' }).format(nowMs);
  const parts = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'longGeneric' }).formatToParts(
    nowMs,
  );
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
  return `${clock} · ${name} · ${timeZone}`.slice(0, 100);
}
