import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readImageSize } from './image-size.ts';

const bytes = (...parts: (string | number[])[]) =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : part)),
  );
const zeros = (count: number): number[] => Array(count).fill(0);

const PNG = bytes('\x89PNG\r\n\x1a\n', [0, 0, 0, 13], 'IHDR', [0, 0, 2, 128, 0, 0, 1, 224]);
const GIF = bytes('GIF89a', [64, 1, 200, 0]);
const WEBP_LOSSY = bytes('RIFF', zeros(4), 'WEBPVP8 ', zeros(4), [0, 0, 0, 0x9d, 1, 0x2a], [128, 2, 224, 1]);
// 639 in the low 14 bits, 479 in the next 14.
const WEBP_LOSSLESS = bytes('RIFF', zeros(4), 'WEBPVP8L', zeros(4), [0x2f, 0x7f, 0xc2, 0x77, 0], zeros(8));
const WEBP_EXTENDED = bytes('RIFF', zeros(4), 'WEBPVP8X', zeros(8), [0x7f, 2, 0, 0xdf, 1, 0]);
const JPEG = bytes(
  [0xff, 0xd8],
  // A comment, a Huffman table (C4 is no frame), a fill byte, then the frame header.
  [0xff, 0xfe, 0, 4, 1, 2],
  [0xff, 0xc4, 0, 3, 9],
  [0xff, 0xff, 0xc2, 0, 17, 8, 1, 224, 2, 128, 3],
  zeros(10),
);
const IMAGES = { PNG, WEBP_LOSSY, WEBP_LOSSLESS, WEBP_EXTENDED, JPEG };

it.each(Object.entries(IMAGES))('reads the size of %s', (_, image) => {
  expect(readImageSize(image)).toEqual({ width: 640, height: 480 });
});

it('reads the size of a GIF', () => {
  expect(readImageSize(GIF)).toEqual({ width: 320, height: 200 });
});

it('knows nothing of text, of cut headers, of a scan without frame, and of empty pictures', () => {
  const cut = Object.values({ ...IMAGES, GIF }).map((image) => image.subarray(0, 9));
  const scan = bytes([0xff, 0xd8, 0xff, 0xda, 0, 2], zeros(20));
  const empty = bytes('\x89PNG\r\n\x1a\n', [0, 0, 0, 13], 'IHDR', zeros(8));
  for (const other of [bytes('hello, this is text and no picture'), ...cut, scan, empty, bytes()]) {
    expect(readImageSize(other)).toBeNull();
  }
});

it('gives a verdict on any bytes, also behind a genuine beginning', () => {
  const beginnings = fc.constantFrom(...Object.values(IMAGES), GIF, bytes());
  fc.assert(
    fc.property(beginnings, fc.nat(40), fc.uint8Array({ maxLength: 64 }), (image, keep, rest) => {
      const size = readImageSize(Uint8Array.from([...image.subarray(0, keep), ...rest]));
      expect(size === null || (size.width > 0 && size.height > 0)).toBe(true);
    }),
  );
});
