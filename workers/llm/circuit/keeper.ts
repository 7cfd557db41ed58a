/**
 * Keeps one circuit for all isolates: the state machine of circuit.ts, an operator's order above it, and what has to
 * outlive the object. Effects are given in, so that it is tested without a runtime; object.ts is its shell.
 *
 * Every change of the state is stored, failures and probes included: an object is evicted after some seconds without calls,
 * and a provider that hangs for longer than that must be remembered. A probe that is lost together with the object frees
 * its slot when its lease ends. Only transitions are announced.
 */

import {
  type Admission,
  admitCall,
  type CircuitReport,
  type CircuitSettings,
  type CircuitState,
  closedCircuit,
  settleCall,
} from '../../../shared/circuit/circuit.ts';
import type { CircuitDetail, CircuitTransition, ForcedMode } from '../../../shared/contract/circuits.ts';
import type { CircuitSnapshot } from './rpc.ts';

export interface StoredCircuit {
  version: number;
  forced: 'open' | 'closed' | null;
  /** Absent: closed, without failures. */
  state?: CircuitState;
  transitions: CircuitTransition[];
}

export interface KeeperDeps {
  target: string;
  settings: CircuitSettings;
  /** Unix milliseconds. */
  now(): number;
  createProbeId(): string;
  /** Stores without being waited for. */
  save(stored: StoredCircuit): void;
  /** Called once for every transition, after the fact. */
  onTransition(transition: CircuitTransition, snapshot: CircuitSnapshot): void;
}

export interface CircuitKeeper {
  admit(): { admission: Admission; snapshot: CircuitSnapshot };
  settle(report: CircuitReport): CircuitSnapshot;
  inspect(): CircuitDetail;
  force(mode: ForcedMode): CircuitDetail;
}

const MAX_TRANSITIONS = 50;

/** A circuit that is held open gives no time of its own: callers are told to ask again after this. */
const HELD_OPEN_RETRY_MS = 60_000;

export function createCircuitKeeper(deps: KeeperDeps, stored?: StoredCircuit): CircuitKeeper {
  const { target, settings, now } = deps;
  let state: CircuitState = stored?.state ?? closedCircuit();
  let forced = stored?.forced ?? null;
  let version = stored?.version ?? 0;
  let transitions = stored?.transitions ?? [];

  function effective(): CircuitState {
    if (forced === 'closed') return closedCircuit();
    if (forced === 'open') {
      return { kind: 'open', reason: 'consecutive_failures', retryAtMs: now() + HELD_OPEN_RETRY_MS };
    }
    return state;
  }

  function snapshot(): CircuitSnapshot {
    const current = effective();
    switch (current.kind) {
      case 'closed':
        return { kind: 'closed', version, failing: current.consecutiveFailures > 0 };
      case 'open':
        return { kind: 'open', version, retryAtMs: current.retryAtMs };
      case 'half-open':
        return { kind: 'open', version, retryAtMs: now() };
    }
  }

  function moveTo(next: CircuitState): void {
    if (next === state) return;
    const before = state.kind;
    state = next;
    if (next.kind === before) {
      save();
      return;
    }
    const reason =
      next.kind === 'open' ? next.reason : next.kind === 'closed' ? 'probe_succeeded' : 'probe_sent';
    record(next.kind, reason);
  }

  function record(to: CircuitTransition['to'], reason: string): void {
    const transition = { at_ms: now(), to, reason };
    version += 1;
    transitions = [...transitions, transition].slice(-MAX_TRANSITIONS);
    save();
    deps.onTransition(transition, snapshot());
  }

  function save(): void {
    deps.save({ version, forced, state, transitions });
  }

  function inspect(): CircuitDetail {
    const current = effective();
    return {
      target,
      state: current.kind,
      ...(current.kind === 'open' ? { retry_at_ms: current.retryAtMs } : {}),
      forced,
      consecutive_failures: current.kind === 'closed' ? current.consecutiveFailures : 0,
      transitions,
    };
  }

  return {
    admit() {
      if (forced === null) {
        const { state: next, admission } = admitCall(state, now(), deps.createProbeId(), settings);
        moveTo(next);
        return { admission, snapshot: snapshot() };
      }
      const held = snapshot();
      const admission: Admission =
        held.kind === 'closed' ? { admitted: true } : { admitted: false, retryAtMs: held.retryAtMs };
      return { admission, snapshot: held };
    },
    settle(report) {
      if (forced === null) moveTo(settleCall(state, report, now(), settings));
      return snapshot();
    },
    inspect,
    force(mode) {
      const order = mode === 'auto' ? null : mode;
      if (order !== forced) {
        forced = order;
        state = closedCircuit();
        record(effective().kind, mode === 'auto' ? 'released_by_operator' : 'forced_by_operator');
      }
      return inspect();
    },
  };
}
