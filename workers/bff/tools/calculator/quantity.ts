/** Values of an expression, and arithmetic on quantities: exact as long as every number in it is. */
import { CalculationFault } from './fault.ts';
import * as exact from './rational.ts';
import { type Rational, toNumber } from './rational.ts';
import { combine, type Dimension, NONE, raise, sameDimension, type Unit } from './units.ts';
import type { Work } from './work.ts';

/** A float where a function has no exact result. */
export type Real = Rational | number;

export interface Quantity {
  kind: 'quantity';
  /** In base units. */
  value: Real;
  dimension: Dimension;
  /** In which it is shown; null for the base units. */
  unit: Unit | null;
  /** Written with `%`: added to something, it is a share of that. */
  isPercent?: boolean;
}

export type Value =
  | Quantity
  | { kind: 'date'; day: number }
  | { kind: 'instant'; ms: number; zone: string }
  | { kind: 'text'; text: string };

export function plain(value: Real): Quantity {
  return { kind: 'quantity', value: finite(value), dimension: NONE, unit: null };
}

export function isExact(value: Real): value is Rational {
  return typeof value !== 'number';
}

export function asFloat(value: Real): number {
  return isExact(value) ? toNumber(value) : value;
}

function finite(value: Real): Real {
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  throw new CalculationFault(
    Number.isNaN(value) ? 'there is no such real number' : 'the number gets too large',
  );
}

export function isPlain(value: Quantity): boolean {
  return sameDimension(value.dimension, NONE);
}

type Operation = 'add' | 'subtract' | 'multiply' | 'divide';

export function combineReals(a: Real, b: Real, operation: Operation, work: Work): Real {
  if (isExact(a) && isExact(b) && !exact.areTooLong(a, b)) {
    if (operation === 'add') return exact.add(a, b, work);
    if (operation === 'subtract') return exact.add(a, exact.negate(b), work);
    return operation === 'multiply' ? exact.multiply(a, b, work) : exact.divide(a, b, work);
  }
  work.spend(1);
  const [x, y] = [asFloat(a), asFloat(b)];
  if (operation === 'divide' && y === 0) throw new CalculationFault('division by zero');
  return finite({ add: x + y, subtract: x - y, multiply: x * y, divide: x / y }[operation]);
}

export function addQuantities(a: Quantity, b: Quantity, sign: 1 | -1, work: Work): Quantity {
  refuseTemperatures(a, b);
  const operation = sign === 1 ? 'add' : 'subtract';
  if (b.isPercent === true && a.isPercent !== true) {
    const share = combineReals(a.value, b.value, 'multiply', work);
    return { ...a, value: combineReals(a.value, share, operation, work) };
  }
  if (!sameDimension(a.dimension, b.dimension)) throw new CalculationFault('these units cannot be added up');
  return { ...a, value: combineReals(a.value, b.value, operation, work) };
}

export function multiplyQuantities(a: Quantity, b: Quantity, sign: 1 | -1, work: Work): Quantity {
  refuseTemperatures(a, b);
  const value = combineReals(a.value, b.value, sign === 1 ? 'multiply' : 'divide', work);
  const dimension = combine(a.dimension, b.dimension, sign);
  const unit = isPlain(b) ? a.unit : isPlain(a) && sign === 1 ? b.unit : null;
  return { kind: 'quantity', value, dimension, unit };
}

/** Of the sign of the divisor, as in mathematics. */
export function modulo(a: Quantity, b: Quantity, work: Work): Quantity {
  refuseTemperatures(a, b);
  if (!sameDimension(a.dimension, b.dimension)) throw new CalculationFault('these units do not fit');
  const quotient = combineReals(a.value, b.value, 'divide', work);
  const whole = isExact(quotient) ? exact.integer(exact.floor(quotient)) : Math.floor(quotient);
  const product = combineReals(whole, b.value, 'multiply', work);
  return { ...a, isPercent: false, value: combineReals(a.value, product, 'subtract', work) };
}

export function raiseQuantity(base: Quantity, exponent: Quantity, work: Work): Quantity {
  refuseTemperatures(base, exponent);
  if (!isPlain(exponent)) throw new CalculationFault('an exponent has no unit');
  const whole =
    isExact(exponent.value) && exponent.value.denominator === 1n ? toNumber(exponent.value) : null;
  if (!isPlain(base)) {
    if (whole === null || Math.abs(whole) > 9)
      throw new CalculationFault('a quantity has a small whole exponent');
  }
  const dimension = isPlain(base) ? NONE : raise(base.dimension, whole ?? 1);
  return {
    kind: 'quantity',
    value: raiseReal(base.value, exponent.value, whole, work),
    dimension,
    unit: null,
  };
}

function raiseReal(base: Real, exponent: Real, whole: number | null, work: Work): Real {
  if (isExact(base)) {
    if (base.numerator === 0n && asFloat(exponent) < 0) throw new CalculationFault('division by zero');
    const result = whole === null ? exactRoot(base, exponent, work) : exact.power(base, whole, work);
    if (result !== null) return result;
  }
  return finite(asFloat(base) ** asFloat(exponent));
}

/** `x^0.5` is as exact as `sqrt(x)`. */
function exactRoot(base: Rational, exponent: Real, work: Work): Rational | null {
  const isHalf = isExact(exponent) && exponent.numerator === 1n && exponent.denominator === 2n;
  return isHalf && base.numerator >= 0n ? exact.squareRoot(base, work) : null;
}

/** −40 °F is below zero on its own scale, not as an amount of kelvins. */
export function negateQuantity(quantity: Quantity, work: Work): Quantity {
  const { unit, value } = quantity;
  if (unit?.offset === undefined) return { ...quantity, value: negateReal(value) };
  return inUnit(negateReal(magnitude(quantity, unit, work)), unit, work);
}

export function negateReal(value: Real): Real {
  return isExact(value) ? exact.negate(value) : -value;
}

export function inUnit(amount: Real, unit: Unit, work: Work): Quantity {
  const scaled = combineReals(amount, unit.scale, 'multiply', work);
  const value = unit.offset === undefined ? scaled : combineReals(scaled, unit.offset, 'add', work);
  return { kind: 'quantity', value, dimension: unit.dimension, unit };
}

/** How many of the unit it is. */
export function magnitude({ value }: Quantity, unit: Unit, work: Work): Real {
  const fromZero = unit.offset === undefined ? value : combineReals(value, unit.offset, 'subtract', work);
  return combineReals(fromZero, unit.scale, 'divide', work);
}

function refuseTemperatures(...quantities: readonly Quantity[]): void {
  if (quantities.some(({ unit }) => unit?.offset !== undefined))
    throw new CalculationFault('temperatures in °C and °F can only be converted; use K to calculate');
}
