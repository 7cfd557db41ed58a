/**
 * A request that needs more than a budget has in all: nothing has to be used up for it to be refused, and to come again is no
 * help. Pure.
 */
import type { Failure } from '../../../shared/contract/failure.ts';
import type { GuardScope } from './budget-lines.ts';

/** What a request reserves at least. */
export interface Needed {
  tokens: number;
  microUsd: number;
  /**
   * Of its tokens, those that the shortest request would need, too: its sender chooses the rest. Absent: all of it is the sender's
   * choice.
   */
  leastTokens?: number;
}

/** Null: it would fit while nothing is used, or no other request of its sender would fit either. */
export function findTooLarge(
  { scope, unit, limit }: { scope: GuardScope; unit: 'tokens' | 'micro_usd'; limit: number },
  { tokens, microUsd, leastTokens }: Needed,
): Required<Pick<Failure, 'code' | 'detail' | 'evidence'>> | null {
  const needed = unit === 'tokens' ? tokens : microUsd;
  if (needed <= limit || !isChosen({ unit, limit }, leastTokens)) return null;
  const most =
    unit === 'tokens'
      ? `This request can use ${needed} tokens, more than the ${limit}`
      : `This request can cost ${needed} micro-USD, more than the ${limit}`;
  const detail = `${most} ${SPANS[scope]}: shorten it, or set a smaller max_completion_tokens.`;
  return { code: 'request_too_large', detail, evidence: { limit, limit_unit: unit } };
}

/** What a person's question costs is chosen with the model, by whoever has set that. */
function isChosen({ unit, limit }: { unit: 'tokens' | 'micro_usd'; limit: number }, leastTokens?: number) {
  return leastTokens === undefined || (unit === 'tokens' && leastTokens <= limit);
}

const SPANS: Record<GuardScope, string> = {
  minute: 'a minute of this API key',
  month: 'a month of this API key',
  user: 'a day of its sender',
  member: 'a day of these roles',
  guild: 'a day of this server',
  all: 'a day of the service',
};
