/** What another process has used so far, from /proc. On systems without it: null, and the tables show a dash. */
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessCost {
  /** Milliseconds of CPU, user and system, in steps of 10 ms. */
  cpuMs: number;
  /** Bytes resident now, and at most so far. */
  residentBytes: number;
  peakBytes: number;
}

/** Linux counts in hundredths of a second whatever the machine (USER_HZ). */
const TICK_MS = 10;

export function readProcessCost(pid: number): ProcessCost | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold spaces; what follows it are numbers. Fields 14 and 15 are utime and stime.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return {
      cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS,
      residentBytes: readKilobytes(status, 'VmRSS'),
      peakBytes: readKilobytes(status, 'VmHWM'),
    };
  } catch {
    return null;
  }
}

/** The process and all that it started, directly or not, whose command line holds `text`. */
export function findDescendant(pid: number, text: string): number | null {
  const parents = new Map<number, number>();
  try {
    for (const entry of readdirSync('/proc')) {
      if (!/^\d+$/.test(entry)) continue;
      try {
        const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
        parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
      } catch {
        // It ended while we looked.
      }
    }
    for (const candidate of parents.keys()) {
      if (!isDescendant(candidate, pid, parents)) continue;
      if (readFileSync(`/proc/${candidate}/cmdline`, 'utf8').includes(text)) return candidate;
    }
  } catch {
    // No /proc.
  }
  return null;
}

function isDescendant(pid: number, ancestor: number, parents: ReadonlyMap<number, number>): boolean {
  for (let at = parents.get(pid); at !== undefined && at > 1; at = parents.get(at)) {
    if (at === ancestor) return true;
  }
  return false;
}

function readKilobytes(status: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? Number.NaN) * 1024;
}
