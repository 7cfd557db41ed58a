/** What a server has set of the limits in it, within the operator's. Pure. */
import type { Budget } from '../contract/cost-limits.ts';
import type { EffectiveSettings } from './effective.ts';

export interface ServerLimits {
  /** Of the member, in a minute. */
  callsPerMin: number;
  /** What the server allows this member's roles in a day; absent: no bound of its own. */
  member?: Budget;
  guild: Budget;
}

/** In the server's own budget the operator's bound is already taken into account; in the calls it is here. */
export function serverLimits(
  {
    memberLimit,
    dailyTokens,
    dailyMicroUsd,
  }: Pick<EffectiveSettings, 'memberLimit' | 'dailyTokens' | 'dailyMicroUsd'>,
  operatorsCallsPerMin: number,
): ServerLimits {
  const { callsPerMin = operatorsCallsPerMin, tokensPerDay = 0, microUsdPerDay = 0 } = memberLimit;
  return {
    callsPerMin: Math.min(operatorsCallsPerMin, callsPerMin),
    guild: { tokens: dailyTokens, microUsd: dailyMicroUsd },
    ...(tokensPerDay + microUsdPerDay === 0
      ? {}
      : { member: { tokens: tokensPerDay, microUsd: microUsdPerDay } }),
  };
}
