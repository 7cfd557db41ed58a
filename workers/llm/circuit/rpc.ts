/** What isolates and the `CircuitBreaker` object say to each other. */

import type { Admission, CircuitReport } from '../../../shared/circuit/circuit.ts';
import type { CircuitDetail, ForcedMode } from '../../../shared/contract/circuits.ts';

/** A circuit as an isolate remembers it. `version` grows with every transition: the greater one is the newer. */
export type CircuitSnapshot =
  /** `failing`: there were failures lately, so successes are worth reporting too. */
  | { kind: 'closed'; version: number; failing: boolean }
  /** Until `retryAtMs` (Unix milliseconds) it is no use to ask. */
  | { kind: 'open'; version: number; retryAtMs: number };

export interface CircuitNews {
  target: string;
  snapshot: CircuitSnapshot;
}

/** One object per `provider/model`, found by that name. */
export interface CircuitBreakerRpc {
  /** Asked only by those whose snapshot is not closed. */
  admit(): Promise<{ admission: Admission; snapshot: CircuitSnapshot }>;
  settle(report: CircuitReport): Promise<CircuitSnapshot>;
  inspect(): Promise<CircuitDetail>;
  /** `auto` gives a held circuit back to its own judgement, closed; one that nobody holds stays as it is. */
  force(mode: ForcedMode): Promise<CircuitDetail>;
}
