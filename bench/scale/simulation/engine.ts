/** A discrete-event simulation: what happens, in the order of its time. Nothing waits for a real clock. */

export interface Engine {
  /** Simulated milliseconds since the beginning. */
  now(): number;
  /** `happen` is called `delayMs` from now; of several at one moment, in the order in which they were planned. */
  after(delayMs: number, happen: () => void): void;
  /** Runs until nothing is planned any more. */
  run(): void;
}

interface Planned {
  atMs: number;
  order: number;
  happen: () => void;
}

export function createEngine(): Engine {
  const heap: Planned[] = [];
  let nowMs = 0;
  let planned = 0;

  return {
    now: () => nowMs,
    after(delayMs, happen) {
      push(heap, { atMs: nowMs + Math.max(0, delayMs), order: planned, happen });
      planned += 1;
    },
    run() {
      for (let next = pop(heap); next !== undefined; next = pop(heap)) {
        nowMs = next.atMs;
        next.happen();
      }
    },
  };
}

function isBefore(a: Planned, b: Planned): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}

function push(heap: Planned[], added: Planned): void {
  let at = heap.length;
  heap.push(added);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent] as Planned;
    if (!isBefore(added, above)) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = added;
}

function pop(heap: Planned[]): Planned | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (first === undefined || last === undefined || heap.length === 0) return first;
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    const right = left + 1;
    let least = last;
    let place = at;
    for (const child of [left, right]) {
      const below = heap[child];
      if (below !== undefined && isBefore(below, least)) {
        least = below;
        place = child;
      }
    }
    if (place === at) break;
    heap[at] = least;
    at = place;
  }
  heap[at] = last;
  return first;
}
