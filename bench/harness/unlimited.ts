/** Limits out of the way: in a bench one person asks a thousand times, under load fifty share one key. */
export const UNLIMITED = {
  LLM_CALLS_PER_MIN: '100000',
  LLM_GUILD_CALLS_PER_MIN: '100000',
  LLM_USER_TOKENS_PER_DAY: '0',
  LLM_GUILD_TOKENS_PER_DAY: '0',
  LLM_TOKENS_PER_DAY: '0',
  LLM_USER_MICRO_USD_PER_DAY: '0',
  LLM_GUILD_MICRO_USD_PER_DAY: '0',
  LLM_MICRO_USD_PER_DAY: '0',
};
