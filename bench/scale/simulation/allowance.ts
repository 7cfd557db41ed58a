/** So much may be used in each window of time; what is over is refused. */
import type { Engine } from './engine.ts';

export interface Allowance {
  /** True: it was within the limit, and counts. */
  take(amount: number): boolean;
  /** The largest share of the limit that was asked for in one window, refused or not. */
  highest(): number;
}

export function createAllowance(engine: Engine, limit: number, windowMs: number): Allowance {
  let window = 0;
  let used = 0;
  let asked = 0;
  let highest = 0;
  return {
    take(amount) {
      const current = Math.floor(engine.now() / windowMs);
      if (current !== window) [window, used, asked] = [current, 0, 0];
      asked += amount;
      highest = Math.max(highest, asked / limit);
      if (used + amount > limit) return false;
      used += amount;
      return true;
    },
    highest: () => highest,
  };
}
