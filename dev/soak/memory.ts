/** Whether memory grows for as long as there is traffic. Pure. */
import { WORKERS } from '../stack/build.ts';
import type { Finding } from './finding.ts';
import type { Heaps } from './heaps.ts';
import { findTrend, type Point } from './trend.ts';

/** Taken right after a full collection in every Worker. */
export interface MemorySample {
  /** Seconds since the start. */
  atSec: number;
  /** Resident memory of workerd. */
  workerdMb: number;
  heapsMb: Heaps;
}

/** After a collection a heap differs by what is being answered just then, and by the nonces that are still remembered. */
const HEAP_BREATH_MB = 2;
/** What the allocator keeps of the busiest moment so far, it does not give back. */
const PROCESS_BREATH_MB = 20;

/**
 * The heaps say precisely what our code holds; the process says roughly what the runtime holds for it (objects that are
 * not evicted, sockets, databases). Neither may grow.
 */
export function judgeMemory(samples: readonly MemorySample[]): Finding[] {
  return [
    ...WORKERS.map((worker) =>
      judgeTrend(
        `the heap of the ${worker} Worker is flat`,
        samples.map(({ atSec, heapsMb }) => ({ atSec, mb: heapsMb[worker] })),
        HEAP_BREATH_MB,
      ),
    ),
    judgeTrend(
      'workerd’s memory is flat',
      samples.map(({ atSec, workerdMb }) => ({ atSec, mb: workerdMb })),
      PROCESS_BREATH_MB,
    ),
  ];
}

function judgeTrend(what: string, points: readonly Point[], breathMb: number): Finding {
  const { fromMb, toMb, mbPerMinute, isFlat } = findTrend(points, breathMb);
  const found = `${fromMb.toFixed(1)} → ${toMb.toFixed(1)} MB, ${mbPerMinute.toFixed(2)} MB a minute`;
  return { what, found, ok: points.length > 0 && isFlat };
}
