import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOggWriter, readOggPages } from './ogg.ts';
import { createOggOpusWriter, readOggOpus } from './ogg-opus.ts';

const packet = fc.uint8Array({ maxLength: 600 });

describe('Ogg pages', () => {
  it('are read back as they were written, whatever the packets are', () => {
    fc.assert(
      fc.property(fc.array(fc.array(packet, { maxLength: 20 }), { maxLength: 5 }), (pages) => {
        const writer = createOggWriter(7);
        const file = Buffer.concat(pages.map((packets, index) => writer.page(packets, index * 960)));
        const read = readOggPages(file);
        expect(read.map(({ packets }) => packets.map((bytes) => [...bytes]))).toEqual(
          pages.map((packets) => packets.map((bytes) => [...bytes])),
        );
        expect(read.map(({ granule }) => granule)).toEqual(pages.map((_, index) => index * 960));
      }),
    );
  });

  it('are those that another writer makes, checksum and all', () => {
    // The first page of a Vorbis file by libogg.
    const page = Buffer.from(
      '4f676753000200000000000000000700000000000000b0efb961011e01766f726269730000000001c05d0000000000001e9d000000000000a901',
      'hex',
    );
    expect(createOggWriter(7).page([page.subarray(28)], 0)).toEqual(page);
  });

  it('join a packet that goes on on the next page', () => {
    const writer = createOggWriter(1);
    const first = writer.page([new Uint8Array(255).fill(1)], -1);
    // Its closing segment of 0 bytes is taken away, so that the packet is open.
    const open = Buffer.concat([
      first.subarray(0, 26),
      Buffer.of(1),
      first.subarray(27, 28),
      first.subarray(29),
    ]);
    const second = writer.page([Uint8Array.of(2)], 960);
    second.writeUInt8(1, 5);
    const [begun, ended] = readOggPages(Buffer.concat([open, second]));
    expect(begun?.packets).toEqual([]);
    expect(ended?.packets).toEqual([Buffer.concat([Buffer.alloc(255, 1), Buffer.of(2)])]);
  });

  it('are read without a throw from any bytes', () => {
    const page = createOggWriter(1).page([Uint8Array.of(1, 2, 3)], 1);
    fc.assert(
      fc.property(fc.uint8Array(), fc.nat(page.length), (noise, at) => {
        expect(() => readOggOpus(Buffer.concat([page.subarray(0, at), noise]))).not.toThrow();
      }),
    );
  });
});

describe('Ogg Opus', () => {
  it('brings packets and length through, in however many pushes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.uint8Array({ minLength: 1, maxLength: 200 }), { maxLength: 120 }), {
          maxLength: 4,
        }),
        (pushes) => {
          const packets = pushes.flat();
          const writer = createOggOpusWriter({
            serial: 1,
            preSkip: 312,
            packetSamples: 960,
            inputRate: 24_000,
          });
          const length = packets.length * 960;
          const file = Buffer.concat([
            writer.head(),
            ...pushes.map((push) => writer.push(push)),
            writer.end(length),
          ]);
          const read = readOggOpus(file);
          expect(read?.preSkip).toBe(312);
          expect(read?.length).toBe(length === 0 ? null : length);
          expect(read?.packets.map((bytes) => [...bytes])).toEqual(packets.map((bytes) => [...bytes]));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('is not found in another file', () => {
    expect(readOggOpus(Buffer.from('RIFF'))).toBeNull();
    expect(readOggOpus(createOggWriter(1).page([Buffer.from('\x01vorbis')], 0))).toBeNull();
  });
});
