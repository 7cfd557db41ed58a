import { describe, expect, it } from 'vitest';
import { parseUsage } from './usage.ts';

describe('parseUsage', () => {
  it('gives two counts and their sum', () => {
    expect(parseUsage({ prompt_tokens: 2, completion_tokens: 3 })).toEqual({
      prompt_tokens: 2,
      completion_tokens: 3,
      total_tokens: 5,
    });
  });

  it('counts what only the total tells of as completion', () => {
    expect(parseUsage({ prompt_tokens: 20, completion_tokens: 10, total_tokens: 5030 })).toEqual({
      prompt_tokens: 20,
      completion_tokens: 5010,
      total_tokens: 5030,
    });
  });

  it.each([99_999_999, 1_500_000, -1, '99', 40.5, null])('does not believe a total of %j', (total) => {
    const usage = { prompt_tokens: 20, completion_tokens: 10, total_tokens: total };
    expect(parseUsage(usage)).toEqual({ prompt_tokens: 20, completion_tokens: 10, total_tokens: 30 });
  });

  it('keeps the details that have a price of their own', () => {
    const usage = parseUsage({
      prompt_tokens: 20,
      completion_tokens: 10,
      total_tokens: 30,
      prompt_tokens_details: { cached_tokens: 8, audio_tokens: 'no', cache_write_tokens: 2, image_tokens: 5 },
      completion_tokens_details: { reasoning_tokens: 4, other: 1 },
    });
    expect(usage).toMatchObject({
      prompt_tokens_details: { cached_tokens: 8, cache_write_tokens: 2, image_tokens: 5 },
      completion_tokens_details: { reasoning_tokens: 4 },
    });
  });

  it.each([
    null,
    {},
    [],
    'many',
    { prompt_tokens: -1, completion_tokens: 3 },
    { prompt_tokens: '2', completion_tokens: 3 },
    { prompt_tokens: 1.5, completion_tokens: 3 },
    { prompt_tokens: 2 },
    { prompt_tokens: 1e12, completion_tokens: 3 },
    { prompt_tokens: 20, completion_tokens: 99_999_999 },
    { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
  ])('takes %j for no count', (value) => {
    expect(parseUsage(value)).toBeUndefined();
  });
});
