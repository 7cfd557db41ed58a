import { describe, expect, it } from 'vitest';
import { parseFaults } from './parse-faults.ts';

describe('parseFaults', () => {
  it('takes one set or a list', () => {
    expect(parseFaults({ stall: { afterTokens: 2, count: 1, model: 'm' } }).ok).toBe(true);
    expect(parseFaults([{ closeMidFrame: { clean: true } }, {}]).ok).toBe(true);
  });

  it.each([
    [undefined, 'object'],
    [{ stal: {} }, 'there is no fault stal'],
    [{ stall: true }, 'must be an object'],
    [{ stall: { tokens: 1 } }, 'not tokens'],
    [{ stall: { afterTokens: '1' } }, 'must be a number'],
    [{ status: {} }, 'from 400 to 599'],
    [{ status: { status: 200 } }, 'from 400 to 599'],
    [{ delay: {} }, 'needs ms'],
    [{ slowTokens: {} }, 'needs ms'],
    [{ toString: {} }, 'there is no fault toString'],
  ])('refuses %j', (value, why) => {
    expect(parseFaults(value)).toEqual({ ok: false, why: expect.stringContaining(why) });
  });
});
