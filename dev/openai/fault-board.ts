/** The faults in force. Pure but for counting strikes. */
import { meetsCondition } from './fault-condition.ts';
import type { OpenAiFaults, Strike } from './faults.ts';

export interface FaultBoard {
  /** Replaces the faults in force. Of a list, the first that fits a request strikes, fault by fault. */
  set(faults: OpenAiFaults | readonly OpenAiFaults[]): void;
  /** The faults in force, with the strikes that they have left. */
  show(): readonly OpenAiFaults[];
  /** The faults that strike a request for `model` with this body (undefined: no JSON); each one's count goes down. */
  take(model: string | null, body?: unknown, path?: string): OpenAiFaults;
  /** Aborts when the faults now in force are replaced. */
  inForce(): AbortSignal;
}

export function createFaultBoard(): FaultBoard {
  let armed: OpenAiFaults[] = [];
  let force = new AbortController();
  return {
    set(faults) {
      const list = Array.isArray(faults) ? (faults as readonly OpenAiFaults[]) : [faults as OpenAiFaults];
      armed = structuredClone([...list]);
      force.abort();
      force = new AbortController();
    },
    inForce: () => force.signal,
    show: () => armed,
    take(model, body, path) {
      const struck: Record<string, Strike> = {};
      for (const set of armed) {
        for (const [name, fault] of Object.entries(set) as [string, Strike][]) {
          if (name in struck || !fits(fault, model, body, path)) continue;
          if (fault.count !== undefined) fault.count -= 1;
          struck[name] = fault;
        }
      }
      return struck as OpenAiFaults;
    },
  };
}

function fits(strike: Strike, model: string | null, body: unknown, path: string | undefined): boolean {
  const { count, model: wanted, path: wantedPath, when } = strike;
  if (count !== undefined && count <= 0) return false;
  if (wanted !== undefined && wanted !== model) return false;
  if (wantedPath !== undefined && wantedPath !== path) return false;
  return when === undefined || meetsCondition(when, body);
}
