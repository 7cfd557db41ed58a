import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSse } from './decode.ts';
import { encodeComment, encodeData, encodeEvent, SSE_HEADERS } from './encode.ts';

describe('encodeEvent', () => {
  it('writes the name before the data, which readers that know no names get all the same', async () => {
    expect(encodeEvent('error', '{}')).toBe('event: error\ndata: {}\n\n');
    const seen: string[] = [];
    for await (const data of decodeSse(new Blob([encodeEvent('a', '1\n2')]).stream())) seen.push(data);
    expect(seen).toEqual(['1\n2']);
  });
});

describe('encodeData', () => {
  it('writes one data line and the blank line that ends the frame', () => {
    expect(encodeData('{"a":1}')).toBe('data: {"a":1}\n\n');
    expect(encodeData('[DONE]')).toBe('data: [DONE]\n\n');
  });

  it('writes an empty text as a frame that readers still see', () => {
    expect(encodeData('')).toBe('data: \n\n');
  });

  it.each([
    ['LF', 'a\nb'],
    ['CR', 'a\rb'],
    ['CRLF', 'a\r\nb'],
  ])('keeps a raw %s from ending the frame early', (_name, text) => {
    expect(encodeData(text)).toBe('data: a\ndata: b\n\n');
  });

  it('keeps a text that looks like frames inside its own frame', () => {
    expect(encodeData('x\n\ndata: forged\n\n')).toBe(
      'data: x\ndata: \ndata: data: forged\ndata: \ndata: \n\n',
    );
  });

  it('is undone by decodeSse for any text, line breaks arriving as LF', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(text, { maxLength: 6 }), async (texts) => {
        const bytes = new TextEncoder().encode(texts.map(encodeData).join(''));
        const body = new Response(bytes).body as ReadableStream<Uint8Array>;
        const seen: string[] = [];
        for await (const data of decodeSse(body)) seen.push(data);
        expect(seen).toEqual(texts.map((each) => each.replace(/\r\n|\r/g, '\n')));
      }),
    );
  });
});

describe('encodeComment', () => {
  it('writes a comment that ends with a blank line', () => {
    expect(encodeComment('heartbeat')).toBe(': heartbeat\n\n');
  });

  it('lets no line of a comment become a field', () => {
    expect(encodeComment('a\ndata: forged')).toBe(': a\n: data: forged\n\n');
  });
});

describe('SSE_HEADERS', () => {
  it('forbids every proxy to buffer, transform or cache', () => {
    expect(SSE_HEADERS).toEqual({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    expect(Object.isFrozen(SSE_HEADERS)).toBe(true);
  });
});

/** Well-formed text (UTF-8 cannot carry a lone surrogate) rich in what the format treats specially. */
const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('\n', '\r', '\r\n', ':', ' ', 'data:', '\uFEFF', '\0', '한글', '👩🏽‍🚀'),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join('').toWellFormed());
