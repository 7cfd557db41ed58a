/**
 * Names of everything that the bff keeps in Redis, so that a person with `redis-cli` finds his way. Pure.
 *
 *   llm:cost:<guild or dm>:<user>:<minute>    calls of a person (the limiter appends the window)
 *   llm:cost:guild:<guild>:<minute>           calls of a guild
 *   llm:repeats:<guild or dm>:<user>:<minute> answers that were given again without a call
 *   llm:export:<user>:<hour>                  exports of a person (the limiter appends the window)
 *   llm:spent:<day>:user:<user>               hash {tokens, micro_usd, held_tokens, held_micro_usd, oldest, <lease>…}: what is used of a
 *                                             budget, and what calls under way hold; likewise `member:<guild>:<user>`, `guild:<guild>`, `all`
 *   llm:spent:<month or minute>:user:api:<key> the same of an API key, besides its day
 *   llm:idem:<account>:<key>                  hash {fingerprint, lease, answer, forgotten}: a request under an idempotency key
 *   llm:answer:<account>:<fingerprint>        hash {lease, answer, forgotten}: a first question and its answer
 *   llm:kept:<user>                           set: the two kinds of keys above that are of this person
 *   llm:erased:<pseudonym>                    Unix ms: what this person asked before is not kept
 *   llm:transcript:<guild>:<channel>:<id>     hash {transcript}: what is said in an attachment; `dm:<user>` for guild and channel
 *   llm:heard:<user>                          set: the transcripts that this person has asked for, or speaks in
 *   llm:block:<guild or dm>:<user>            who may not ask, and until when (shared/contract/blocks.ts)
 *   llm:strikes:<guild or dm>:<user>          messages that moderation has blocked, within ten minutes
 *   llm:pauses:<guild or dm>:<user>           how often that has led to a pause, within a day
 *   llm:nonce:<nonce>                         a signature that has been used
 *   deliveries:<user>:<window>                whose deliveries there are (shared/contract/deliveries.ts)
 *   llm:settings:<guild>, llm:person:<user>   what the bot has to know of settings: shared/settings/projection.ts
 */
import type { BudgetScope } from '../../../shared/contract/cost-limits.ts';

export const EXPORTS_PREFIX = 'llm:export';

export const nonceKey = (nonce: string): string => `llm:nonce:${nonce}`;
export const idempotencyKey = (accountId: string, key: string): string => `llm:idem:${accountId}:${key}`;
export const sharedAnswerKey = (accountId: string, fingerprint: string): string =>
  `llm:answer:${accountId}:${fingerprint}`;

/** `minute` as `utcMinute` gives it. */
export const repeatsKey = (accountId: string, minute: number): string => `llm:repeats:${accountId}:${minute}`;

export const keptKey = (owner: string): string => `llm:kept:${owner}`;

/** `space`: within which an attachment is heard once. */
export const transcriptKey = (space: string, attachmentId: string): string =>
  `llm:transcript:${space}:${attachmentId}`;

export const heardKey = (userId: string): string => `llm:heard:${userId}`;

/** Clocks of two isolates may differ by so much: what is asked within it after an erasure is not kept either. */
export const ERASED_MARGIN_MS = 1_000;
export const erasedKey = (pseudonym: string): string => `llm:erased:${pseudonym}`;

/** `period`: a day as `utcDay` writes it, `2026-11` or `2026-11-23T12:00`; `id` is ignored for `all`. */
export function budgetKey(period: string, scope: BudgetScope, id: string): string {
  return `llm:spent:${scope === 'all' ? `${period}:all` : `${period}:${scope}:${id}`}`;
}

const MINUTE_MS = 60_000;

/** Whole minutes since 1970. */
export function utcMinute(nowMs: number): number {
  return Math.floor(nowMs / MINUTE_MS);
}

/** Unix milliseconds of the next whole minute. */
export function nextUtcMinute(nowMs: number): number {
  return (utcMinute(nowMs) + 1) * MINUTE_MS;
}
