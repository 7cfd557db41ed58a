/** Exact fractions, bounded in size and in work. Pure; throws `CalculationFault` alone. */
import { CalculationFault } from './fault.ts';
import type { Work } from './work.ts';

/** In lowest terms; the denominator is positive. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Of a numerator and of a denominator; about 1,200 decimal digits. */
export const MAX_BITS = 4_096;
const WORD_BITS = 64;

export function bitsOf(value: bigint): number {
  const magnitude = value < 0n ? -value : value;
  return magnitude <= 0xffff_ffffn ? 32 : magnitude.toString(16).length * 4;
}

export function fraction(numerator: bigint, denominator: bigint, work: Work): Rational {
  if (denominator === 0n) throw new CalculationFault('division by zero');
  const bits = Math.max(bitsOf(numerator), bitsOf(denominator));
  const words = Math.ceil(bits / WORD_BITS);
  work.spend(1 + words * words);
  const sign = denominator < 0n ? -1n : 1n;
  let divisor = 1n;
  if (denominator !== 1n && denominator !== -1n) {
    // Euclid takes about half a step a bit.
    work.spend(bits * words);
    divisor = greatestCommonDivisor(numerator, denominator);
  }
  const result = { numerator: (sign * numerator) / divisor, denominator: (sign * denominator) / divisor };
  if (bits > MAX_BITS && Math.max(bitsOf(result.numerator), bitsOf(result.denominator)) > MAX_BITS) {
    throw new CalculationFault('the number gets too large');
  }
  return result;
}

export function integer(value: bigint | number): Rational {
  return { numerator: BigInt(value), denominator: 1n };
}

export function add(a: Rational, b: Rational, work: Work): Rational {
  return a.denominator === b.denominator
    ? fraction(a.numerator + b.numerator, a.denominator, work)
    : fraction(
        a.numerator * b.denominator + b.numerator * a.denominator,
        a.denominator * b.denominator,
        work,
      );
}

export function multiply(a: Rational, b: Rational, work: Work): Rational {
  return fraction(a.numerator * b.numerator, a.denominator * b.denominator, work);
}

export function divide(a: Rational, b: Rational, work: Work): Rational {
  return fraction(a.numerator * b.denominator, a.denominator * b.numerator, work);
}

export function negate({ numerator, denominator }: Rational): Rational {
  return { numerator: -numerator, denominator };
}

/** Null where the result would be too large, which is known before it is calculated. */
export function power(base: Rational, exponent: number, work: Work): Rational | null {
  const size = Math.abs(exponent);
  const { numerator, denominator } = base;
  const isTrivial = denominator === 1n && numerator >= -1n && numerator <= 1n;
  const bits = isTrivial ? 1 : Math.max(exactBits(numerator), exactBits(denominator));
  if (!isTrivial && bits * size > MAX_BITS) return null;
  work.spend(1 + Math.ceil((bits * size) / WORD_BITS) ** 2);
  const [top, bottom] = isTrivial
    ? [size % 2 === 0 ? numerator * numerator : numerator, 1n]
    : [numerator ** BigInt(size), denominator ** BigInt(size)];
  if (size === 0) return integer(1);
  // In lowest terms, as its base is.
  if (exponent >= 0) return { numerator: top, denominator: bottom };
  return top < 0n ? { numerator: -bottom, denominator: -top } : { numerator: bottom, denominator: top };
}

/** True where what is made of both would be too large, or take too long: of fractions that floats stand for as well. */
export function areTooLong(a: Rational, b: Rational): boolean {
  const areWhole = a.denominator === 1n && b.denominator === 1n;
  if (areWhole || longestOf(a) + longestOf(b) <= MAX_BITS) return false;
  return [a, b].every((each) => {
    const size = Math.abs(toNumber(each));
    return size > 1e-300 && size < 1e300;
  });
}

function longestOf({ numerator, denominator }: Rational): number {
  return Math.max(bitsOf(numerator), bitsOf(denominator));
}

function exactBits(value: bigint): number {
  return (value < 0n ? -value : value).toString(2).length;
}

export function compare(a: Rational, b: Rational): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function floor({ numerator, denominator }: Rational): bigint {
  const quotient = numerator / denominator;
  return numerator < 0n && quotient * denominator !== numerator ? quotient - 1n : quotient;
}

/** Halves go away from zero. */
export function round(value: Rational): bigint {
  const { numerator, denominator } = value;
  const doubled = (numerator < 0n ? -numerator : numerator) * 2n + denominator;
  const size = doubled / (denominator * 2n);
  return numerator < 0n ? -size : size;
}

/** Infinite when it is larger than a float can be. */
export function toNumber({ numerator, denominator }: Rational): number {
  const shift = 64 + bitsOf(denominator) - bitsOf(numerator);
  const quotient =
    shift >= 0 ? (numerator << BigInt(shift)) / denominator : numerator / (denominator << BigInt(-shift));
  // In two steps: the scale alone may be more than a float can be.
  const half = Math.trunc(shift / 2);
  return Number(quotient) * 2 ** -half * 2 ** -(shift - half);
}

/** The root when it is a fraction itself, else null. Not for negative numbers. */
export function squareRoot({ numerator, denominator }: Rational, work: Work): Rational | null {
  const top = integerRoot(numerator, work);
  const bottom = integerRoot(denominator, work);
  return top === null || bottom === null ? null : { numerator: top, denominator: bottom };
}

function integerRoot(value: bigint, work: Work): bigint | null {
  if (value < 2n) return value;
  const bits = bitsOf(value);
  let guess = 1n << BigInt(Math.ceil(bits / 2));
  for (;;) {
    work.spend(1 + Math.ceil(bits / WORD_BITS) ** 2);
    const next = (guess + value / guess) >> 1n;
    if (next >= guess) break;
    guess = next;
  }
  return guess * guess === value ? guess : null;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

const LITERAL = /^(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,4}))?$/i;
const MAX_EXPONENT = 300;

/** Digits with a point and an exponent, as the lexer finds them. */
export function parseLiteral(text: string, work: Work): Rational {
  const [, whole = '', decimals = '', exponentText = '0'] = LITERAL.exec(text) ?? [];
  const exponent = Number(exponentText);
  if (Math.abs(exponent) > MAX_EXPONENT) throw new CalculationFault(`the exponent is beyond ${MAX_EXPONENT}`);
  work.spend(1 + Math.ceil(text.length / 16) ** 2);
  const digits = BigInt(`${whole}${decimals}` || '0');
  const scale = exponent - decimals.length;
  return scale >= 0
    ? fraction(digits * 10n ** BigInt(scale), 1n, work)
    : fraction(digits, 10n ** BigInt(-scale), work);
}
