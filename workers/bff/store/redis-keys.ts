/**
 * Names of everything that the bff keeps in Redis, so that a person with `redis-cli` finds his way. Pure.
 *
 *   llm:cost:<guild or dm>:<user>:<minute>    calls of a person (the limiter appends the window)
 *   llm:cost:guild:<guild>:<minute>           calls of a guild
 *   llm:spent:<day>:user:<user>               hash {tokens, micro_usd}; likewise `guild:<guild>` and `all`
 *   llm:reserved:<lease>                      hash {tokens, micro_usd}: what a call under way holds of those budgets
 *   llm:idem:<account>:<key>                  hash {fingerprint, lease, answer}: a request under an idempotency key
 *   llm:answer:<account>:<fingerprint>        hash {lease, answer}: a first question and its answer
 *   llm:kept:<user>                           set: the keys above that hold an answer of this person
 *   llm:nonce:<nonce>                         a signature that has been used
 */
export const CALLS_PREFIX = 'llm:cost';

export const nonceKey = (nonce: string): string => `llm:nonce:${nonce}`;
export const reservationKey = (lease: string): string => `llm:reserved:${lease}`;
export const idempotencyKey = (accountId: string, key: string): string => `llm:idem:${accountId}:${key}`;
export const sharedAnswerKey = (accountId: string, fingerprint: string): string =>
  `llm:answer:${accountId}:${fingerprint}`;

export const keptKey = (owner: string): string => `llm:kept:${owner}`;

/** What the limiter's window is appended to, after `CALLS_PREFIX`. */
export const guildCallsId = (guildId: string): string => `guild:${guildId}`;

export type BudgetScope = 'user' | 'guild' | 'all';

/** `day` as `utcDay` writes it; `id` is ignored for `all`. */
export function spentKey(day: string, scope: BudgetScope, id: string): string {
  return scope === 'all' ? `llm:spent:${day}:all` : `llm:spent:${day}:${scope}:${id}`;
}

/** `2026-11-23`, in UTC: the day that a budget belongs to. */
export function utcDay(nowMs: number): string {
  return new Date(nowMs).toISOString().slice(0, 10);
}

/** Unix milliseconds of the next midnight in UTC, when budgets begin anew. */
export function nextUtcMidnight(nowMs: number): number {
  const DAY_MS = 86_400_000;
  return (Math.floor(nowMs / DAY_MS) + 1) * DAY_MS;
}
