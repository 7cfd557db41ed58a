/**
 * The grammar, from what binds least:
 *
 *   expression = sum { ("in" | "to" | "as") target }
 *   sum        = product { ("+" | "-") product | "after" | "before" | "ago" … }
 *   product    = sign { ("*" | "/" | "%" | "mod" | "of") sign }
 *   sign       = ("-" | "+") sign | power
 *   power      = postfix [ "^" sign ]
 *   postfix    = primary { "!" | "%" | "²" | "³" }
 *   primary    = number [unit] | date | time | constant | function "(" … ")" | "(" expression ")"
 *              | unit "between" sum "and" sum | "weekday" "of" postfix
 *
 * `%` is a percentage unless an operand follows. Throws `CalculationFault` alone.
 */
import { type Cursor, createCursor, textOf } from './cursor.ts';
import { CalculationFault } from './fault.ts';
import { isFunction } from './functions.ts';
import { type Token, tokenize } from './lex.ts';
import { readTarget } from './parse-target.ts';
import { isUnitAhead, readUnit } from './parse-unit.ts';
import { integer, type Rational } from './rational.ts';
import { type BinaryOperator, type Node, type Part, timeInPlace } from './syntax.ts';
import { findUnit, sameDimension, type Unit, unitOf } from './units.ts';
import { CONSTANTS, FORMS } from './words.ts';
import type { Work } from './work.ts';
import { findNamedZone } from './zones.ts';

const MAX_DEPTH = 40;
export function parseExpression(text: string, work: Work): Node {
  const tokens = tokenize(text, work, (word) => isFunction(word) || findUnit(word) !== undefined);
  const end: Token = { kind: 'end', at: text.length };
  return createParser(createCursor(tokens, end), work).whole();
}

function createParser(cursor: Cursor, work: Work) {
  let depth = 0;

  function nested<Result>(read: () => Result): Result {
    depth += 1;
    if (depth > MAX_DEPTH) throw new CalculationFault(`more than ${MAX_DEPTH} levels`, cursor.peek().at);
    const result = read();
    depth -= 1;
    return result;
  }

  function whole(): Node {
    const node = expression();
    if (cursor.peek().kind !== 'end') cursor.refuse();
    return node;
  }

  function expression(): Node {
    const first = sum();
    let node = first;
    for (;;) {
      const { at } = cursor.peek();
      if (isWeekdayAhead()) {
        if (cursor.text() !== 'weekday') cursor.take();
        cursor.take();
        node = { type: 'weekday', value: node, at };
      } else if (cursor.accept('in', 'to', 'as', 'into') !== null) {
        if (isEndOfExpression()) return node;
        const to = readTarget(cursor, work);
        // That time there, where another place follows: that the user's own is meant would be of no use. In brackets it is.
        const there = 'zone' in to && node !== first ? timeInPlace(node) : null;
        node = { type: 'convert', value: there ?? node, to, at };
      } else return node;
    }
  }

  function isWeekdayAhead(): boolean {
    const text = cursor.text();
    return (
      text === 'weekday' ||
      ((text === 'of' || text === 'in' || text === 'to') && cursor.text(1) === 'weekday')
    );
  }

  function isEndOfExpression(): boolean {
    return cursor.peek().kind === 'end' || cursor.text() === ')';
  }

  function sum(): Node {
    let left = product();
    for (;;) {
      const { at } = cursor.peek();
      const operator = cursor.accept('+', '-', 'after', 'from', 'before', 'ago', 'later', 'since');
      if (operator === null) return left;
      if (operator === '+' || operator === '-')
        left = { type: 'binary', operator, left, right: product(), at };
      else if (operator === 'since') left = since(left, at);
      else {
        const isBack = operator === 'before' || operator === 'ago';
        const anchor: Node =
          operator === 'ago' || operator === 'later'
            ? { type: 'constant', name: isOfTheClock(left) ? 'now' : 'today', at }
            : product();
        left = { type: 'binary', operator: isBack ? '-' : '+', left: anchor, right: left, at };
      }
    }
  }

  /** Korean: a day, then `부터`, then another day and `까지`, or a time and `후` or `전`. */
  function since(from: Node, at: number): Node {
    const next = product();
    if (cursor.accept('until-here') !== null)
      return { type: 'between', unit: unitOf('day'), from, to: next, at };
    const word = cursor.accept('later', 'ago');
    if (word === null) return cursor.refuse();
    return { type: 'binary', operator: word === 'ago' ? '-' : '+', left: from, right: next, at };
  }

  function product(): Node {
    let left = sign();
    for (;;) {
      const { at } = cursor.peek();
      const operator = productOperator();
      if (operator === null) return left;
      left = { type: 'binary', operator, left, right: sign(), at };
    }
  }

  function productOperator(): BinaryOperator | null {
    const text = cursor.text();
    if (text === 'of' && cursor.text(1) === 'weekday') return null;
    if (text === '*' || text === '/' || text === 'mod' || text === 'of' || text === '%') {
      cursor.take();
      return text === '%' ? 'mod' : text;
    }
    const before = cursor.before();
    const isFactor = before?.kind === 'number' || (before !== null && textOf(before) === ')');
    return isFactor && (text === '(' || isNamedOperand(0)) ? '*' : null;
  }

  function sign(): Node {
    const { at } = cursor.peek();
    if (cursor.accept('-') !== null) return { type: 'negate', value: nested(sign), at };
    if (cursor.accept('+') !== null) return nested(sign);
    return power();
  }

  function power(): Node {
    const base = postfix();
    const { at } = cursor.peek();
    if (cursor.accept('^') === null) return base;
    return { type: 'binary', operator: '^', left: base, right: nested(sign), at };
  }

  function postfix(): Node {
    let node = primary();
    for (;;) {
      const { at } = cursor.peek();
      const text = cursor.text();
      if (text === '!') node = { type: 'factorial', value: node, at };
      else if (text === '%' && !isOperandAhead(1)) node = { type: 'percent', value: node, at };
      else if (text === '²' || text === '³') {
        const right: Node = { type: 'number', value: integer(text === '²' ? 2 : 3), at };
        node = { type: 'binary', operator: '^', left: node, right, at };
      } else if (text === 'deg' || text === 'degrees' || text === 'degree') {
        node = { type: 'call', name: 'deg', values: [node], at };
      } else return node;
      cursor.take();
    }
  }

  function isOperandAhead(ahead: number): boolean {
    const token = cursor.peek(ahead);
    return token.kind === 'number' || cursor.text(ahead) === '(' || isNamedOperand(ahead);
  }

  function isNamedOperand(ahead: number): boolean {
    const text = cursor.text(ahead);
    if (isFunction(text)) return cursor.text(ahead + 1) === '(' || text === 'sqrt';
    return CONSTANTS.some((name) => name === text);
  }

  function primary(): Node {
    const token = cursor.peek();
    const { at } = token;
    if (token.kind === 'number') return numberOrQuantity(token.value, at);
    if (token.kind === 'date') {
      cursor.take();
      return cursor.peek().kind === 'time' ? time(token.day) : { type: 'date', day: token.day, at };
    }
    if (token.kind === 'time') return time(null);
    if (cursor.accept('(') !== null) {
      const node = nested(expression);
      cursor.expect(')');
      return node;
    }
    if (token.kind !== 'word') return cursor.refuse();
    return named(token.text, at);
  }

  /** `3분의 2` has its denominator first. */
  function koreanFraction(denominator: Rational, at: number): Node {
    const numerator = cursor.peek();
    if (numerator.kind !== 'number') return cursor.refuse();
    cursor.take();
    const left: Node = { type: 'number', value: numerator.value, at: numerator.at };
    const right: Node = { type: 'number', value: denominator, at };
    return { type: 'binary', operator: '/', left, right, at };
  }

  function numberOrQuantity(value: Rational, at: number): Node {
    cursor.take();
    if (cursor.accept('parts-of') !== null) return koreanFraction(value, at);
    const unit = quantityUnit();
    if (unit === null) return { type: 'number', value, at };
    const parts: Part[] = [{ value, unit }];
    for (;;) {
      const next = cursor.peek();
      if (next.kind !== 'number' || unit.offset !== undefined || !isUnitAhead(cursor, 1)) break;
      cursor.take();
      const further = quantityUnit();
      if (further === null || !sameDimension(further.dimension, unit.dimension))
        throw new CalculationFault('the parts of a quantity are of one kind', next.at);
      parts.push({ value: next.value, unit: further });
    }
    return { type: 'quantity', parts, at };
  }

  /** Behind a number, `in` is the inch, unless a form for numbers follows. */
  function quantityUnit(): Unit | null {
    if (cursor.text() === 'in' && (FORMS.has(cursor.text(1)) || isWeekdayAhead())) return null;
    if (cursor.text().startsWith('degree') && isUnitAhead(cursor, 1)) cursor.take();
    return readUnit(cursor, work);
  }

  function time(day: number | null): Node {
    const token = cursor.take();
    if (token.kind !== 'time') return cursor.refuse();
    const next = cursor.peek();
    const zone = next.kind === 'zone' ? next.zone : (findNamedZone(textOf(next)) ?? null);
    if (zone !== null) cursor.take();
    return { type: 'time', day, second: token.second, zone, at: token.at };
  }

  function named(text: string, at: number): Node {
    const name = text.toLowerCase();
    if (isFunction(name) && (cursor.text(1) === '(' || name === 'sqrt')) return call(name, at);
    if (name === 'weekday') {
      cursor.take();
      cursor.accept('of');
      return { type: 'weekday', value: nested(postfix), at };
    }
    const constant = CONSTANTS.find((each) => each === name);
    if (constant !== undefined) {
      cursor.take();
      return { type: 'constant', name: constant, at };
    }
    const unit = readUnit(cursor, work);
    if (unit === null) throw new CalculationFault(`"${text}" is not known`, at);
    if (SPANS.has(cursor.text())) return span(unit, at);
    if (unit.offset !== undefined) return temperature(unit, at);
    return { type: 'quantity', parts: [{ value: integer(1), unit }], at };
  }

  /** Korean writes the scale before the number: `섭씨 -5도`. */
  function temperature(unit: Unit, at: number): Node {
    const isNegative = cursor.accept('-') !== null;
    const number = cursor.take();
    if (number.kind !== 'number') throw new CalculationFault('a temperature has a number', at);
    cursor.accept('deg');
    const node: Node = { type: 'quantity', parts: [{ value: number.value, unit }], at };
    return isNegative ? { type: 'negate', value: node, at } : node;
  }

  /** `days between A and B`, `days from A to B`, `days until B`, `days since A` */
  function span(unit: Unit, at: number): Node {
    const today: Node = { type: 'constant', name: 'today', at };
    const word = textOf(cursor.take()).toLowerCase();
    const first = nested(sum);
    if (word === 'until') return { type: 'between', unit, from: today, to: first, at };
    if (word === 'since') return { type: 'between', unit, from: first, to: today, at };
    cursor.expect(word === 'between' ? 'and' : 'to');
    return { type: 'between', unit, from: first, to: nested(sum), at };
  }

  function call(name: string, at: number): Node {
    cursor.take();
    if (cursor.accept('(') === null) return { type: 'call', name, values: [nested(postfix)], at };
    const values: Node[] = [];
    if (cursor.accept(')') !== null) return { type: 'call', name, values, at };
    do values.push(nested(expression));
    while (cursor.accept(',') !== null);
    cursor.expect(')');
    return { type: 'call', name, values, at };
  }

  return { whole };
}

/** Hours, minutes, seconds: "3시간 후" is from now, "3일 후" from today. */
function isOfTheClock(node: Node): boolean {
  return node.type === 'quantity' && node.parts.some(({ unit }) => CLOCK_UNITS.has(unit.symbol));
}

const CLOCK_UNITS = new Set(['h', 'minute', 's']);
const SPANS = new Set(['between', 'from', 'until', 'since']);
