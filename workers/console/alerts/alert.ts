/** Every five minutes: looks at the state. The logs Worker tells of each incident once, and once when it is over. */
import { ADMIN_OVERVIEW_PATH, type Overview } from '../../../shared/contract/operator.ts';
import type { ConsoleServices } from '../services.ts';
import { lookAt } from './watch.ts';

/** `withDatabase`: a database that sleeps when nobody asks is not to be woken each time. */
export async function alertOnState(
  { bff, logs }: Pick<ConsoleServices, 'bff' | 'logs'>,
  { withDatabase }: { withDatabase: boolean },
): Promise<void> {
  const ask = withDatabase ? {} : { without_database: true };
  const asked = await bff.ask<Overview>(null, ADMIN_OVERVIEW_PATH, ask);
  if (asked.ok) await logs.look(lookAt(asked.value));
}
