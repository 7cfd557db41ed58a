/**
 * How much one expression may cost, counted in steps of about one machine word each and not in time: the same expression
 * ends the same way on every machine. A million steps take a few milliseconds.
 */
import { CalculationFault } from './fault.ts';

export interface Work {
  /** Throws `CalculationFault` when the steps are used up. */
  spend(steps: number): void;
  readonly spent: number;
}

export const MAX_STEPS = 1_000_000;

export function createWork(maxSteps = MAX_STEPS): Work {
  let spent = 0;
  return {
    spend(steps) {
      spent += steps;
      if (spent > maxSteps) throw new CalculationFault('the expression takes too long to calculate');
    },
    get spent() {
      return spent;
    },
  };
}
