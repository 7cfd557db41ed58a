/** The processes that a process has started, from /proc. Nothing is found on systems without it. */
import { readdirSync, readFileSync } from 'node:fs';
import { type ProcessCost, readProcessCost } from './process-cost.ts';

/** The CPU that the descendants of `pid` with such a name have used so far, in milliseconds. */
export function readDescendantsCpuMs(pid: number, name: RegExp): number {
  return listDescendants(pid)
    .filter((each) => name.test(each.name))
    .reduce((sum, each) => sum + (readProcessCost(each.pid)?.cpuMs ?? 0), 0);
}

/** What `pid` and all that it has started have used so far; null where it does not run or nothing is known. */
export function readFamilyCost(pid: number): ProcessCost | null {
  const own = readProcessCost(pid);
  if (own === null) return null;
  return listDescendants(pid)
    .flatMap((each) => readProcessCost(each.pid) ?? [])
    .reduce(
      (sum, each) => ({
        cpuMs: sum.cpuMs + each.cpuMs,
        residentBytes: sum.residentBytes + each.residentBytes,
        peakBytes: sum.peakBytes + each.peakBytes,
      }),
      own,
    );
}

function listDescendants(pid: number): { pid: number; name: string }[] {
  const processes = listProcesses();
  const family = new Set([pid]);
  for (let before = 0; before < family.size; ) {
    before = family.size;
    for (const each of processes) if (family.has(each.parent)) family.add(each.pid);
  }
  family.delete(pid);
  return processes.filter((each) => family.has(each.pid));
}

/** 0 where it is not known. */
export function readParent(pid: number): number {
  return listProcesses().find((each) => each.pid === pid)?.parent ?? 0;
}

function listProcesses(): { pid: number; parent: number; name: string }[] {
  try {
    return readdirSync('/proc')
      .filter((entry) => /^\d+$/.test(entry))
      .flatMap((entry) => {
        try {
          const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
          const end = stat.lastIndexOf(')');
          const parent = Number(stat.slice(end + 2).split(' ')[1]);
          return [{ pid: Number(entry), parent, name: stat.slice(stat.indexOf('(') + 1, end) }];
        } catch {
          return [];
        }
      });
  } catch {
    return [];
  }
}
