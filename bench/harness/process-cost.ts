/** What another process has used so far, from /proc. On systems without it: null, and the tables show a dash. */
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessCost {
  /** Milliseconds of CPU, user and system. To the microsecond while none of the process' threads has ended, else in steps of 10 ms. */
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
    const inTicks = (Number(fields[11]) + Number(fields[12])) * TICK_MS;
    return {
      // A thread that has ended is counted in the ticks alone.
      cpuMs: Math.max(inTicks, readThreadsCpuMs(pid)),
      residentBytes: readKilobytes(status, 'VmRSS'),
      peakBytes: readKilobytes(status, 'VmHWM'),
    };
  } catch {
    return null;
  }
}

/** By the scheduler's own account, in nanoseconds; 0 where the kernel keeps none. */
function readThreadsCpuMs(pid: number): number {
  let nanos = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    try {
      nanos += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
    } catch {
      // It has ended since it was listed, or the kernel does not count so.
    }
  }
  return nanos / 1e6;
}

function readKilobytes(status: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? Number.NaN) * 1024;
}
