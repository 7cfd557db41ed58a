/**
 * What each API key has used in this minute, as one isolate knows it: calls, and tokens by what they reserved. For when Redis
 * is out, since the platform's own limiter has one limit for everybody, and a key may have a smaller one. Memory alone.
 */
import { utcMinute } from '../store/redis-keys.ts';
import type { Account } from './account.ts';

export interface KeyUse {
  /** False when this call would go beyond the key's calls or tokens a minute; else it counts. */
  take(account: Account, tokens: number): boolean;
}

export function createKeyUse(now: () => number): KeyUse {
  let minute = Number.NaN;
  const used = new Map<string, { calls: number; tokens: number }>();
  return {
    take({ id, callsPerMin, own }, tokens) {
      if (own === undefined) return true;
      if (utcMinute(now()) !== minute) {
        minute = utcMinute(now());
        used.clear();
      }
      const before = used.get(id) ?? { calls: 0, tokens: 0 };
      const after = { calls: before.calls + 1, tokens: before.tokens + tokens };
      const isWithin =
        after.calls <= callsPerMin && (own.tokensPerMin === 0 || after.tokens <= own.tokensPerMin);
      if (isWithin) used.set(id, after);
      return isWithin;
    },
  };
}
