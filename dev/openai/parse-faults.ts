/** Checks faults before they are armed: a misspelt fault that strikes nothing would let a test pass without it. Pure. */
import { isRecord } from '../../shared/json.ts';
import { FAULT_OPTIONS, STRIKE_OPTIONS } from './fault-options.ts';
import type { FaultName, OpenAiFaults } from './faults.ts';

export type ParsedFaults = { ok: true; faults: OpenAiFaults[] } | { ok: false; why: string };

/** One set of faults or a list of sets. */
export function parseFaults(value: unknown): ParsedFaults {
  const sets = Array.isArray(value) ? value : [value];
  for (const set of sets) {
    if (!isRecord(set)) return { ok: false, why: 'faults are an object, or a list of objects' };
    for (const [name, fault] of Object.entries(set)) {
      const why = checkFault(name, fault);
      if (why !== null) return { ok: false, why };
    }
  }
  return { ok: true, faults: sets as OpenAiFaults[] };
}

function checkFault(name: string, fault: unknown): string | null {
  if (!Object.hasOwn(FAULT_OPTIONS, name)) {
    return `there is no fault ${name}; there are ${Object.keys(FAULT_OPTIONS).join(', ')}`;
  }
  if (!isRecord(fault)) return `${name} must be an object, e.g. {"${name}": {"count": 1}}`;
  const { required = {}, optional = {} } = FAULT_OPTIONS[name as FaultName];
  const checks = { ...STRIKE_OPTIONS, ...required, ...optional };
  for (const [option, given] of Object.entries(fault)) {
    const check = Object.hasOwn(checks, option) ? checks[option] : undefined;
    if (check === undefined) return `${name} takes ${Object.keys(checks).join(', ')}, not ${option}`;
    const why = check(given, `${name}.${option}`);
    if (why !== null) return why;
  }
  for (const [option, check] of Object.entries(required)) {
    if (!Object.hasOwn(fault, option)) {
      return `${name} needs ${option}: ${check(undefined, `${name}.${option}`)}`;
    }
  }
  return null;
}
