import { expect, it } from 'vitest';
import { readCostLimits } from './cost-limits.ts';
import { createVariableReader, VariablesError } from './variables.ts';

it('has a limit of each kind where nothing is set', () => {
  expect(readCostLimits(createVariableReader({}))).toEqual({
    userCallsPerMin: 20,
    guildCallsPerMin: 100,
    budgets: {
      user: { tokens: 300_000, microUsd: 500_000 },
      guild: { tokens: 3_000_000, microUsd: 5_000_000 },
      everyone: { tokens: 30_000_000, microUsd: 50_000_000 },
    },
  });
});

it('takes 0 for no budget, but for no limit of calls', () => {
  const variables = createVariableReader({ LLM_USER_TOKENS_PER_DAY: '0', LLM_CALLS_PER_MIN: '0' });
  expect(readCostLimits(variables).budgets.user.tokens).toBe(0);
  expect(() => variables.finish()).toThrow(VariablesError);
});
