/** The value of a parsed expression. Throws `CalculationFault` alone, with its place. */
import { weekdayOf } from './calendar.ts';
import { convert } from './convert.ts';
import { CalculationFault, locate } from './fault.ts';
import { applyFunction, factorial } from './functions.ts';
import { difference, INTL_STEPS, isMoment, type Moment, shift } from './moments.ts';
import {
  addQuantities,
  combineReals,
  inUnit,
  modulo,
  multiplyQuantities,
  negateQuantity,
  plain,
  type Quantity,
  raiseQuantity,
  type Value,
} from './quantity.ts';
import { integer } from './rational.ts';
import type { BinaryOperator, ConstantName, Node, Part } from './syntax.ts';
import type { Work } from './work.ts';
import { dayIn, toInstant } from './zones.ts';

export interface Surroundings {
  /** Unix milliseconds. */
  nowMs: number;
  /** Of dates and times without one. */
  zone: string;
}

const NUMBERS: Partial<Record<ConstantName, number>> = {
  pi: Math.PI,
  e: Math.E,
  tau: 2 * Math.PI,
  phi: (1 + Math.sqrt(5)) / 2,
};
const DAYS_FROM_TODAY: Partial<Record<ConstantName, number>> = {
  그저께: -2,
  yesterday: -1,
  today: 0,
  tomorrow: 1,
  모레: 2,
  글피: 3,
};

export function evaluate(root: Node, { nowMs, zone }: Surroundings, work: Work): Value {
  function resultOf(node: Node): Value {
    work.spend(1);
    try {
      return resultOfKind(node);
    } catch (error) {
      throw locate(error, node.at);
    }
  }

  function resultOfKind(node: Node): Value {
    switch (node.type) {
      case 'number':
        return plain(node.value);
      case 'quantity':
        return sumOf(node.parts, work);
      case 'constant':
        return constant(node.name);
      case 'date':
        return { kind: 'date', day: node.day };
      case 'time':
        return time(node.day, node.second, node.zone ?? zone);
      case 'negate':
        return negateQuantity(quantityOf(node.value), work);
      case 'percent': {
        const { value } = plainQuantity(node.value);
        const share = combineReals(value, integer(100), 'divide', work);
        return { ...plain(share), isPercent: true };
      }
      case 'factorial':
        return factorial(quantityOf(node.value), work);
      case 'weekday':
        return { kind: 'text', text: weekdayOf(dayOf(momentOf(node.value))) };
      case 'binary':
        return binary(node.operator, node.left, node.right);
      case 'call':
        return applyFunction(node.name, node.values.map(quantityOf), work);
      case 'between':
        return convert(difference(momentOf(node.to), momentOf(node.from)), { unit: node.unit }, work);
      case 'convert':
        return convert(resultOf(node.value), node.to, work);
    }
  }

  function binary(operator: BinaryOperator, left: Node, right: Node): Value {
    const first = resultOf(left);
    if (isMoment(first) && (operator === '+' || operator === '-')) {
      const second = resultOf(right);
      if (isMoment(second) && operator === '-') return difference(first, second);
      return shift(first, asQuantity(second), operator === '+' ? 1 : -1, work);
    }
    if (operator === '+') {
      const second = resultOf(right);
      return isMoment(second)
        ? shift(second, asQuantity(first), 1, work)
        : addQuantities(asQuantity(first), asQuantity(second), 1, work);
    }
    const [a, b] = [asQuantity(first), quantityOf(right)];
    if (operator === '-') return addQuantities(a, b, -1, work);
    if (operator === 'mod') return modulo(a, b, work);
    if (operator === '^') return raiseQuantity(a, b, work);
    return multiplyQuantities(a, b, operator === '/' ? -1 : 1, work);
  }

  function constant(name: ConstantName): Value {
    const number = NUMBERS[name];
    if (number !== undefined) return plain(number);
    if (name === 'now') return { kind: 'instant', ms: nowMs, zone };
    work.spend(INTL_STEPS);
    return { kind: 'date', day: dayIn(nowMs, zone) + (DAYS_FROM_TODAY[name] ?? 0) };
  }

  function time(day: number | null, second: number, ofZone: string): Value {
    work.spend(INTL_STEPS);
    return {
      kind: 'instant',
      ms: toInstant(day ?? dayIn(nowMs, ofZone), second, ofZone),
      zone: ofZone,
    };
  }

  function dayOf(moment: Moment): number {
    if (moment.kind === 'date') return moment.day;
    work.spend(INTL_STEPS);
    return dayIn(moment.ms, moment.zone);
  }

  function quantityOf(node: Node): Quantity {
    return asQuantity(resultOf(node));
  }

  function plainQuantity(node: Node): Quantity {
    const quantity = quantityOf(node);
    if (quantity.unit !== null || quantity.isPercent === true)
      throw new CalculationFault('a percentage is of a number');
    return quantity;
  }

  function momentOf(node: Node): Moment {
    const value = resultOf(node);
    if (!isMoment(value)) throw new CalculationFault('a date is expected', node.at);
    return value;
  }

  return resultOf(root);
}

function asQuantity(value: Value): Quantity {
  if (value.kind === 'quantity') return value;
  throw new CalculationFault(value.kind === 'text' ? 'a weekday is no number' : 'a date is no number');
}

function sumOf(parts: readonly Part[], work: Work): Quantity {
  const [first, ...others] = parts.map(({ value, unit }) => inUnit(value, unit, work));
  if (first === undefined) return plain(integer(0));
  return others.reduce((total, each) => addQuantities(total, each, 1, work), first);
}
