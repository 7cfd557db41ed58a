/** A passthrough call whose fields have been checked; whether there is such a model has not. Types alone. */
import type { AcceptedCall } from './accepted-call.ts';

export interface DraftCall extends Omit<AcceptedCall, 'path' | 'model'> {
  /** Undefined: the first one of its kind. */
  model: string | undefined;
}
