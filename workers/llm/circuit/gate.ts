/**
 * The circuits as one isolate sees them. While a circuit is closed nothing is asked: admission is a look into memory,
 * and only failures are reported (with the number of recent successes since the last report). A circuit that is not closed is
 * looked at again at most once a second.
 *
 * An isolate hears that somebody else's circuit opened when it fails there itself, or by the news that come with the
 * nonce check (`learn`). When the breaker object cannot be reached, calls go out: it protects, it must not block.
 */

import type { Admission, CircuitOutcome } from '../../../shared/circuit/circuit.ts';
import { addToWindow, type FailureWindow, failureShare, passWindow } from '../../../shared/circuit/window.ts';
import { errorName, type Logger } from '../../../shared/observe/log.ts';
import type { Clock } from '../../../shared/time/clock.ts';
import { within } from '../../../shared/time/wait.ts';
import type { CircuitBreakerRpc, CircuitNews, CircuitSnapshot } from './rpc.ts';
import { WINDOW_MS } from './settings.ts';

/** What the isolate remembers, across requests. */
export type CircuitMemory = Map<
  string,
  { snapshot: CircuitSnapshot; seenAtMs: number; successes: FailureWindow }
>;

export interface GateDeps {
  memory: CircuitMemory;
  clock: Clock;
  log: Logger;
  breaker(target: string): CircuitBreakerRpc;
  /** Lets a report finish after the response (`waitUntil`). */
  defer(work: Promise<unknown>): void;
}

export interface CircuitGate {
  admit(target: string): Promise<Admission>;
  settle(target: string, admission: Admission, outcome: CircuitOutcome): void;
  learn(news: readonly CircuitNews[]): void;
}

const SNAPSHOT_MS = 1_000;

/** The breaker object is beside us; if it takes longer than this, it is not worth waiting for. */
const ADMIT_DEADLINE_MS = 1_000;

/** Targets are few (provider × model); the bound keeps invented model names from growing the memory. */
const MAX_REMEMBERED = 100;

const UNKNOWN: CircuitSnapshot = { kind: 'closed', version: -1, failing: false };

export function createCircuitGate(deps: GateDeps): CircuitGate {
  const { memory, clock, log } = deps;

  function remember(target: string, snapshot: CircuitSnapshot): void {
    const known = memory.get(target);
    if (known !== undefined && known.snapshot.version > snapshot.version) return;
    if (known === undefined && memory.size >= MAX_REMEMBERED) {
      const oldest = memory.keys().next();
      if (oldest.done !== true) memory.delete(oldest.value);
    }
    memory.set(target, { snapshot, seenAtMs: clock.now(), successes: known?.successes ?? [] });
  }

  async function ask(target: string): Promise<Admission> {
    try {
      const answer = await within(ADMIT_DEADLINE_MS, deps.breaker(target).admit(), clock);
      if (answer !== undefined) {
        remember(target, answer.snapshot);
        return answer.admission;
      }
      log.warn('circuit.unreachable', { target, error: 'timeout' });
    } catch (error) {
      log.warn('circuit.unreachable', { target, error: errorName(error) });
    }
    return { admitted: true };
  }

  async function report(target: string, admission: Admission, outcome: CircuitOutcome): Promise<void> {
    const known = memory.get(target);
    // Only those of the window: an hour of successes, reported as if it were now, would hide a minute of failures.
    const successesBefore = failureShare(passWindow(known?.successes ?? [], clock.now(), WINDOW_MS)).calls;
    if (known !== undefined) known.successes = [];
    const probeId = admission.admitted ? admission.probeId : undefined;
    try {
      const breaker = deps.breaker(target);
      const seen = await breaker.settle({
        outcome,
        successesBefore,
        ...(probeId === undefined ? {} : { probeId }),
      });
      remember(target, seen);
    } catch (error) {
      log.warn('circuit.unreachable', { target, error: errorName(error) });
    }
  }

  return {
    async admit(target) {
      const known = memory.get(target);
      if (known === undefined || known.snapshot.kind === 'closed') return { admitted: true };
      const { retryAtMs } = known.snapshot;
      const now = clock.now();
      if (now < retryAtMs && now < known.seenAtMs + SNAPSHOT_MS) return { admitted: false, retryAtMs };
      return ask(target);
    },
    settle(target, admission, outcome) {
      const isProbe = admission.admitted && admission.probeId !== undefined;
      const known = memory.get(target);
      const snapshot = known?.snapshot ?? UNKNOWN;
      if ((outcome.kind === 'neutral' || outcome.kind === 'begun') && !isProbe) return;
      if (outcome.kind === 'success' && !isProbe && snapshot.kind === 'closed' && !snapshot.failing) {
        if (known === undefined) remember(target, UNKNOWN);
        const entry = memory.get(target);
        if (entry !== undefined) {
          entry.successes = addToWindow(entry.successes, { failed: 0, succeeded: 1 }, clock.now(), WINDOW_MS);
        }
        return;
      }
      deps.defer(report(target, admission, outcome));
    },
    learn(news) {
      for (const { target, snapshot } of news) {
        const known = memory.get(target);
        // The same news again must not renew the second after which the object itself is asked.
        if (known === undefined || known.snapshot.version < snapshot.version) remember(target, snapshot);
      }
    },
  };
}
