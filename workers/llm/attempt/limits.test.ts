import { describe, expect, it } from 'vitest';
import { limitsOf } from './limits.ts';

const config = {
  firstTokenTimeoutMs: 20_000,
  idleTimeoutMs: 10_000,
  reasoning: { models: ['o1*', '*deepseek-r1*', 'a.b'], firstTokenTimeoutMs: 90_000 },
};

describe('the time limits of a model', () => {
  it.each([
    ['gpt-4o-mini', 20_000],
    ['o1', 90_000],
    ['o1-mini', 90_000],
    ['deepseek/DeepSeek-R1:free', 90_000],
    ['a.b', 90_000],
    ['axb', 20_000],
    ['not-o1', 20_000],
  ])('%s has %i ms up to its first token', (model, firstTokenMs) => {
    expect(limitsOf({ upstream: model }, config)).toEqual({ firstTokenMs, idleMs: 10_000 });
  });

  it('are what the catalogue says, or come from its ability to think', () => {
    expect(limitsOf({ upstream: 'o1', firstTokenMs: 5_000 }, config).firstTokenMs).toBe(5_000);
    expect(limitsOf({ upstream: 'my-own', abilities: ['reasoning'] }, config).firstTokenMs).toBe(90_000);
  });

  it('never has less time because it thinks', () => {
    const hasty = { ...config, reasoning: { ...config.reasoning, firstTokenTimeoutMs: 1_000 } };
    expect(limitsOf({ upstream: 'o1' }, hasty).firstTokenMs).toBe(20_000);
  });
});
