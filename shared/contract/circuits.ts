import type { CircuitStatus } from './status.ts';

/**
 * Body `CircuitsRequest`, answer `CircuitsResponse`: an operator sees all circuits, and may hold one open or closed.
 * Asked of the bff with the bot's signature (`npm run sign -- circuits`), and of llm by the bff.
 */
export const CIRCUITS_PATH = '/v1/circuits';

/** `open`: no call goes out. `closed`: every call goes out, whatever fails. `auto`: such an order is taken back
 *  and the circuit judges for itself again, from closed; without an order it changes nothing. */
export const FORCED_MODES = ['open', 'closed', 'auto'] as const;
export type ForcedMode = (typeof FORCED_MODES)[number];

export interface CircuitsRequest {
  /** Both or neither. `target` is a circuit's `provider/model`. */
  target?: string;
  force?: ForcedMode;
}

export interface CircuitDetail extends CircuitStatus {
  /** What an operator has ordered; null: nothing. */
  forced: 'open' | 'closed' | null;
  consecutive_failures: number;
  /** The latest last, at most 50. */
  transitions: CircuitTransition[];
}

export interface CircuitTransition {
  /** Unix milliseconds. */
  at_ms: number;
  to: CircuitStatus['state'];
  reason: string;
}

export interface CircuitsResponse {
  circuits: CircuitDetail[];
}
