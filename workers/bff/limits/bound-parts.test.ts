import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChatMessage } from '../../../shared/chat/messages.ts';
import { boundPromptTokens } from './bound.ts';
import { boundImageTokens, boundPartTokens } from './bound-parts.ts';
import { readImageSize } from './image-size.ts';

const toUrl = (type: string, bytes: number[]) =>
  `data:image/${type};base64,${Buffer.from([...bytes, ...Array(40).fill(0)]).toString('base64')}`;
const be = (value: number, bytes: number) =>
  Array.from({ length: bytes }, (_, at) => (value >>> (8 * (bytes - 1 - at))) & 255);
const le = (value: number, bytes: number) => be(value, bytes).reverse();
const ascii = (text: string) => [...Buffer.from(text)];

const png = (width: number, height: number) =>
  toUrl('png', [
    0x89,
    ...ascii('PNG\r\n\x1a\n'),
    ...be(13, 4),
    ...ascii('IHDR'),
    ...be(width, 4),
    ...be(height, 4),
  ]);
const webp = (width: number, height: number) =>
  toUrl('webp', [
    ...ascii('RIFF'),
    0,
    0,
    0,
    0,
    ...ascii('WEBPVP8X'),
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    ...le(width - 1, 3),
    ...le(height - 1, 3),
  ]);
const jpeg = (width: number, height: number) =>
  toUrl('jpeg', [
    0xff,
    0xd8,
    0xff,
    0xe0,
    ...be(16, 2),
    ...Array(14).fill(0),
    0xff,
    0xc0,
    ...be(17, 2),
    8,
    ...be(height, 2),
    ...be(width, 2),
  ]);

const one = (bytes: number) => [...be(1, bytes), ...be(1, bytes)];
/** One that says a pixel, where a reader may look for it. */
const frame = [0xff, 0xc0, ...be(17, 2), 8, ...one(2)];

const image = (url: string, detail?: 'low' | 'high') => ({
  type: 'image_url' as const,
  image_url: { url, ...(detail === undefined ? {} : { detail }) },
});

describe('the size of an image', () => {
  it.each([
    ['png', png],
    ['webp', webp],
    ['jpeg', jpeg],
  ])('is read from the head of a %s', (_, create) => {
    expect(readImageSize(create(1_024, 768))).toEqual({ width: 1_024, height: 768 });
  });

  it.each([
    // The first picture of one may be larger than what it calls its screen.
    ['a GIF', [...ascii('GIF89a'), ...le(1, 2), ...le(1, 2)]],
    [
      'a PNG that begins with a comment',
      [0x89, ...ascii('PNG\r\n\x1a\n'), ...be(8, 4), ...ascii('tEXt'), ...one(4)],
    ],
    // Each has no length, and may stand before any segment: what looks like one is part of the next.
    [
      'a JPEG with a byte that fills',
      [0xff, 0xd8, 0xff, 0xff, 0xe0, 0, ...Array(0xe000 - 2).fill(0), ...frame],
    ],
    ['a JPEG with a marker of restarts', [0xff, 0xd8, 0xff, 0xd0, 0, 2, ...frame]],
    ['a JPEG that begins twice', [0xff, 0xd8, 0xff, 0xd8, 0, 2, ...frame]],
  ])('is not believed of %s', (_, bytes) => {
    expect(readImageSize(toUrl('x', bytes))).toBeNull();
  });

  it('is not known of another URL, and no bytes make the reader throw', () => {
    expect(readImageSize('https://example.com/a.png')).toBeNull();
    fc.assert(
      fc.property(
        fc.constantFrom([], [0xff, 0xd8], [...ascii('RIFF'), 0, 0, 0, 0, ...ascii('WEBPVP8 ')]),
        fc.array(fc.nat(255), { maxLength: 200 }),
        (head, rest) => {
          const size = readImageSize(toUrl('x', [...head, ...rest]));
          return size === null || (size.width > 0 && size.height > 0);
        },
      ),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        readImageSize(`data:image/png;base64,${text}`);
      }),
    );
  });
});

describe('the bound of an image', () => {
  it.each([
    // As OpenAI publishes them.
    ['gpt-4o', image(png(1_024, 1_024)), 765],
    ['gpt-4o', image(png(2_048, 4_096)), 1_105],
    ['gpt-4o', image(png(4_096, 8_192), 'low'), 85],
    ['gpt-4.1-mini', image(png(1_024, 1_024)), 1_024 * 1.62],
    ['gpt-4o-mini', image(png(512, 512)), 8_500],
  ])('for %s is no less than what it costs', (model, part, tokens) => {
    expect(boundImageTokens(part, model)).toBeGreaterThanOrEqual(tokens);
    expect(boundImageTokens(part, model)).toBeLessThan(tokens * 2.4);
  });

  it('is the largest of its family where the size is not known, and of any where the family is not', () => {
    expect(boundImageTokens(image('https://example.com/a.png'), 'gpt-4o')).toBe(85 + 8 * 170);
    expect(boundImageTokens(image('https://example.com/a.png'), 'llava')).toBe(16_384);
  });
});

describe('the bound of a prompt', () => {
  it('counts images, recordings and files, and what they stand beside', () => {
    const said = (content: Extract<ChatMessage, { role: 'user' }>['content']) =>
      boundPromptTokens([{ role: 'user', content }], 'gpt-4o');
    const text = said([{ type: 'text', text: 'a' }]);
    expect(said([{ type: 'text', text: 'a' }, image('https://example.com/a', 'low')])).toBeGreaterThanOrEqual(
      text + 85,
    );
    const audio = { type: 'input_audio' as const, input_audio: { data: 'A'.repeat(40_000), format: 'mp3' } };
    expect(boundPartTokens(audio, 'gpt-4o-audio')).toBe(1_200);
    expect(boundPartTokens({ type: 'file', file: { file_id: 'f' } }, 'gpt-4o')).toBe(128_000);
    expect(boundPartTokens({ type: 'file', file: { file_data: 'A'.repeat(400) } }, 'gpt-4o')).toBe(300);
  });

  it('counts what a file is called, which the model is told', () => {
    const called = (filename: string) =>
      boundPromptTokens(
        [{ role: 'user', content: [{ type: 'file', file: { file_data: 'AAAA', filename } }] }],
        'gpt-4o',
      );
    expect(called('가'.repeat(10_000)) - called('')).toBe(30_000);
  });
});
