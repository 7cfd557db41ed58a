/** Why an expression has no result. Thrown inside the calculator alone: `calculate` turns it into a value. */
export class CalculationFault extends Error {
  /** Where in the expression, counted from 0; null when it is not about one place. */
  readonly at: number | null;
  constructor(message: string, at: number | null = null) {
    super(message);
    this.name = 'CalculationFault';
    this.at = at;
  }
}

/** The same fault with a place, when it has none yet. */
export function locate(error: unknown, at: number): unknown {
  return error instanceof CalculationFault && error.at === null
    ? new CalculationFault(error.message, at)
    : error;
}
