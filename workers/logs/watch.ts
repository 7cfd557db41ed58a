/** Lines by which llm says what an operator has to know at once. Pure. */
import type { Alert, LogEntry } from '../../shared/contract/logs.ts';

export function alertOf({ worker, level, event, fields }: LogEntry): Alert | null {
  if (worker !== 'llm') return null;
  if (event === 'circuit.opened') return { kind: 'circuit', subject: String(fields.target ?? 'unknown') };
  // A failure that mends by itself is a warning: this one is of the key, the credit or the model's name.
  if (event === 'provider.failed' && level === 'error') {
    return { kind: 'provider', subject: `${fields.target ?? 'unknown'} ${fields.status ?? ''}`.trim() };
  }
  return null;
}

/** The target that has answered: a refusal of its account is over. Null: this line is of none. */
export function answeredBy({ worker, event, fields }: LogEntry): string | null {
  return worker === 'llm' && event === 'provider.finished' ? String(fields.target ?? '') : null;
}

/** Of the subject of an alert of a provider. */
export function targetOf(subject: string): string {
  return subject.split(' ')[0] ?? '';
}
