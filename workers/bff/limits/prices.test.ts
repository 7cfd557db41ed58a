import { describe, expect, it } from 'vitest';
import { costMicroUsd, isPricedModel } from './prices.ts';

describe('prices', () => {
  it('charges the published price, rounded up to a micro-dollar', () => {
    const million = { promptTokens: 1_000_000, completionTokens: 1_000_000 };
    expect(costMicroUsd('gpt-4o-mini', million)).toBe(750_000);
    expect(costMicroUsd('gpt-4o-mini', { promptTokens: 1, completionTokens: 0 })).toBe(1);
  });

  it('knows a model by its dated name', () => {
    const usage = { promptTokens: 1000, completionTokens: 1000 };
    expect(costMicroUsd('gpt-4o-mini-2024-07-18', usage)).toBe(costMicroUsd('gpt-4o-mini', usage));
    expect(isPricedModel('gpt-4o-mini-2024-07-18')).toBe(true);
  });

  it('holds an unknown model to be as dear as the dearest', () => {
    const usage = { promptTokens: 1000, completionTokens: 1000 };
    expect(isPricedModel('constructor')).toBe(false);
    expect(costMicroUsd('my-own-model', usage)).toBeGreaterThanOrEqual(costMicroUsd('gpt-4o', usage));
  });
});
