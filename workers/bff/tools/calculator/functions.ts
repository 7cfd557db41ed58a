/** Functions of numbers. Angles are in radians. Throws `CalculationFault` alone. */
import { CalculationFault } from './fault.ts';
import {
  addQuantities,
  asFloat,
  combineReals,
  isExact,
  isPlain,
  multiplyQuantities,
  negateQuantity,
  plain,
  type Quantity,
  type Real,
  raiseQuantity,
} from './quantity.ts';
import { compare, floor, integer, negate, power, type Rational, round } from './rational.ts';
import { sameDimension } from './units.ts';
import type { Work } from './work.ts';

type Apply = (values: readonly [Quantity, ...Quantity[]], work: Work) => Quantity;

interface FunctionRule {
  min: number;
  max: number;
  apply: Apply;
}

const MAX_VALUES = 100;
const MAX_FACTORIAL = 450;
/** Below it, a sine of a multiple of π is 0 with the error of π's own digits. */
const NOISE = 1e-15;

export function isFunction(name: string): boolean {
  return Object.hasOwn(FUNCTIONS, name.toLowerCase());
}

export function applyFunction(name: string, values: readonly Quantity[], work: Work): Quantity {
  const rule = FUNCTIONS[name];
  if (rule === undefined) throw new CalculationFault(`"${name}" is not known`);
  const [first, ...others] = values;
  if (first === undefined || values.length < rule.min || values.length > rule.max) {
    const range = rule.min === rule.max ? `${rule.min}` : `${rule.min} to ${rule.max}`;
    throw new CalculationFault(`${name} takes ${range} values, not ${values.length}`);
  }
  work.spend(10);
  return rule.apply([first, ...others], work);
}

function float(calculate: (...values: number[]) => number, count = 1): FunctionRule {
  return {
    min: count,
    max: count,
    apply: (values) => plain(quiet(calculate(...values.map((value) => asFloat(plainOf(value)))))),
  };
}

function quiet(value: number): number {
  return Math.abs(value) < NOISE ? 0 : value;
}

function plainOf(value: Quantity): Real {
  if (!isPlain(value)) throw new CalculationFault('a number without a unit is expected');
  return value.value;
}

function wholeOf(value: Quantity): bigint {
  const real = plainOf(value);
  if (!isExact(real) || real.denominator !== 1n) throw new CalculationFault('a whole number is expected');
  return real.numerator;
}

/** In the unit in which it is written: `round(3.7 km)` is 4 km. */
function rounding(whole: (value: Rational) => bigint, ofFloat: (value: number) => number): FunctionRule {
  return {
    min: 1,
    max: 2,
    apply: ([value, digits], work) => {
      const places = digits === undefined ? 0 : Number(wholeOf(digits));
      if (Math.abs(places) > 100) throw new CalculationFault('at most 100 digits');
      if (value.unit?.offset !== undefined) throw new CalculationFault('a temperature cannot be rounded');
      const step = power(integer(10), -places, work) ?? integer(1);
      const unit = value.unit === null ? step : combineReals(value.unit.scale, step, 'multiply', work);
      const count = combineReals(value.value, unit, 'divide', work);
      const rounded = isExact(count) ? integer(whole(count)) : ofFloat(count);
      return { ...value, isPercent: false, value: combineReals(rounded, unit, 'multiply', work) };
    },
  };
}

function extreme(sign: 1 | -1): FunctionRule {
  return {
    min: 1,
    max: MAX_VALUES,
    apply: ([first, ...others]) =>
      others.reduce((best, each) => (compareQuantities(each, best) * sign > 0 ? each : best), first),
  };
}

function compareQuantities(a: Quantity, b: Quantity): number {
  if (!sameDimension(a.dimension, b.dimension)) throw new CalculationFault('these units do not fit');
  if (isExact(a.value) && isExact(b.value)) return compare(a.value, b.value);
  return asFloat(a.value) - asFloat(b.value);
}

const sum: Apply = ([first, ...others], work) =>
  others.reduce((total, each) => addQuantities(total, { ...each, isPercent: false }, 1, work), first);

export function factorial(value: Quantity, work: Work): Quantity {
  const count = wholeOf(value);
  if (count < 0n || count > BigInt(MAX_FACTORIAL))
    throw new CalculationFault(`a factorial is of 0 to ${MAX_FACTORIAL}`);
  return plain(integer(product(1n, count, work)));
}

function product(from: bigint, to: bigint, work: Work): bigint {
  let result = 1n;
  for (let factor = from; factor <= to; factor += 1n) {
    work.spend(64);
    result *= factor;
  }
  return result;
}

const combinations: Apply = ([all, chosen], work) => {
  const [n, k] = [wholeOf(all), chosen === undefined ? 0n : wholeOf(chosen)];
  if (k < 0n || k > n || n > BigInt(MAX_FACTORIAL))
    throw new CalculationFault(`from 0 to ${MAX_FACTORIAL}, the second not above the first`);
  return plain(integer(product(n - k + 1n, n, work) / product(1n, k, work)));
};

function euclid(a: bigint, b: bigint, work: Work): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) {
    work.spend(64);
    [x, y] = [y, x % y];
  }
  return x;
}

const FUNCTIONS: Readonly<Record<string, FunctionRule>> = {
  sqrt: {
    min: 1,
    max: 1,
    apply: ([value], work) => {
      const half = plain({ numerator: 1n, denominator: 2n });
      if (isPlain(value)) return raiseQuantity(value, half, work);
      throw new CalculationFault('a number without a unit is expected');
    },
  },
  cbrt: float(Math.cbrt),
  exp: float(Math.exp),
  ln: float(Math.log),
  log: {
    min: 1,
    max: 2,
    apply: ([value, base]) => {
      const number = asFloat(plainOf(value));
      return plain(
        base === undefined ? Math.log10(number) : Math.log(number) / Math.log(asFloat(plainOf(base))),
      );
    },
  },
  log10: float(Math.log10),
  log2: float(Math.log2),
  sin: float(Math.sin),
  cos: float(Math.cos),
  tan: float((angle) => (Math.abs(Math.cos(angle)) < NOISE ? Number.NaN : Math.tan(angle))),
  asin: float(Math.asin),
  acos: float(Math.acos),
  atan: float(Math.atan),
  atan2: float(Math.atan2, 2),
  sinh: float(Math.sinh),
  cosh: float(Math.cosh),
  tanh: float(Math.tanh),
  deg: float((degrees) => (degrees * Math.PI) / 180),
  abs: {
    min: 1,
    max: 1,
    apply: ([value], work) => (asFloat(value.value) < 0 ? negateQuantity(value, work) : value),
  },
  round: rounding(round, Math.round),
  floor: rounding(floor, Math.floor),
  ceil: rounding((value) => -floor(negate(value)), Math.ceil),
  min: extreme(-1),
  max: extreme(1),
  sum: { min: 1, max: MAX_VALUES, apply: sum },
  mean: {
    min: 1,
    max: MAX_VALUES,
    apply: (values, work) => multiplyQuantities(sum(values, work), plain(integer(values.length)), -1, work),
  },
  factorial: { min: 1, max: 1, apply: ([value], work) => factorial(value, work) },
  combinations: { min: 2, max: 2, apply: combinations },
  gcd: {
    min: 2,
    max: 2,
    apply: ([a, b], work) => plain(integer(euclid(wholeOf(a), b === undefined ? 0n : wholeOf(b), work))),
  },
  lcm: {
    min: 2,
    max: 2,
    apply: ([a, b], work) => {
      const [x, y] = [wholeOf(a), b === undefined ? 0n : wholeOf(b)];
      const divisor = euclid(x, y, work);
      const multiple = divisor === 0n ? 0n : (x / divisor) * y;
      return plain(integer(multiple < 0n ? -multiple : multiple));
    },
  },
};
