/** Numbers and moments as an operator reads them. Pure. Moments are told in UTC, in which budgets and days are counted. */
export type Locale = 'en' | 'ko';

const TAGS: Readonly<Record<Locale, string>> = { en: 'en-US', ko: 'ko-KR' };

export function formatCount(locale: Locale, count: number): string {
  return new Intl.NumberFormat(TAGS[locale], { maximumFractionDigits: 0 }).format(count);
}

/** `12K`, `1.2만`. */
export function formatShort(locale: Locale, count: number): string {
  return new Intl.NumberFormat(TAGS[locale], { notation: 'compact', maximumFractionDigits: 1 }).format(count);
}

const MICRO = 1_000_000;

/** Less than a cent is told to the millionth. */
export function formatUsd(locale: Locale, microUsd: number): string {
  const usd = microUsd / MICRO;
  const small = usd !== 0 && Math.abs(usd) < 0.01;
  return new Intl.NumberFormat(TAGS[locale], {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: 2,
    maximumFractionDigits: small ? 6 : 2,
  }).format(usd);
}

export function formatMs(locale: Locale, ms: number | null): string {
  if (ms === null) return '–';
  if (ms < 1_000) return `${formatCount(locale, ms)} ms`;
  return `${new Intl.NumberFormat(TAGS[locale], { maximumFractionDigits: 1 }).format(ms / 1_000)} s`;
}

export function formatShare(locale: Locale, share: number): string {
  return new Intl.NumberFormat(TAGS[locale], {
    style: 'percent',
    maximumFractionDigits: share > 0 && share < 0.1 ? 1 : 0,
  }).format(share);
}

/** `2026-11-29 18:46`. */
export function formatMoment(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)}`;
}

/** `18:00` of an hour, `11-29` of a day. */
export function formatStart(iso: string, step: 'hour' | 'day'): string {
  return step === 'hour' ? iso.slice(11, 16) : iso.slice(5, 10);
}

export function formatBytes(locale: Locale, bytes: number): string {
  const [unit, size] = bytes < 1_000_000 ? ['kB', 1_000] : ['MB', 1_000_000];
  return `${new Intl.NumberFormat(TAGS[locale], { maximumFractionDigits: 1 }).format(bytes / size)} ${unit}`;
}
