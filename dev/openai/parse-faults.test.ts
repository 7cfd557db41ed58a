import { describe, expect, it } from 'vitest';
import { parseFaults } from './parse-faults.ts';

describe('parseFaults', () => {
  it('takes one set or a list', () => {
    expect(parseFaults({ stall: { afterTokens: 2, count: 1, model: 'm' } }).ok).toBe(true);
    const when = { has: ['stream_options'], is: { 'messages.0.role': 'developer' }, promptTokensOver: 9 };
    expect(parseFaults({ refuse: { when } }).ok).toBe(true);
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
    [{ refuse: { when: {} } }, 'an object of has, is, promptTokensOver'],
    [{ refuse: { when: { hass: ['user'] } } }, 'not hass'],
    [{ refuse: { when: { has: 'user' } } }, 'refuse.when.has must be a list of paths'],
    [{ refuse: { when: { has: ['messages..role'] } } }, 'must be a list of paths'],
    [{ refuse: { when: { has: [] } } }, 'must be a list of paths'],
    [{ refuse: { when: { is: { tools: [] } } } }, 'must give plain values by path'],
    [{ refuse: { when: { promptTokensOver: '9' } } }, 'promptTokensOver must be a number'],
    [{ toString: {} }, 'there is no fault toString'],
  ])('refuses %j', (value, why) => {
    expect(parseFaults(value)).toEqual({ ok: false, why: expect.stringContaining(why) });
  });
});
