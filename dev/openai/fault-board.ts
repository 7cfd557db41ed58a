/** The faults in force. Pure but for counting strikes. */
import type { OpenAiFaults, Strike } from './faults.ts';

export interface FaultBoard {
  /** Replaces the faults in force. Of a list, the first that fits a request strikes, fault by fault. */
  set(faults: OpenAiFaults | readonly OpenAiFaults[]): void;
  /** The faults in force, with the strikes that they have left. */
  show(): readonly OpenAiFaults[];
  /** The faults that strike a request for `model`; each one's count goes down. */
  take(model: string | null): OpenAiFaults;
}

export function createFaultBoard(): FaultBoard {
  let armed: OpenAiFaults[] = [];
  return {
    set(faults) {
      const list = Array.isArray(faults) ? (faults as readonly OpenAiFaults[]) : [faults as OpenAiFaults];
      armed = structuredClone([...list]);
    },
    show: () => armed,
    take(model) {
      const struck: Record<string, Strike> = {};
      for (const set of armed) {
        for (const [name, fault] of Object.entries(set) as [string, Strike][]) {
          if (name in struck || !fits(fault, model)) continue;
          if (fault.count !== undefined) fault.count -= 1;
          struck[name] = fault;
        }
      }
      return struck as OpenAiFaults;
    },
  };
}

function fits(fault: Strike, model: string | null): boolean {
  if (fault.count !== undefined && fault.count <= 0) return false;
  return fault.model === undefined || fault.model === model;
}
