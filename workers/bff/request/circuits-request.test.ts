import { describe, expect, it } from 'vitest';
import { parseCircuitsRequest } from './circuits-request.ts';

describe('a request about circuits', () => {
  it('is a question, or an order with its target', () => {
    expect(parseCircuitsRequest({})).toEqual({ ok: true, value: {} });
    const order = { target: 'api.openai.com/gpt-4o-mini', force: 'open' };
    expect(parseCircuitsRequest(order)).toEqual({ ok: true, value: order });
  });

  it.each([
    [{ target: 'a/b' }, 'force'],
    [{ force: 'open' }, 'target'],
    [{ target: 'a/b', force: 'ajar' }, 'force'],
    [{ target: 'a/b', force: 'auto', more: 1 }, 'more'],
  ])('is not %j', (input, param) => {
    expect(parseCircuitsRequest(input)).toMatchObject({ ok: false, code: 'invalid_request', param });
  });
});
