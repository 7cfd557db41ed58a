/** Which test file runs which row of the fault table. */
import type { Fault, Part } from './fault.ts';
import { PROVIDER_BEGIN_FAULTS } from './table/provider-begin.ts';

/** Each has its faults-<name>.test.ts: they run side by side, and take about as long as each other. */
export const FAULT_FILES = ['begin', 'later', 'tools', 'stores', 'discord', 'own'] as const;
export type FaultFile = (typeof FAULT_FILES)[number];

const FILE_OF: Record<Exclude<Part, 'provider'>, FaultFile> = {
  tools: 'tools',
  mcp: 'tools',
  judge: 'tools',
  memory: 'tools',
  redis: 'stores',
  postgres: 'stores',
  discord: 'discord',
  own: 'own',
};

export function fileOf(fault: Fault): FaultFile {
  if (fault.part === 'provider') return PROVIDER_BEGIN_FAULTS.includes(fault) ? 'begin' : 'later';
  return FILE_OF[fault.part];
}
