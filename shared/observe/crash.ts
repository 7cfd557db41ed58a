/** What no code of a Worker has expected, and how it is logged: the same in all of them. */
import { VariablesError } from '../config/variables.ts';
import { errorName, type Logger } from './log.ts';

/** Either the operator's to mend, or a bug. */
export function logCrash(log: Logger, error: unknown): void {
  if (error instanceof VariablesError) log.error('config.invalid', { problems: error.problems.join('; ') });
  else log.error('request.crashed', { error: errorName(error) });
}
