import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toStorableJson } from '../store/storable-text.ts';
import { fromMessageRow, type TurnMessage, toMessageRow } from './message-row.ts';

const text = fc.record({ type: fc.constant('text' as const), text: fc.string() });
const image = fc.record({
  type: fc.constant('image_url' as const),
  image_url: fc.record({ url: fc.webUrl() }),
});
const call = fc.record({
  id: fc.string(),
  type: fc.constant('function' as const),
  function: fc.record({ name: fc.string(), arguments: fc.json() }),
});
const calls = fc.array(call, { minLength: 1, maxLength: 3 });

const message: fc.Arbitrary<TurnMessage> = fc.oneof(
  fc.record({
    role: fc.constant('user' as const),
    content: fc.oneof(fc.string(), fc.array(fc.oneof(text, image))),
  }),
  fc.record({ role: fc.constant('assistant' as const), content: fc.oneof(fc.string(), fc.array(text)) }),
  fc.record({
    role: fc.constant('assistant' as const),
    content: fc.constantFrom(null, 'Let me see.'),
    tool_calls: calls,
  }),
  fc.record({ role: fc.constant('tool' as const), tool_call_id: fc.string(), content: fc.string() }),
);

describe('a message’s row', () => {
  it('gives the message back, for any message of a turn', () => {
    fc.assert(
      fc.property(message, (each) => {
        expect(fromMessageRow(toMessageRow(each))).toEqual(each);
      }),
    );
  });

  it('holds the text of parts beside them', () => {
    const parts = [
      { type: 'text' as const, text: 'What is ' },
      { type: 'image_url' as const, image_url: { url: 'https://example.com/a.png' } },
      { type: 'text' as const, text: 'this?' },
    ];
    expect(toMessageRow({ role: 'user', content: parts })).toMatchObject({ content: 'What is this?', parts });
  });

  it('becomes JSON that Postgres takes, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (each) => {
        const json = toStorableJson({ content: `\0${each}\ud800` });
        expect(json).not.toMatch(/(^|[^\\])(\\\\)*\\u0000/);
        expect(json.isWellFormed()).toBe(true);
        expect(JSON.parse(json).content.startsWith('\uFFFD')).toBe(true);
      }),
    );
  });
});
