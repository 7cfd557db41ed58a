/** Who goes on asking though they are refused, so that the operator sees it. One isolate's own view. Pure. */
export interface PressureWatch {
  /** One more refusal. Gives their number when it is worth telling, at most a few times a window; else null. */
  note(owner: string): number | null;
  /** True when they have been refused more often than is worth a line each. */
  isOver(owner: string): boolean;
}

/** More than a person who tries again, and a client that retries a few requests. */
const MAX_REFUSALS = 20;
const WINDOW_MS = 10 * 60_000;
const MAX_OWNERS = 2_000;

/** Tells at the first refusal beyond the bound, then whenever their number has doubled. */
export function createPressureWatch(now: () => number, maxOwners = MAX_OWNERS): PressureWatch {
  /** In the order in which their windows began, so that the oldest is the first. */
  const windows = new Map<string, { beganAtMs: number; count: number; tellAt: number }>();
  return {
    isOver: (owner) => (windows.get(owner)?.count ?? 0) > MAX_REFUSALS,
    note(owner) {
      const known = windows.get(owner);
      const isOver = known === undefined || now() - known.beganAtMs >= WINDOW_MS;
      const window = isOver ? { beganAtMs: now(), count: 0, tellAt: MAX_REFUSALS + 1 } : known;
      if (isOver) {
        windows.delete(owner);
        windows.set(owner, window);
        const [oldest] = windows.keys();
        if (windows.size > maxOwners && oldest !== undefined) windows.delete(oldest);
      }
      window.count += 1;
      if (window.count < window.tellAt) return null;
      window.tellAt = window.count * 2;
      return window.count;
    },
  };
}
