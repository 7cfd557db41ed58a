/** A resource that serves as many at once as it has servers; later arrivals wait in order. */
import type { Engine } from './engine.ts';

export interface Station {
  /** `then` is called when `serviceMs` of a server's time have been spent on it. */
  serve(serviceMs: number, then: () => void): void;
  /** The share of all servers' time that was used between the first arrival and the end of the last arrival's service. */
  utilisation(): number;
  /** Milliseconds that each one waited before it was served. */
  waitsMs(): readonly number[];
}

export function createStation(engine: Engine, servers: number): Station {
  const waiting: { sinceMs: number; serviceMs: number; then: () => void }[] = [];
  const waits: number[] = [];
  let head = 0;
  let free = servers;
  let busyMs = 0;
  let firstMs: number | null = null;
  let lastMs = 0;

  function begin(sinceMs: number, serviceMs: number, then: () => void): void {
    free -= 1;
    waits.push(engine.now() - sinceMs);
    busyMs += serviceMs;
    engine.after(serviceMs, () => {
      lastMs = engine.now();
      free += 1;
      then();
      const next = waiting[head];
      if (next === undefined || free === 0) return;
      head += 1;
      begin(next.sinceMs, next.serviceMs, next.then);
    });
  }

  return {
    serve(serviceMs, then) {
      firstMs ??= engine.now();
      const sinceMs = engine.now();
      if (free > 0 && head === waiting.length) begin(sinceMs, serviceMs, then);
      else waiting.push({ sinceMs, serviceMs, then });
    },
    utilisation: () => (firstMs === null || lastMs === firstMs ? 0 : busyMs / (servers * (lastMs - firstMs))),
    waitsMs: () => waits,
  };
}
