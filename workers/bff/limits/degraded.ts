/**
 * The guard without Redis: the platform's own limiter, set stricter than the real limits, for the person and the guild;
 * the day's budgets as the ledger knows them. It counts per Cloudflare location, which is why it is stricter.
 */

import { type BudgetScope, guildCallsId } from '../../../shared/contract/cost-limits.ts';
import { errorName, type Logger } from '../../../shared/observe/log.ts';
import type { NonceVerdict } from '../../../shared/signing/nonce-book.ts';
import type { Account } from './account.ts';
import { endingAt, type Verdict } from './decide.ts';

/** What the platform's limiters count in; they do not say when the period ends. */
const PERIOD_MS = 60_000;

export interface DegradedDeps {
  degraded: { user: RateLimit; guild: RateLimit };
  log: Logger;
  now: () => number;
  /** The first budget of the day that the ledger holds to be used up; null for none, or when it cannot say. */
  findExhaustedBudget: (account: Account) => Promise<BudgetScope | null>;
}

/** Never throws: what cannot be decided is refused. */
export async function decideWithoutRedis(
  deps: DegradedDeps,
  account: Account,
  nonce: NonceVerdict,
  windowTokens: number,
): Promise<Verdict> {
  const { degraded, log, now } = deps;
  try {
    if (nonce === 'spent' && (await isAllowed(deps, account, degraded))) {
      return { kind: 'admitted', windowTokens, allowance: null, degraded: true };
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
  deps: DegradedDeps,
  account: Account,
  limits: { user: RateLimit; guild: RateLimit },
): Promise<boolean> {
  const [user, guild, exhausted] = await Promise.all([
    limits.user.limit({ key: account.id }),
    account.guild === null ? { success: true } : limits.guild.limit({ key: guildCallsId(account.guild.id) }),
    deps.findExhaustedBudget(account),
  ]);
  return user.success && guild.success && exhausted === null;
}
