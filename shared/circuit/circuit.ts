/**
 * A circuit breaker as a pure state machine: no clock, no I/O, no randomness. Every function takes the state and the
 * time and returns the next state; states are plain data and can be stored.
 *
 *     closed ──N failures in a row, or too large a share of them──▶ open ──cool-down over──▶ half-open
 *        ▲                                                           ▲                          │
 *        └───────────────── the probe succeeds ──────────────────────┴── the probe fails ───────┘
 *
 * Half-open lets one probe out at a time, on a lease: a probe that is lost with its isolate frees the slot when its
 * lease ends, and one that takes longer than its lease still counts. A neutral outcome frees the slot at once; otherwise a
 * client that cancels would lock the target out for ever. A limit is over with the probe's first token: it is told before that.
 */
import { addToWindow, type FailureWindow, failureShare } from './window.ts';

export interface CircuitSettings {
  /** Failures in a row that open the circuit. */
  maxConsecutiveFailures: number;
  /** Share of failures within the window that opens it, once there are `minWindowCalls` to judge by. */
  maxFailureShare: number;
  minWindowCalls: number;
  windowMs: number;
  openMs: number;
  probeLeaseMs: number;
}

export type OpenReason = 'consecutive_failures' | 'failure_share' | 'rate_limited' | 'probe_failed';

export type CircuitState =
  | { kind: 'closed'; consecutiveFailures: number; window: FailureWindow }
  | { kind: 'open'; reason: OpenReason; retryAtMs: number }
  /** The latest last: one whose lease has ended may still be streaming, and its result counts when it comes. */
  | { kind: 'half-open'; wasLimited?: true; probes: Probe[] };

export interface Probe {
  id: string;
  /** Unix milliseconds. */
  leaseEndsAtMs: number;
}

/** How a call ended, as far as the circuit cares. */
export type CircuitOutcome =
  | { kind: 'success' }
  | { kind: 'failure' }
  /** It has not ended yet: its first token has come. */
  | { kind: 'begun' }
  /** The provider asked for a pause. */
  | { kind: 'rate-limited'; retryAfterMs?: number }
  /** Says nothing about the provider: the client left, or the request was at fault. */
  | { kind: 'neutral' };

export interface CircuitReport {
  outcome: CircuitOutcome;
  /** The probe's id, when the call was one. */
  probeId?: string;
  /** Successes that the reporter saw since its last report; they cost no report of their own. */
  successesBefore: number;
}

export type Admission =
  | { admitted: true; probeId?: string }
  /** `retryAtMs`: Unix milliseconds when it is worth asking again. */
  | { admitted: false; retryAtMs: number };

/** A pause that a provider asks for is believed within these bounds. */
export const DEFAULT_PAUSE_MS = 5_000;
const MAX_PAUSE_MS = 120_000;
/** While somebody else's probe is out, ask again this soon. */
const PROBE_POLL_MS = 1_000;
/** Of so many probes the result is awaited; earlier ones are lost. */
const MAX_PROBES = 8;

export function closedCircuit(): CircuitState {
  return { kind: 'closed', consecutiveFailures: 0, window: [] };
}

/** Decides whether a call may go out, and hands out the probe's slot. `probeId` is used if this call becomes the probe. */
export function admitCall(
  state: CircuitState,
  nowMs: number,
  probeId: string,
  settings: CircuitSettings,
): { state: CircuitState; admission: Admission } {
  const probe = { id: probeId, leaseEndsAtMs: nowMs + settings.probeLeaseMs };
  switch (state.kind) {
    case 'closed':
      return { state, admission: { admitted: true } };
    case 'open':
      if (nowMs < state.retryAtMs)
        return { state, admission: { admitted: false, retryAtMs: state.retryAtMs } };
      return {
        state: {
          kind: 'half-open',
          ...(state.reason === 'rate_limited' ? { wasLimited: true } : {}),
          probes: [probe],
        },
        admission: { admitted: true, probeId },
      };
    case 'half-open': {
      const taken = state.probes.some(({ leaseEndsAtMs }) => nowMs < leaseEndsAtMs);
      if (taken) return { state, admission: { admitted: false, retryAtMs: nowMs + PROBE_POLL_MS } };
      const probes = [...state.probes, probe].slice(-MAX_PROBES);
      return { state: { ...state, probes }, admission: { admitted: true, probeId } };
    }
  }
}

/** Takes in how a call ended. */
export function settleCall(
  state: CircuitState,
  report: CircuitReport,
  nowMs: number,
  settings: CircuitSettings,
): CircuitState {
  switch (state.kind) {
    case 'closed':
      return settleClosed(state, report, nowMs, settings);
    case 'open': {
      const isSuccessOfProbe = report.probeId !== undefined && report.outcome.kind === 'success';
      // A probe that outlived a later one which failed: the target answers now. It ends no pause that was asked for since.
      if (isSuccessOfProbe && state.reason === 'probe_failed') return closedCircuit();
      // A straggler from before it opened. It says nothing new, except that a pause may have to be longer.
      return report.outcome.kind === 'rate-limited' ? lengthen(state, report.outcome, nowMs) : state;
    }
    case 'half-open':
      // Only probes speak for the target: other calls began before it opened.
      if (!state.probes.some(({ id }) => id === report.probeId)) return state;
      return settleProbe(state, report, nowMs, settings);
  }
}

function settleClosed(
  state: Extract<CircuitState, { kind: 'closed' }>,
  { outcome, successesBefore }: CircuitReport,
  nowMs: number,
  settings: CircuitSettings,
): CircuitState {
  if (outcome.kind === 'rate-limited') return openFor('rate_limited', pauseMs(outcome), nowMs);
  const failed = outcome.kind === 'failure' ? 1 : 0;
  const succeeded = successesBefore + (outcome.kind === 'success' ? 1 : 0);
  if (failed + succeeded === 0) return state;
  const window = addToWindow(state.window, { failed, succeeded }, nowMs, settings.windowMs);
  if (failed === 0) return { kind: 'closed', consecutiveFailures: 0, window };
  const consecutiveFailures = (successesBefore > 0 ? 0 : state.consecutiveFailures) + 1;
  if (consecutiveFailures >= settings.maxConsecutiveFailures) {
    return openFor('consecutive_failures', settings.openMs, nowMs);
  }
  const { share, calls } = failureShare(window);
  if (calls >= settings.minWindowCalls && share >= settings.maxFailureShare) {
    return openFor('failure_share', settings.openMs, nowMs);
  }
  return { kind: 'closed', consecutiveFailures, window };
}

function settleProbe(
  state: Extract<CircuitState, { kind: 'half-open' }>,
  { outcome, probeId }: CircuitReport,
  nowMs: number,
  settings: CircuitSettings,
): CircuitState {
  switch (outcome.kind) {
    case 'success':
      return closedCircuit();
    case 'begun':
      // A target that fails in the middle of its answers begins them, too.
      return state.wasLimited === true ? closedCircuit() : state;
    case 'failure':
      return openFor('probe_failed', settings.openMs, nowMs);
    case 'rate-limited':
      return openFor('rate_limited', pauseMs(outcome), nowMs);
    case 'neutral':
      return { ...state, probes: state.probes.filter(({ id }) => id !== probeId) };
  }
}

function lengthen(
  state: Extract<CircuitState, { kind: 'open' }>,
  outcome: { retryAfterMs?: number },
  nowMs: number,
): CircuitState {
  return { ...state, retryAtMs: Math.max(state.retryAtMs, nowMs + pauseMs(outcome)) };
}

function openFor(reason: OpenReason, ms: number, nowMs: number): CircuitState {
  return { kind: 'open', reason, retryAtMs: nowMs + ms };
}

function pauseMs({ retryAfterMs = DEFAULT_PAUSE_MS }: { retryAfterMs?: number }): number {
  return Math.min(Math.max(retryAfterMs, 0), MAX_PAUSE_MS);
}
