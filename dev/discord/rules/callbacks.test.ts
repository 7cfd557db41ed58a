import { describe, expect, it } from 'vitest';
import { parseCallback } from './callbacks.ts';
import { firstFault } from './form.ts';

describe('a response to a command', () => {
  it.each<[string, unknown, object]>([
    ['a deferral', { type: 5 }, { type: 5, ephemeral: false }],
    ['an ephemeral deferral', { type: 5, data: { flags: 64 } }, { type: 5, ephemeral: true }],
    ['a message', { type: 4, data: { content: 'hi' } }, { type: 4, draft: { content: 'hi' } }],
  ])('may be %s', (_, body, callback) => {
    expect(parseCallback(body, 2)).toMatchObject({ ok: true, callback });
  });

  it.each<[string, unknown, string]>([
    ['nothing', undefined, ': Only dictionaries may be used in a DictType.'],
    ['an object without type', {}, 'type: This field is required.'],
    ['PONG', { type: 1 }, 'type: Value must be one of {4, 5, 9}.'],
    [
      'an update of a message that is not there',
      { type: 7, data: { content: 'x' } },
      'type: Value must be one of {4, 5, 9}.',
    ],
    [
      'a deferral with another flag',
      { type: 5, data: { flags: 64 | 4 } },
      'data.flags: A deferred response takes only the EPHEMERAL flag.',
    ],
    [
      'a message that is too long',
      { type: 4, data: { content: 'x'.repeat(2001) } },
      'data.content: Must be 2000 or fewer in length.',
    ],
  ])('may not be %s', (_, body, fault) => {
    const verdict = parseCallback(body, 2);
    expect(verdict.ok ? null : firstFault(verdict.errors)).toBe(fault.replace(/^: /, ''));
  });
});

it('lets a component update its message, at once or later', () => {
  expect(parseCallback({ type: 6 }, 3)).toEqual({ ok: true, callback: { type: 6 } });
  expect(parseCallback({ type: 7, data: { components: [] } }, 3)).toMatchObject({
    ok: true,
    callback: { type: 7, draft: { components: [], content: undefined } },
  });
});
