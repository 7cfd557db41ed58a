import { expect, it } from 'vitest';
import { admittedHeaders, allowanceHeaders } from './allowance-headers.ts';

const calls = { limit: 20, remaining: 19, resetMs: 30_000 };

it('says what is left in OpenAI’s header names', () => {
  const headers = admittedHeaders({ calls, tokens: null } as never, 0);
  expect(headers).toEqual({
    'x-ratelimit-limit-requests': '20',
    'x-ratelimit-remaining-requests': '19',
    'x-ratelimit-reset-requests': '30s',
  });
});

it('says of an answer whose limits were decided without Redis that stricter ones bind', () => {
  expect(admittedHeaders(null, 0)).toEqual({ 'x-ratelimit-degraded': 'true' });
  // A refusal says it by its code.
  expect(allowanceHeaders(null, 0)).toEqual({});
});
