/** What an expression is made of. `at` is where it stands in the text; it has no meaning. */
import type { Rational } from './rational.ts';
import type { Unit } from './units.ts';

export type BinaryOperator = '+' | '-' | '*' | '/' | 'mod' | '^' | 'of';
/** A day is named in Korean where English has no word for it. */
export type ConstantName =
  | 'pi'
  | 'e'
  | 'tau'
  | 'phi'
  | 'now'
  | 'today'
  | 'tomorrow'
  | 'yesterday'
  | '모레'
  | '글피'
  | '그저께';
export type FormName = 'hex' | 'binary' | 'octal' | 'fraction' | 'percent';

export interface Part {
  value: Rational;
  unit: Unit;
}

export type Target = { unit: Unit } | { zone: string } | { form: FormName };

export type Node = { at: number } & (
  | { type: 'number'; value: Rational }
  /** `5 ft 11 inch`: the parts are added up. */
  | { type: 'quantity'; parts: readonly Part[] }
  | { type: 'constant'; name: ConstantName }
  /** Days since 1970-01-01. */
  | { type: 'date'; day: number }
  /** `day` null: today in the zone. `zone` null: the user's. */
  | { type: 'time'; day: number | null; second: number; zone: string | null }
  | { type: 'negate' | 'percent' | 'factorial' | 'weekday'; value: Node }
  | { type: 'binary'; operator: BinaryOperator; left: Node; right: Node }
  | { type: 'call'; name: string; values: readonly Node[] }
  | { type: 'between'; unit: Unit; from: Node; to: Node }
  | { type: 'convert'; value: Node; to: Target }
);

/** The time in its place of `9am in London`; null for anything else. */
export function timeInPlace(node: Node): Node | null {
  if (node.type !== 'convert' || !('zone' in node.to)) return null;
  const { value, to } = node;
  return value.type === 'time' && value.zone === null ? { ...value, zone: to.zone } : null;
}
