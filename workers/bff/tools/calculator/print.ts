/** An expression as the parser has understood it: reading it again gives the same. Pure. */
import { formatDay } from './calendar.ts';
import { decimalText } from './format.ts';
import type { Rational } from './rational.ts';
import { type Node, type Target, timeInPlace } from './syntax.ts';
import { formatClock } from './zones.ts';

/** What binds more has a larger number. */
const LEVEL = { convert: 0, sum: 1, product: 2, sign: 3, power: 4, postfix: 5, primary: 6 } as const;
const OPERATOR_LEVEL = { '+': 1, '-': 1, '*': 2, '/': 2, mod: 2, of: 2, '^': 4 } as const;

export function printExpression(node: Node): string {
  switch (node.type) {
    case 'number':
      return printNumber(node.value);
    case 'quantity':
      return node.parts.map(({ value, unit }) => `${printNumber(value)} ${unit.symbol}`).join(' ');
    case 'constant':
      return node.name;
    case 'date':
      return formatDay(node.day);
    case 'time': {
      const day = node.day === null ? '' : `${formatDay(node.day)} `;
      return `${day}${formatClock(node.second)}${node.zone === null ? '' : ` ${node.zone}`}`;
    }
    case 'negate':
      return `-${within(node.value, LEVEL.sign)}`;
    case 'percent':
      return `${postfixed(node.value)}%`;
    case 'factorial':
      return `${postfixed(node.value)}!`;
    case 'weekday':
      return `weekday of (${printExpression(node.value)})`;
    case 'call':
      return `${node.name}(${node.values.map(printExpression).join(', ')})`;
    case 'between':
      return `${node.unit.symbol} between ${within(node.from, LEVEL.product)} and ${within(node.to, LEVEL.product)}`;
    case 'convert':
      // Behind a number, `in` would be the inch.
      return `${within(node.value, isReadAsPlace(node) ? LEVEL.primary : LEVEL.convert)} to ${printTarget(node.to)}`;
    case 'binary': {
      const level = OPERATOR_LEVEL[node.operator];
      // Powers join from the right, everything else from the left.
      if (node.operator === '^') return `${postfixed(node.left)} ^ ${within(node.right, LEVEL.sign)}`;
      return `${within(node.left, level)} ${node.operator} ${within(node.right, level + 1)}`;
    }
  }
}

/** Without brackets, the first of two places would be that of the time. */
function isReadAsPlace({ value, to }: Extract<Node, { type: 'convert' }>): boolean {
  return 'zone' in to && timeInPlace(value) !== null;
}

function printTarget(to: Target): string {
  if ('unit' in to) return to.unit.symbol;
  return 'zone' in to ? to.zone : to.form;
}

function within(node: Node, level: number): string {
  const text = printExpression(node);
  return levelOf(node) >= level ? text : `(${text})`;
}

/** A unit would take what follows it for its own power. */
function postfixed(node: Node): string {
  return node.type === 'quantity' ? `(${printExpression(node)})` : within(node, LEVEL.postfix);
}

function levelOf(node: Node): number {
  if (node.type === 'binary') return OPERATOR_LEVEL[node.operator];
  if (node.type === 'convert') return LEVEL.convert;
  if (node.type === 'negate') return LEVEL.sign;
  if (node.type === 'percent' || node.type === 'factorial') return LEVEL.postfix;
  // Their ends are open: what follows could be taken for a part of them.
  if (node.type === 'between' || node.type === 'weekday') return LEVEL.convert;
  return LEVEL.primary;
}

/** Every number of an expression has finitely many decimals. */
function printNumber({ numerator, denominator }: Rational): string {
  let decimals = 0;
  for (let scale = 1n; scale % denominator !== 0n; scale *= 10n) decimals += 1;
  return decimalText((numerator * 10n ** BigInt(decimals)) / denominator, decimals);
}
