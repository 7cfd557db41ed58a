/**
 * The guard without Redis: the platform's own limiter, set stricter than the real limits, for the person and the guild;
 * the budgets as the ledger knows them. It counts per Cloudflare location, which is why it is stricter. A key whose own limits
 * are stricter still is held to those by each isolate.
 */

import { endingAt, guildCallsId } from '../../../shared/contract/cost-limits.ts';
import { errorName, type Logger } from '../../../shared/observe/log.ts';
import type { NonceVerdict } from '../../../shared/signing/nonce-book.ts';
import type { Account } from './account.ts';
import type { GuardScope } from './budget-lines.ts';
import type { Charge, Reserve } from './guard-store.ts';
import type { KeyUse } from './key-use.ts';
import type { Verdict } from './verdict.ts';

/** What the platform's limiters count in; they do not say when the period ends. */
const PERIOD_MS = 60_000;

export interface DegradedDeps {
  degraded: { user: RateLimit; guild: RateLimit };
  log: Logger;
  now: () => number;
  keyUse: KeyUse;
  /**
   * The first budget that the ledger holds to be used up; null for none, or when it cannot say. Of a key's own budgets also one
   * that `reserve` would go beyond, and one of which the ledger cannot say.
   */
  findExhaustedBudget: (account: Account, reserve: Charge) => Promise<GuardScope | null>;
}

/** Never throws: what cannot be decided is refused. */
export async function decideWithoutRedis(
  deps: DegradedDeps,
  account: Account,
  nonce: NonceVerdict,
  reserve: Reserve,
): Promise<Verdict> {
  const { log, now } = deps;
  try {
    if (nonce === 'spent' && (await isAllowed(deps, account, reserve))) {
      return { kind: 'admitted', windowTokens: reserve.window.tokens, allowance: null, degraded: true };
    }
  } catch (error) {
    log.error('guard.degraded_failed', { error: errorName(error) });
  }
  return {
    kind: 'refused',
    code: 'rate_limit_degraded',
    evidence: endingAt(now() + PERIOD_MS, now()),
    allowance: null,
  };
}

async function isAllowed(
  { degraded: limits, keyUse, findExhaustedBudget }: DegradedDeps,
  account: Account,
  reserve: Reserve,
): Promise<boolean> {
  // Taken before anything is waited for, so that simultaneous calls see each other.
  if (!keyUse.take(account, reserve.tokens)) return false;
  const [user, guild, exhausted] = await Promise.all([
    limits.user.limit({ key: account.id }),
    account.guild === null ? { success: true } : limits.guild.limit({ key: guildCallsId(account.guild.id) }),
    findExhaustedBudget(account, reserve),
  ]);
  return user.success && guild.success && exhausted === null;
}
