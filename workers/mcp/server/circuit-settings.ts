import type { CircuitOutcome, CircuitSettings } from '../../../shared/circuit/circuit.ts';
import type { McpFailure } from '../../../shared/contract/mcp.ts';

/** As patient as with a model; longer open, since an answer does without a tool. */
export const CIRCUIT: CircuitSettings = {
  maxConsecutiveFailures: 5,
  maxFailureShare: 0.5,
  minWindowCalls: 20,
  windowMs: 60_000,
  openMs: 30_000,
  // The longest call, and a little.
  probeLeaseMs: 25_000,
};

/** What a failure says about its server. */
export function outcomeOf(failure: McpFailure, retryAfterMs: number | undefined): CircuitOutcome {
  switch (failure) {
    case 'rate_limited':
      return { kind: 'rate-limited', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
    case 'circuit_open':
      return { kind: 'neutral' };
    default:
      return { kind: 'failure' };
  }
}
