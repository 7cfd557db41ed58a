/** Counts, money, spans and ends of time as an operator writes them, and back. Pure. Each parser throws what is wrong. */
import { MAX_BUDGET } from '../../access/key-settings.ts';

const MICRO_DIGITS = 6;
const MICRO = 10 ** MICRO_DIGITS;
/** Powers of ten. */
const UNITS: Readonly<Record<string, number>> = { '': 0, k: 3, m: 6 };

/** `20000`, `20,000`, `20_000`, `20k`, `1.5m`. */
export function parseCount(text: string): number {
  const [, digits = '', unit = ''] = /^(\d[\d,_]*(?:\.\d+)?)([km]?)$/i.exec(text) ?? [];
  const count = shift(digits, UNITS[unit.toLowerCase()] ?? 0);
  if (!(count >= 1 && count <= MAX_BUDGET)) {
    throw new Error(
      `'${text}' is no whole number from 1 to ${formatCount(MAX_BUDGET)} (500k and 1.5m will do)`,
    );
  }
  return count;
}

export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** Dollars as millionths of one: `2`, `2.50`, `$0.000001`. */
export function parseUsd(text: string): number {
  const [, digits = ''] = /^\$?(\d[\d,_]*(?:\.\d{1,6})?)$/.exec(text) ?? [];
  const microUsd = shift(digits, MICRO_DIGITS);
  if (!(microUsd >= 1 && microUsd <= MAX_BUDGET)) {
    throw new Error(`'${text}' is no amount in USD from 0.000001 to ${formatUsd(MAX_BUDGET)} (2.50, say)`);
  }
  return microUsd;
}

export function formatUsd(microUsd: number): string {
  const whole = Math.floor(microUsd / MICRO);
  const rest = String(microUsd % MICRO).padStart(MICRO_DIGITS, '0');
  return `$${formatCount(whole)}.${rest.replace(/0{1,4}$/, '')}`;
}

/** Moves the decimal point by so many places; digit by digit, because binary fractions have no 1.1. NaN for what is not whole then. */
function shift(digits: string, places: number): number {
  const [whole = '', fraction = ''] = digits.replace(/[,_]/g, '').split('.');
  if (whole === '' || fraction.length > places) return Number.NaN;
  return Number(whole + fraction.padEnd(places, '0'));
}

const SPAN_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const MAX_SPAN_MS = 3_650 * 86_400_000;

/** `90s`, `30m`, `24h`, `7d`; `0` for none. */
export function parseSpan(text: string): number {
  if (text === '0') return 0;
  const [, digits = '', unit = ''] = /^(\d{1,9})([smhd])$/i.exec(text) ?? [];
  const ms = Number(digits) * (SPAN_MS[unit.toLowerCase()] ?? Number.NaN);
  if (!(ms > 0 && ms <= MAX_SPAN_MS)) {
    throw new Error(`'${text}' is no span of time: 90s, 30m, 24h and 7d are, up to 3650d`);
  }
  return ms;
}

/** `never`, a span from now, a day (its beginning in UTC) or a moment with its zone, as ISO 8601 in UTC; null for never. */
export function parseEnd(text: string, nowMs: number): string | null {
  if (text === 'never') return null;
  const isDate = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2}))?$/.test(text);
  const endMs = isDate ? parseDate(text) : nowMs + spanOrFault(text);
  if (endMs <= nowMs) throw new Error(`'${text}' is over already`);
  return new Date(endMs).toISOString();
}

/** `Date.parse` takes the 31st of February for a day in March. */
function parseDate(text: string): number {
  const ms = Date.parse(text);
  const day = text.slice(0, 10);
  const isDay = new Date(`${day}T00:00:00Z`).getTime() >= 0 && toDay(Date.parse(`${day}T00:00:00Z`)) === day;
  if (!isDay || Number.isNaN(ms)) throw new Error(`'${text}' is not in the calendar`);
  return ms;
}

function toDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function spanOrFault(text: string): number {
  try {
    return parseSpan(text);
  } catch {
    throw new Error(`'${text}' is no end: never, 30d, 2027-01-31 and 2027-01-31T09:00Z are`);
  }
}
