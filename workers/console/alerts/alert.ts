/** Every five minutes: looks at the state, and raises what is to be alerted of. The logs Worker tells each once. */
import { ADMIN_OVERVIEW_PATH, type Overview } from '../../../shared/contract/operator.ts';
import type { ConsoleServices } from '../services.ts';
import { alertsOf } from './watch.ts';

/** `withDatabase`: a database that sleeps when nobody asks is not to be woken each time. */
export async function alertOnState(
  { bff, logs, log }: ConsoleServices,
  { withDatabase }: { withDatabase: boolean },
): Promise<void> {
  const ask = withDatabase ? {} : { without_database: true };
  const asked = await bff.ask<Overview>(null, ADMIN_OVERVIEW_PATH, ask);
  if (!asked.ok) return;
  for (const alert of alertsOf(asked.value)) {
    const told = await logs.raise(alert);
    if (told !== 'skipped') log.warn('alert.raised', { kind: alert.kind, subject: alert.subject, told });
  }
}
