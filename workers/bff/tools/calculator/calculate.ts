/** From an expression to its result. Pure, never throws, and bounded by steps, not by time. */
import { evaluate, type Surroundings } from './evaluate.ts';
import { CalculationFault } from './fault.ts';
import { formatValue } from './format.ts';
import { parseExpression } from './parse.ts';
import { printExpression } from './print.ts';
import { createWork, type Work } from './work.ts';

export const MAX_EXPRESSION_CHARS = 1_000;

export type Calculation =
  /** `reading`: how the expression was understood. `result` begins with `=`, or with `≈` where digits were rounded. */
  | { ok: true; reading: string; result: string }
  /** `at`: counted from 0 in the expression. */
  | { ok: false; problem: string; at: number | null };

export function calculate(
  expression: string,
  surroundings: Surroundings,
  work: Work = createWork(),
): Calculation {
  if (expression.length > MAX_EXPRESSION_CHARS)
    return { ok: false, problem: `more than ${MAX_EXPRESSION_CHARS} characters`, at: null };
  try {
    const node = parseExpression(expression, work);
    const result = formatValue(evaluate(node, surroundings, work), work);
    return { ok: true, reading: printExpression(node), result };
  } catch (error) {
    if (error instanceof CalculationFault) return { ok: false, problem: error.message, at: error.at };
    throw error;
  }
}
