/** What is to be alerted of, and of what that could be told. Pure. */

import type { Alert, AlertKind, Look } from '../../../shared/contract/logs.ts';
import type { Overview } from '../../../shared/contract/operator.ts';

const BUDGET_SHARE = 0.8;
const CLEANED_WITHIN_MS = 26 * 3_600_000;

export function lookAt({ at, budget, circuits, parts, cleaned_at: cleaned, summed_until }: Overview): Look {
  const alerts: Alert[] = [];
  const day = at.slice(0, 10);
  if (budget !== null && isNearlySpent(budget.micro_usd_spent, budget.micro_usd_limit)) {
    alerts.push({ kind: 'budget', subject: `${day} money` });
  }
  if (budget !== null && isNearlySpent(budget.tokens_spent, budget.tokens_limit)) {
    alerts.push({ kind: 'budget', subject: `${day} tokens` });
  }
  for (const { target, state, forced } of circuits ?? []) {
    // Who holds one open knows of it.
    if (state !== 'closed' && forced === null) alerts.push({ kind: 'circuit', subject: target });
  }
  const isDatabaseKnown = parts.database.state === 'ok';
  // A ledger that was never summed belongs to an installation of the last hour, which has had no night yet.
  const last = cleaned ?? summed_until;
  if (isDatabaseKnown && last !== null && Date.parse(at) - Date.parse(last) > CLEANED_WITHIN_MS) {
    alerts.push({ kind: 'cleaning', subject: 'nightly' });
  }
  const known: AlertKind[] = [
    ...(budget === null ? [] : (['budget'] as const)),
    ...(circuits === null ? [] : (['circuit'] as const)),
    ...(isDatabaseKnown ? (['cleaning'] as const) : []),
  ];
  return { known, alerts };
}

function isNearlySpent(spent: number, limit: number): boolean {
  return limit > 0 && spent >= limit * BUDGET_SHARE;
}
