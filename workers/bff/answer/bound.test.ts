import { describe, expect, it } from 'vitest';
import { boundCall } from './bound.ts';

const tools = [{ type: 'function', function: { name: 'f', parameters: { type: 'object' } } }];

describe('what a call can use beside its messages', () => {
  it('is the limit of the answer alone when nothing else was asked for', () => {
    expect(boundCall({}, { tokens: 100 })).toEqual({ fieldTokens: 0, completionTokens: 100 });
  });

  it('counts every choice, and a prediction that may not come true', () => {
    const prediction = { type: 'content', content: [{ type: 'text', text: 'x'.repeat(50) }] };
    expect(boundCall({ n: 4 }, { tokens: 100 }).completionTokens).toBe(400);
    expect(boundCall({ prediction }, { tokens: 100 }).completionTokens).toBeGreaterThanOrEqual(150);
  });

  it('counts the bytes of tools and of the answer’s schema', () => {
    const bytes = JSON.stringify(tools).length;
    expect(boundCall({ tools }, { tokens: 1 }).fieldTokens).toBeGreaterThan(bytes);
    const response_format = {
      type: 'json_schema',
      json_schema: { name: 'x', schema: { a: '가'.repeat(1_000) } },
    };
    expect(boundCall({ response_format }, { tokens: 1 }).fieldTokens).toBeGreaterThan(3_000);
  });
});
