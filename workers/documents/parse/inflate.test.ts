import { constants, deflateRawSync, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inflate } from './inflate.ts';

const ALL = { enough: 1_000_000, keeps: true };
const levels = [0, 1, 6, 9];
const strategies = [
  constants.Z_DEFAULT_STRATEGY,
  constants.Z_FIXED,
  constants.Z_HUFFMAN_ONLY,
  constants.Z_RLE,
];

describe('what is packed', () => {
  it('comes out as it went in, whatever it is and however it was packed', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 5_000 }),
      fc
        .array(fc.constantFrom('연차', 'leave ', '0 0 1 rg\n', ' '), { maxLength: 3_000 })
        .map((all) => Buffer.from(all.join(''))),
    );
    fc.assert(
      fc.property(
        bytes,
        fc.constantFrom(...levels),
        fc.constantFrom(...strategies),
        (data, level, strategy) => {
          const packed = deflateSync(data, { level, strategy });
          const inflated = inflate(packed, 'deflate', ALL);
          expect(Buffer.from(inflated.bytes).equals(Buffer.from(data))).toBe(true);
          expect(inflated).toMatchObject({ size: data.byteLength, isBroken: false });
          expect(
            inflate(deflateRawSync(data, { level, strategy }), 'deflate-raw', { enough: 1_000_000 }),
          ).toMatchObject({
            ...{ size: data.byteLength, isBroken: false },
          });
        },
      ),
    );
  });

  it('is counted no further than is wanted', () => {
    const bomb = deflateSync(Buffer.alloc(100_000_000), { level: 9 });
    const { size, usedBytes } = inflate(bomb, 'deflate', { enough: 1_000_000 });
    expect(size).toBeGreaterThan(1_000_000);
    expect(size).toBeLessThan(1_100_000);
    expect(usedBytes).toBeLessThan(2_000);
  });

  it('and cut, or no such thing, ends and says so', () => {
    const packed = deflateSync(Buffer.from('연차 휴가는 한 해에 열다섯 날이다. '.repeat(50)));
    fc.assert(
      fc.property(fc.nat({ max: packed.byteLength - 6 }), (length) => {
        expect(inflate(packed.subarray(0, length), 'deflate', ALL).isBroken).toBe(true);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (data) => {
        expect(inflate(data, 'deflate-raw', ALL).size).toBeLessThan(1_000_300);
      }),
    );
  });
});
