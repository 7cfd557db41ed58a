/** Whether memory grows for as long as there is traffic. Pure. */
import { TOKEN_LIFE_MS } from '../../workers/bot/discord/token-life.ts';
import { BASE_WORKERS } from '../stack/build.ts';
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
 * Deliveries are kept for so long, and an export of a person's data wakes all of theirs: until then the most objects that
 * were awake at the same time become more, and the allocator keeps what they took.
 */
const FILLED_SEC = TOKEN_LIFE_MS / 1000;
/** A trend needs so much time after that. */
const JUDGED_SEC = 300;

/**
 * The heaps say precisely what our code holds; the process says roughly what the runtime holds for it (objects that are
 * not evicted, sockets, databases). Neither may grow, the process from the moment on when as many deliveries end as begin.
 */
export function judgeMemory(samples: readonly MemorySample[]): Finding[] {
  return [
    ...BASE_WORKERS.map((worker) =>
      judgeTrend(
        `the heap of the ${worker} Worker is flat`,
        samples.map(({ atSec, heapsMb }) => ({ atSec, mb: heapsMb[worker] })),
        HEAP_BREATH_MB,
      ),
    ),
    judgeProcess(samples.map(({ atSec, workerdMb }) => ({ atSec, mb: workerdMb }))),
  ];
}

function judgeProcess(points: readonly Point[]): Finding {
  const what = 'workerd’s memory is flat';
  const lastSec = points.at(-1)?.atSec;
  if (lastSec !== undefined && lastSec < FILLED_SEC + JUDGED_SEC) {
    const minutes = (FILLED_SEC + JUDGED_SEC) / 60;
    return { what, found: `not judged in less than ${minutes} minutes`, ok: true };
  }
  return judgeTrend(
    what,
    points.filter(({ atSec }) => atSec >= FILLED_SEC),
    PROCESS_BREATH_MB,
  );
}

function judgeTrend(what: string, points: readonly Point[], breathMb: number): Finding {
  const { fromMb, toMb, mbPerMinute, isFlat } = findTrend(points, breathMb);
  const found = `${fromMb.toFixed(1)} → ${toMb.toFixed(1)} MB, ${mbPerMinute.toFixed(2)} MB a minute`;
  return { what, found, ok: points.length > 0 && isFlat };
}
