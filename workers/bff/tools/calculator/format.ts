/** Results as text. What is not exact is marked with `≈`. */
import { formatDay, weekdayOf } from './calendar.ts';
import { CalculationFault } from './fault.ts';
import { isExact, magnitude, type Real, type Value } from './quantity.ts';
import type { Rational } from './rational.ts';
import { baseUnit, NONE, sameDimension } from './units.ts';
import type { Work } from './work.ts';
import { formatInstant } from './zones.ts';

/** An exact whole number of more digits is shown by its first ones. */
const MAX_DIGITS = 200;
const MAX_DECIMALS = 30;
const ROUNDED_DIGITS = 20;
const MAX_SHOWN_FRACTION = 1_000_000n;

export function formatValue(value: Value, work: Work): string {
  if (value.kind === 'text') return `= ${value.text}`;
  if (value.kind === 'date') return `= ${formatDay(value.day)} (${weekdayOf(value.day)})`;
  if (value.kind === 'instant') {
    const text = formatInstant(value.ms, value.zone);
    if (text === null) throw new CalculationFault('only the years 1 to 9999 are known');
    return `= ${text}`;
  }
  const unit = value.unit ?? baseUnit(value.dimension);
  const { text, isExact: exact } = formatReal(magnitude(value, unit, work), work);
  const suffix = sameDimension(value.dimension, NONE) ? '' : ` ${unit.symbol}`;
  return `${exact ? '=' : '≈'} ${text}${suffix}`;
}

export function formatReal(value: Real, work: Work): { text: string; isExact: boolean } {
  if (!isExact(value)) return { text: formatFloat(value), isExact: false };
  const { numerator, denominator } = value;
  // Writing a number in decimal costs about its length squared.
  work.spend(5_000);
  const scale = 10n ** BigInt(MAX_DECIMALS);
  if (denominator === 1n || scale % denominator === 0n) {
    const text = decimalText((numerator * scale) / denominator, MAX_DECIMALS);
    return text.length <= MAX_DIGITS ? { text, isExact: true } : { text: roundedText(value), isExact: false };
  }
  const text = roundedText(value);
  const isSmall = denominator < MAX_SHOWN_FRACTION && numerator < MAX_SHOWN_FRACTION * 1_000n;
  return { text: isSmall ? `${text} (${numerator}/${denominator})` : text, isExact: false };
}

/** `digits` counted in units of 10^-decimals, without zeros at the end. */
export function decimalText(digits: bigint, decimals: number): string {
  const sign = digits < 0n ? '-' : '';
  const text = (digits < 0n ? -digits : digits).toString().padStart(decimals + 1, '0');
  const point = text.length - decimals;
  const fraction = text.slice(point).replace(/0+$/, '');
  return `${sign}${text.slice(0, point)}${fraction === '' ? '' : `.${fraction}`}`;
}

function roundedText({ numerator, denominator }: Rational): string {
  const sign = numerator < 0n ? '-' : '';
  const size = numerator < 0n ? -numerator : numerator;
  // The place of the first digit; the guess from the lengths is off by one at most.
  let exponent = size.toString().length - denominator.toString().length;
  if (!isAtLeast(size, denominator, exponent)) exponent -= 1;
  let digits = scaledRound(size, denominator, ROUNDED_DIGITS - 1 - exponent);
  if (digits.toString().length > ROUNDED_DIGITS) {
    exponent += 1;
    digits = scaledRound(size, denominator, ROUNDED_DIGITS - 1 - exponent);
  }
  if (exponent < -7 || exponent >= ROUNDED_DIGITS)
    return `${sign}${decimalText(digits, ROUNDED_DIGITS - 1)}e${exponent}`;
  return `${sign}${decimalText(digits, ROUNDED_DIGITS - 1 - exponent)}`;
}

function isAtLeast(numerator: bigint, denominator: bigint, exponent: number): boolean {
  return exponent >= 0
    ? numerator >= denominator * 10n ** BigInt(exponent)
    : numerator * 10n ** BigInt(-exponent) >= denominator;
}

function scaledRound(numerator: bigint, denominator: bigint, places: number): bigint {
  const scale = 10n ** BigInt(Math.abs(places));
  const [top, bottom] = places >= 0 ? [numerator * scale, denominator] : [numerator, denominator * scale];
  return (top * 2n + bottom) / (bottom * 2n);
}

/** Fifteen digits: what a float holds of a decimal number. */
function formatFloat(value: number): string {
  return String(Number(value.toPrecision(15)));
}
