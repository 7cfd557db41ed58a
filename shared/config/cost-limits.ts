import type { CostLimits } from '../contract/cost-limits.ts';
import type { VariableReader } from './variables.ts';

/** The limits on model calls: the same variables and defaults in every Worker that knows of them. */
export function readCostLimits(variables: VariableReader): CostLimits {
  const perMin = (name: string, fallback: number) =>
    variables.integer(name, { min: 1, max: 100_000, fallback });
  const perDay = (name: string, fallback: number) =>
    variables.integer(name, { min: 0, max: 1_000_000_000_000, fallback });
  return {
    userCallsPerMin: perMin('LLM_CALLS_PER_MIN', 20),
    guildCallsPerMin: perMin('LLM_GUILD_CALLS_PER_MIN', 100),
    budgets: {
      user: {
        tokens: perDay('LLM_USER_TOKENS_PER_DAY', 300_000),
        microUsd: perDay('LLM_USER_MICRO_USD_PER_DAY', 500_000),
      },
      guild: {
        tokens: perDay('LLM_GUILD_TOKENS_PER_DAY', 3_000_000),
        microUsd: perDay('LLM_GUILD_MICRO_USD_PER_DAY', 5_000_000),
      },
      everyone: {
        tokens: perDay('LLM_TOKENS_PER_DAY', 30_000_000),
        microUsd: perDay('LLM_MICRO_USD_PER_DAY', 50_000_000),
      },
    },
  };
}
