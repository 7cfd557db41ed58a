import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFaults } from './parse-faults.ts';

describe('parseFaults', () => {
  it('takes one set or a list', () => {
    expect(parseFaults({ stall: { afterTokens: 2, count: 1, model: 'm' } }).ok).toBe(true);
    const when = { has: ['stream_options'], is: { 'messages.0.role': 'developer' }, promptTokensOver: 9 };
    expect(parseFaults({ refuse: { when } }).ok).toBe(true);
    const body = { detail: [{ loc: ['body'], msg: 'Extra inputs are not permitted' }] };
    expect(parseFaults({ reject: { status: 422, body, headers: { 'Retry-After': '1' } } }).ok).toBe(true);
    const steps = [{ data: '[DONE]' }, { data: null }, { comment: '' }, { waitMs: 1 }, { raw: 'd' }];
    expect(parseFaults({ script: { steps: [...steps, { close: 'reset' }], contentType: null } }).ok).toBe(
      true,
    );
    expect(parseFaults({ usage: { value: null, everywhere: true }, ignoreBound: {}, loop: {} }).ok).toBe(
      true,
    );
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
    [{ reject: { body: '' } }, 'reject needs status'],
    [{ reject: { status: 199 } }, 'from 200 to 599'],
    [{ reject: { status: 400, headers: { 'a b': '1' } } }, 'reject.headers.a b is no HTTP header'],
    [{ reject: { status: 400, headers: { a: '1\r\nb: 2' } } }, 'reject.headers.a is no HTTP header'],
    [{ reject: { status: 400, headers: { a: 1 } } }, 'reject.headers.a must be a string'],
    [{ reject: { status: 400, contentType: 1 } }, 'must be a string, or null for none'],
    [{ reject: { status: 400, text: '' } }, 'not text'],
    [{ script: {} }, 'script needs steps'],
    [{ script: { steps: {} } }, 'script.steps must be a list'],
    [{ script: { steps: ['[DONE]'] } }, 'script.steps[0] must be an object with one of data, comment'],
    [{ script: { steps: [{}] } }, 'must be an object with one of'],
    [{ script: { steps: [{ dta: 1 }] } }, 'must be an object with one of'],
    [{ script: { steps: [{ data: 1, comment: 'x' }] } }, 'must be an object with one of'],
    [{ script: { steps: [{ waitMs: '5' }] } }, 'script.steps[0].waitMs must be a number'],
    [{ script: { steps: [{ raw: 5 }] } }, 'script.steps[0].raw must be a string'],
    [{ script: { steps: [{ close: 'now' }] } }, 'script.steps[0].close must be clean or reset'],
    [{ script: { steps: [{ close: 'clean' }, { data: 1 }] } }, 'script.steps[0] closes'],
    [{ usage: {} }, 'usage needs value'],
    [{ usage: { value: 0, everywhere: 1 } }, 'must be a boolean'],
    [{ loop: { text: '' } }, 'loop.text must be a string of 1 to'],
    [{ toString: {} }, 'there is no fault toString'],
  ])('refuses %j', (value, why) => {
    expect(parseFaults(value)).toEqual({ ok: false, why: expect.stringContaining(why) });
  });

  it('takes any JSON, and what it refuses has a reason', () => {
    const names = fc.constantFrom('reject', 'script', 'usage', 'loop', 'refuse', 'x');
    const options = fc.constantFrom('steps', 'status', 'when', 'value', 'text', 'headers', 'count', 'y');
    const fault = fc.oneof(fc.jsonValue(), fc.dictionary(options, fc.jsonValue()));
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.dictionary(names, fault)), (value) => {
        const parsed = parseFaults(value);
        if (!parsed.ok) expect(parsed.why).toMatch(/\w/);
      }),
    );
  });
});
