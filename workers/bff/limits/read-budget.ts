/** A budget as people are shown it: what is used, and what calls under way hold, which is not to be had either. */
import type { Redis } from '@upstash/redis/cloudflare';
import type { Budget } from '../../../shared/contract/cost-limits.ts';

/** Of a call under way, as budget-script.ts writes it. */
const LEASE = /^(\d+) (\d+) \d+ \d+ (\d+)$/;

export async function readBudget(redis: Redis, key: string, nowMs: number): Promise<Budget> {
  // Undecoded: names and values in turn.
  const flat = ((await redis.hgetall(key)) ?? []) as unknown as string[];
  return usedOf(flat, nowMs);
}

/** `flat`: names and values of the hash in turn. A call that was lost holds nothing once its reservation has ended. */
export function usedOf(flat: readonly string[], nowMs: number): Budget {
  const used = { tokens: 0, microUsd: 0 };
  for (let index = 0; index < flat.length; index += 2) {
    const value = flat[index + 1] ?? '';
    const [, tokens, microUsd, end] = LEASE.exec(value) ?? [];
    if (flat[index] === 'tokens') used.tokens += Number(value);
    else if (flat[index] === 'micro_usd') used.microUsd += Number(value);
    else if (Number(end ?? 0) > nowMs) {
      used.tokens += Number(tokens);
      used.microUsd += Number(microUsd);
    }
  }
  return used;
}
