/** Composition: the cost guard of one request in terms of this isolate's services. */
import { errorName } from '../../../shared/observe/log.ts';
import { pseudonymise } from '../../../shared/observe/pseudonym.ts';
import { findExhaustedKeyBudget } from '../ledger/key-sums.ts';
import { findExhaustedBudget } from '../ledger/sums.ts';
import { type Account, hasOwnBudget } from '../limits/account.ts';
import { budgetLines, type GuardScope } from '../limits/budget-lines.ts';
import { type GuardSession, openGuardSession } from '../limits/cost-guard.ts';
import type { Charge, GuardRequest } from '../limits/guard-store.ts';
import type { Services } from '../services.ts';

/** Only asked while Redis is out. */
const LEDGER_DEADLINE_MS = 1_000;

export function openGuardOf(services: Services, request: GuardRequest): GuardSession {
  const { config, log, now, waitUntil, nonces } = services;
  const { redis, budgets, degraded, answerCacheMs } = config;
  return openGuardSession(
    {
      redis,
      budgets,
      degraded,
      answerCacheMs,
      nonces,
      log,
      now,
      waitUntil,
      onOverBudget(scope) {
        const count = services.pressure.note(request.account.owner);
        if (count !== null) waitUntil(logPressed(services, request.account, { scope, count }));
      },
      keyUse: services.keyUse,
      findExhaustedBudget: (ofAccount, reserve) => findInLedger(services, ofAccount, reserve),
    },
    request,
  );
}

async function findInLedger(
  { openDatabase, config: { budgets }, log, now }: Services,
  account: Account,
  reserve: Charge,
): Promise<GuardScope | null> {
  const open = () => openDatabase(LEDGER_DEADLINE_MS);
  const lines = budgetLines(account, budgets, now());
  const boundOf = (wanted: GuardScope) => lines.find(({ scope }) => scope === wanted)?.bound;
  const {
    user = budgets.user,
    guild = budgets.guild,
    member,
  } = {
    user: boundOf('user'),
    guild: boundOf('guild'),
    member: boundOf('member'),
  };
  try {
    const [ofKey, ofAll] = await Promise.all([
      findExhaustedKeyBudget(open, account, lines, reserve),
      findExhaustedBudget(open(), account, {
        ...budgets,
        user,
        guild,
        ...(member === undefined ? {} : { member }),
      }),
    ]);
    return ofKey ?? ofAll;
  } catch (error) {
    log.warn('ledger.unreadable', { error: errorName(error) });
    // What was set for this key alone must not be spent unseen; its location's limiter is no bound for it.
    return hasOwnBudget(account) ? 'user' : null;
  }
}

/** Somebody goes on asking though a budget refuses. */
async function logPressed(
  { log, config }: Services,
  { owner }: Account,
  pressed: { scope: GuardScope; count: number },
): Promise<void> {
  const account = await pseudonymise(config.sharedSecrets[0], owner);
  log.warn('budget.pressed', { account, ...pressed });
}
