import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFrame } from './chunk.ts';
import { createFrameParser } from './frame-parser.ts';

describe('a frame parser', () => {
  it('gives what parsing each frame whole gives, whatever the stream', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(frame, brokenFrame), { maxLength: 12 }), (frames) => {
        const parse = createFrameParser();
        for (const data of frames) expect(parse(data)).toEqual(parseFrame(data));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['a quotation mark that ends the text early', 'a","role":"tool'],
    ['an escaped quotation mark', String.raw`a\"b`],
    ['an escape that is cut', String.raw`a\u00e`],
    ['a backslash before the end', 'a\\'],
    ['a raw line break', 'a\nb'],
    ['another hole', 'a"},"finish_reason":null},{"index":1,"delta":{"content":"b'],
  ])('parses whole a text with %s', (_name, inside) => {
    const parse = createFrameParser();
    for (const text of ['Seoul', inside, 'Busan']) {
      const data = `{"id":"1","choices":[{"index":0,"delta":{"content":"${text}"},"finish_reason":null}]}`;
      expect(parse(data)).toEqual(parseFrame(data));
    }
  });

  it('parses whole a frame whose padding is no string', () => {
    const parse = createFrameParser();
    const end = '"},"finish_reason":null}],"obfuscation":"';
    for (const padding of ['ab', 'abc', 'a","usage":{"prompt_tokens":1,"completion_tokens":1},"x":"b']) {
      const data = `{"choices":[{"index":0,"delta":{"content":"x${end}${padding}"}`;
      expect(parse(data)).toEqual(parseFrame(data));
    }
  });

  it('never gives two frames the same object', () => {
    const parse = createFrameParser();
    const data = '{"choices":[{"index":0,"delta":{"content":"a"}}]}';
    const [first, second] = [parse(data), parse(data)];
    expect(first).toEqual(second);
    expect(first).not.toBe(second);
  });
});

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('"', '\\', '\\"', '"content":"', '","obfuscation":"', '\u0000', '\ud800', '{}', '</think>'),
);

/** As providers write it: the same but for its text, with now and then another form. */
const frame = fc
  .record({
    delta: fc.oneof(
      { arbitrary: fc.record({ content: text }), weight: 6 },
      fc.record({ role: fc.constant('assistant'), content: text }),
      fc.record({ reasoning_content: text }),
      fc.record({ content: fc.constant(null), refusal: text }),
      fc.record({ content: fc.array(fc.record({ type: fc.constant('text'), text }), { maxLength: 2 }) }),
    ),
    finish: fc.constantFrom(null, null, null, 'stop', ''),
    created: fc.constantFrom(1, 1, 1, 2),
    choices: fc.constantFrom(1, 1, 1, 1, 0, 2),
    padding: fc.option(fc.string(), { nil: undefined }),
    usage: fc.option(fc.constant({ prompt_tokens: 1, completion_tokens: 2 }), { nil: undefined, freq: 6 }),
    space: fc.constantFrom(undefined, undefined, 1),
    message: fc.option(fc.record({ content: text }), { nil: undefined, freq: 6 }),
  })
  .map(({ delta, finish, created, choices, padding, usage, space, message }) =>
    JSON.stringify(
      {
        id: 'chatcmpl-1',
        created,
        ...(message === undefined ? {} : { message }),
        choices: Array.from({ length: choices }, (_, index) => ({ index, delta, finish_reason: finish })),
        ...(usage === undefined ? {} : { usage }),
        ...(padding === undefined ? {} : { obfuscation: padding }),
      },
      null,
      space,
    ),
  );

const brokenFrame = fc.oneof(
  fc.constantFrom('[DONE]', '', '{}', '{"error":{"message":"no"}}', '{"choices":null}', '"content":"a"'),
  fc.tuple(frame, fc.nat({ max: 400 })).map(([data, cut]) => data.slice(0, cut)),
  fc
    .tuple(frame, fc.nat({ max: 400 }), fc.constantFrom('"', '\\', '}', ',', '\n'))
    .map(([data, at, what]) => data.slice(0, at) + what + data.slice(at)),
);
