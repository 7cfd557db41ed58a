/** What the vectors of one answer's searches have cost: charged with the answer, in its one settlement. Pure. */
import type { GuardSession } from '../limits/cost-guard.ts';
import type { Charge } from '../limits/guard-store.ts';

export interface SearchAccount {
  /** The same search, counted. */
  count<Result extends { charge: Charge }>(search: Promise<Result>): Promise<Result>;
  /** The same guard, whose settlement has this besides; also that of a request that needs no call. */
  charging(guard: GuardSession): GuardSession;
}

export function createSearchAccount(): SearchAccount {
  let spent: Charge = { tokens: 0, microUsd: 0 };
  return {
    async count(search) {
      const result = await search;
      const { tokens, microUsd } = result.charge;
      spent = { tokens: spent.tokens + tokens, microUsd: spent.microUsd + microUsd };
      return result;
    },
    charging: (guard) => {
      const settle: GuardSession['settle'] = (settlement) =>
        guard.settle({
          ...settlement,
          tokens: settlement.tokens + spent.tokens,
          microUsd: settlement.microUsd + spent.microUsd,
        });
      return {
        ...guard,
        settle,
        giveBack: () =>
          spent.tokens === 0
            ? guard.giveBack()
            : settle({ tokens: 0, microUsd: 0, answer: null, share: false, giveBack: true }),
      };
    },
  };
}
