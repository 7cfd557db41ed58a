import { describe, expect, it } from 'vitest';
import { findCostMicroUsd, isPricedModel } from './prices.ts';

const OPENAI = 'api.openai.com';

describe('prices', () => {
  it('charges the published price, rounded up to a micro-dollar', () => {
    const million = { promptTokens: 1_000_000, completionTokens: 1_000_000 };
    expect(findCostMicroUsd('gpt-4o-mini', OPENAI, million)).toBe(750_000);
    expect(findCostMicroUsd('gpt-4o-mini', null, { promptTokens: 1, completionTokens: 0 })).toBe(1);
  });

  it.each([
    ['gpt-4o-mini', 75_000],
    ['gpt-4o', 1_250_000],
    ['gpt-4.1', 500_000],
    ['gpt-4.1-mini', 100_000],
    ['gpt-4.1-nano', 25_000],
    ['gpt-5', 125_000],
    ['gpt-5-mini', 25_000],
    ['gpt-5-nano', 5_000],
  ])('charges a cached prompt of %s its own price', (model, microUsd) => {
    const cached = { promptTokens: 1_000_000, cachedTokens: 1_000_000, completionTokens: 0 };
    expect(findCostMicroUsd(model, OPENAI, cached)).toBe(microUsd);
  });

  it('takes no more of a prompt for cached than there is', () => {
    const usage = { promptTokens: 1_000_000, cachedTokens: 9_000_000, completionTokens: 0 };
    expect(findCostMicroUsd('gpt-4o-mini', OPENAI, usage)).toBe(75_000);
  });

  it('knows a model by its dated name', () => {
    const usage = { promptTokens: 1000, completionTokens: 1000 };
    expect(findCostMicroUsd('gpt-4o-mini-2024-07-18', OPENAI, usage)).toBe(
      findCostMicroUsd('gpt-4o-mini', OPENAI, usage),
    );
    expect(isPricedModel('gpt-4o-mini-2024-07-18')).toBe(true);
  });

  it('holds an unknown model of OpenAI to be as dear as the dearest', () => {
    const usage = { promptTokens: 1000, completionTokens: 1000 };
    expect(isPricedModel('constructor')).toBe(false);
    for (const provider of [OPENAI, 'eu.api.openai.com', 'api.openai.com/v1']) {
      expect(findCostMicroUsd('gpt-9', provider, usage)).toBe(findCostMicroUsd('gpt-4o', provider, usage));
    }
  });

  it.each([null, '127.0.0.1:8080', 'llm.example.com', 'openai.com.example.com', 'notopenai.com'])(
    'makes up no price for an unknown model at %s',
    (provider) => {
      expect(findCostMicroUsd('my-own-model', provider, { promptTokens: 9, completionTokens: 9 })).toBeNull();
    },
  );
});
