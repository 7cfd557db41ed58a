/** How patient a circuit is. */

import type { CircuitSettings } from '../../../shared/circuit/circuit.ts';
import { limitsOf } from '../attempt/limits.ts';
import { findTarget } from '../attempt/targets.ts';
import type { LlmConfig } from '../config.ts';

/** A circuit judges the share of failures by this much of the past. */
export const WINDOW_MS = 60_000;

type TargetPatience = Pick<
  LlmConfig,
  'catalogue' | 'openCircuitMs' | 'firstTokenTimeoutMs' | 'idleTimeoutMs' | 'reasoning'
>;

/** `target` is named `provider/model`. */
export function circuitSettings(config: TargetPatience, target: string): CircuitSettings {
  const model = findTarget(config.catalogue, target) ?? { upstream: target.slice(target.indexOf('/') + 1) };
  return {
    // Two messages with a retry each may fail by chance; a fifth failure in a row is no chance.
    maxConsecutiveFailures: 5,
    maxFailureShare: 0.5,
    minWindowCalls: 20,
    windowMs: WINDOW_MS,
    openMs: config.openCircuitMs,
    // A probe whose first token is overdue is as good as lost; a healthy one may stream on while the next is let out.
    probeLeaseMs: limitsOf(model, config).firstTokenMs + 5_000,
  };
}
