/** Resident memory of workerd over time, and whether it grows. */
import { execFileSync } from 'node:child_process';

export interface Sample {
  /** Seconds since the start. */
  atSec: number;
  workerdMb: number;
  /** Requests that the provider is answering. */
  openCalls: number;
}

/** In megabytes: all workerd processes that descend from this one. Works where there is a POSIX `ps`. */
export function workerdMegabytes(): number {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss=,comm='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .flatMap((match) =>
      match === null
        ? []
        : [
            {
              pid: Number(match[1]),
              parent: Number(match[2]),
              kb: Number(match[3]),
              command: match[4] ?? '',
            },
          ],
    );
  const mine = new Set([process.pid]);
  // Parents come before their children nearly always; a second pass finds the rest.
  for (let pass = 0; pass < 2; pass += 1) {
    for (const { pid, parent } of rows) if (mine.has(parent)) mine.add(pid);
  }
  const workerds = rows.filter(({ pid, command }) => mine.has(pid) && /workerd/.test(command));
  return workerds.reduce((sum, { kb }) => sum + kb, 0) / 1024;
}

export interface Trend {
  mbPerMinute: number;
  /** Medians of the first and the last third of what was judged. */
  fromMb: number;
  toMb: number;
  isFlat: boolean;
}

/** What a start needs is not judged: isolates compile, caches fill. */
const WARM_UP_SHARE = 1 / 3;
/** A heap breathes by this much without leaking. */
const BREATH = 1.1;
const BREATH_MB = 20;

/** Least squares over the samples after the warm-up. Flat: the last third is hardly above the first. Pure. */
export function findTrend(samples: readonly Sample[]): Trend {
  const judged = samples.slice(Math.floor(samples.length * WARM_UP_SHARE));
  const third = Math.max(1, Math.floor(judged.length / 3));
  const fromMb = median(judged.slice(0, third).map(({ workerdMb }) => workerdMb));
  const toMb = median(judged.slice(-third).map(({ workerdMb }) => workerdMb));
  const meanAt = mean(judged.map(({ atSec }) => atSec));
  const meanMb = mean(judged.map(({ workerdMb }) => workerdMb));
  const spread = judged.reduce((sum, { atSec }) => sum + (atSec - meanAt) ** 2, 0);
  const lean = judged.reduce((sum, { atSec, workerdMb }) => sum + (atSec - meanAt) * (workerdMb - meanMb), 0);
  return {
    mbPerMinute: spread === 0 ? 0 : (lean / spread) * 60,
    fromMb,
    toMb,
    isFlat: toMb <= fromMb * BREATH + BREATH_MB,
  };
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
