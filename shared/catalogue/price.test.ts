import { describe, expect, it } from 'vitest';
import { isOpenAiHost, openAiModel } from './openai.ts';
import { costMicroUsd, onTerms, type Price } from './price.ts';

const million = { promptTokens: 1_000_000, completionTokens: 1_000_000 };
const costAtOpenAi = (name: string, usage: Parameters<typeof costMicroUsd>[1]) =>
  costMicroUsd(openAiModel(name, 'api.openai.com').price as Price, usage);

describe('what a call costs', () => {
  it('is the price, rounded up to a micro-dollar', () => {
    expect(costAtOpenAi('gpt-4o-mini', million)).toBe(750_000);
    expect(costAtOpenAi('gpt-4o-mini', { promptTokens: 1, completionTokens: 0 })).toBe(1);
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
  ])('of a cached prompt of %s has its own price', (name, microUsd) => {
    expect(costAtOpenAi(name, { promptTokens: 1e6, cachedTokens: 1e6, completionTokens: 0 })).toBe(microUsd);
  });

  it('takes no more of a prompt for cached than there is', () => {
    expect(costAtOpenAi('gpt-4o-mini', { promptTokens: 1e6, cachedTokens: 9e6, completionTokens: 0 })).toBe(
      75_000,
    );
  });

  it('is twice as much in the tier that costs more, and a search has its fee beside it', () => {
    const price = openAiModel('gpt-4o-mini', 'api.openai.com').price as Price;
    const costOn = (terms: Parameters<typeof onTerms>[1]) =>
      costMicroUsd(onTerms(price, terms) as Price, million);
    expect(costOn({ service_tier: 'priority' })).toBe(1_500_000);
    for (const tier of ['default', 'flex', undefined]) expect(costOn({ service_tier: tier })).toBe(750_000);
    expect(costOn({ web_search_options: {} })).toBe(800_000);
    expect(costOn({ service_tier: 'priority', web_search_options: {} })).toBe(1_550_000);
    expect(onTerms(undefined, { service_tier: 'priority' })).toBeUndefined();
  });

  it('adds each part at its own price', () => {
    const price: Price = {
      date: '2026-11-01',
      prompt: 1e6,
      cached: 0.1e6,
      cacheWrite: 1.25e6,
      completion: 4e6,
      reasoning: 5e6,
      image: 2e6,
      audio: 10e6,
      minute: 6_000,
    };
    const usage = {
      promptTokens: 10,
      cachedTokens: 1,
      cacheWriteTokens: 2,
      imageTokens: 3,
      audioTokens: 1,
      completionTokens: 5,
      reasoningTokens: 2,
      minutes: 0.5,
    };
    expect(costMicroUsd(price, usage)).toBe(Math.ceil(0.1 + 2.5 + 6 + 10 + 3 + 12 + 10 + 3_000));
  });

  it('is known by a dated name, and of an unknown model of OpenAI is the dearest', () => {
    expect(costAtOpenAi('gpt-4o-mini-2024-07-18', million)).toBe(750_000);
    expect(costAtOpenAi('gpt-9', million)).toBe(costAtOpenAi('gpt-4o', million));
    expect(costAtOpenAi('constructor', million)).toBe(costAtOpenAi('gpt-4o', million));
  });

  it.each([
    ['api.openai.com', true],
    ['eu.api.openai.com', true],
    ['127.0.0.1:8080', false],
    ['openai.com.example.com', false],
    ['notopenai.com', false],
  ])('%s is OpenAI’s own host: %s', (host, expected) => {
    expect(isOpenAiHost(host)).toBe(expected);
  });
});
