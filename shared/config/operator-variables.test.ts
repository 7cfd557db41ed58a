import { describe, expect, it } from 'vitest';
import { readOperatorValues, withOperatorValues } from './operator-variables.ts';
import { joinVariable, splitVariable } from './split-variable.ts';

describe('what operators have set', () => {
  it('takes the place of a variable, and leaves the others', () => {
    expect(withOperatorValues({ LLM_CALLS_PER_MIN: '20', X: 'y' }, { LLM_CALLS_PER_MIN: '5' })).toEqual({
      LLM_CALLS_PER_MIN: '5',
      X: 'y',
    });
  });

  it('takes the place of a whole catalogue that goes on in further variables', () => {
    const env = splitVariable('LIBRA_CATALOGUE', { text: 'x'.repeat(12_000) });
    expect(Object.keys(env)).toHaveLength(3);
    expect(joinVariable('LIBRA_CATALOGUE', withOperatorValues(env, { LIBRA_CATALOGUE: '{}' }))).toBe('{}');
  });

  it('is read without secrets, and without what is no text', () => {
    expect(
      readOperatorValues({
        WORKER_SHARED_SECRET: 'x',
        DATABASE_URL: 'x',
        MEMORY_TOKENS: 5,
        RETENTION_DAYS: '9',
      }),
    ).toEqual({ RETENTION_DAYS: '9' });
    expect(readOperatorValues(null)).toEqual({});
  });
});
