/** Reads a unit: a name, a power, and units that it is divided by, such as `km/h` or `kg/m^3`. */
import { type Cursor, textOf } from './cursor.ts';
import { CalculationFault } from './fault.ts';
import { divide, integer, multiply, power, toNumber } from './rational.ts';
import { combine, findUnit, raise, type Unit } from './units.ts';
import type { Work } from './work.ts';

const PREFIX_POWERS: ReadonlyMap<string, number> = new Map([
  ['sq', 2],
  ['square', 2],
  ['cu', 3],
  ['cubic', 3],
]);
const SUPERSCRIPTS: ReadonlyMap<string, number> = new Map([
  ['²', 2],
  ['³', 3],
]);

/** Null when no unit is here; nothing is then taken. */
export function readUnit(cursor: Cursor, work: Work): Unit | null {
  let unit = readPowered(cursor, work);
  if (unit === null) return null;
  for (;;) {
    const operator = cursor.text();
    if (operator !== '/' && operator !== 'per' && operator !== '·') return unit;
    if (!isUnitAhead(cursor, 1)) return unit;
    cursor.take();
    const next = readPowered(cursor, work);
    if (next === null) return cursor.refuse();
    const sign = operator === '·' ? 1 : -1;
    unit = {
      symbol: `${unit.symbol}${sign === 1 ? '·' : '/'}${next.symbol}`,
      dimension: combine(unit.dimension, next.dimension, sign),
      scale: sign === 1 ? multiply(unit.scale, next.scale, work) : divide(unit.scale, next.scale, work),
    };
  }
}

/** A word that names a unit and not a function. */
export function isUnitAhead(cursor: Cursor, ahead: number): boolean {
  const token = cursor.peek(ahead);
  if (token.kind !== 'word') return false;
  const text = cursor.text(ahead);
  if (PREFIX_POWERS.has(text)) return isUnitAhead(cursor, ahead + 1);
  return (text === 'fl' || findUnit(token.text) !== undefined) && cursor.text(ahead + 1) !== '(';
}

function readPowered(cursor: Cursor, work: Work): Unit | null {
  if (!isUnitAhead(cursor, 0)) return null;
  const prefix = PREFIX_POWERS.get(cursor.text());
  if (prefix !== undefined) cursor.take();
  const at = cursor.peek().at;
  const name = textOf(cursor.take());
  const isFluidOunce = name.toLowerCase() === 'fl' && cursor.accept('oz', 'ounce', 'ounces') !== null;
  const unit = findUnit(isFluidOunce ? 'floz' : name);
  if (unit === undefined) throw new CalculationFault(`"${name}" is not a unit`, at);
  const exponent = prefix ?? readExponent(cursor);
  if (exponent === 1) return unit;
  const mark = exponent === 2 ? '²' : exponent === 3 ? '³' : '';
  const named = mark === '' ? undefined : findUnit(unit.symbol + mark);
  return (
    named ?? {
      symbol: `${unit.symbol}^${exponent}`,
      dimension: raise(unit.dimension, exponent),
      scale: power(unit.scale, exponent, work) ?? integer(1),
    }
  );
}

function readExponent(cursor: Cursor): number {
  const superscript = SUPERSCRIPTS.get(cursor.text());
  if (superscript !== undefined) {
    cursor.take();
    return superscript;
  }
  const next = cursor.peek(1);
  if (cursor.text() !== '^' || next.kind !== 'number') return 1;
  const exponent = toNumber(next.value);
  if (![2, 3, 4].includes(exponent)) throw new CalculationFault('a unit has a power of 2, 3 or 4', next.at);
  cursor.take();
  cursor.take();
  return exponent;
}
