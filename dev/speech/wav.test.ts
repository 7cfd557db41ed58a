import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toPcm16 } from './pcm.ts';
import { decodeWav, wavHeader } from './wav.ts';

const samples16 = fc.array(fc.integer({ min: -32_767, max: 32_767 }), { maxLength: 300 });

/** Any WAV file, written sample by sample. */
function createWav(options: {
  kind: number;
  bits: number;
  channels: number;
  sampleRate: number;
  data: Buffer;
  extensible?: boolean;
  before?: Buffer;
}): Buffer {
  const { kind, bits, channels, sampleRate, data, extensible = false, before = Buffer.alloc(0) } = options;
  const format = Buffer.alloc(extensible ? 40 : 16);
  format.writeUInt16LE(extensible ? 0xfffe : kind, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(sampleRate, 4);
  format.writeUInt32LE((sampleRate * channels * bits) / 8, 8);
  format.writeUInt16LE((channels * bits) / 8, 12);
  format.writeUInt16LE(bits, 14);
  if (extensible) format.writeUInt16LE(kind, 24);
  const body = Buffer.concat([Buffer.from('WAVE'), before, chunk('fmt ', format), chunk('data', data)]);
  return chunk('RIFF', body);
}

function chunk(tag: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(tag);
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}

const WIDTHS: [string, number, number, (buffer: Buffer, value: number, offset: number) => void][] = [
  [
    'PCM of 8 bits',
    1,
    8,
    (buffer, value, offset) => buffer.writeUInt8(Math.round(value * 127) + 128, offset),
  ],
  [
    'PCM of 16 bits',
    1,
    16,
    (buffer, value, offset) => buffer.writeInt16LE(Math.round(value * 32_767), offset),
  ],
  [
    'PCM of 24 bits',
    1,
    24,
    (buffer, value, offset) => buffer.writeIntLE(Math.round(value * 8_388_607), offset, 3),
  ],
  [
    'PCM of 32 bits',
    1,
    32,
    (buffer, value, offset) => buffer.writeInt32LE(Math.round(value * 2_147_483_647), offset),
  ],
  ['floats of 32 bits', 3, 32, (buffer, value, offset) => buffer.writeFloatLE(value, offset)],
  ['floats of 64 bits', 3, 64, (buffer, value, offset) => buffer.writeDoubleLE(value, offset)],
];

describe('decodeWav', () => {
  it.each(WIDTHS)('reads %s, of one channel or the mean of several', (_name, kind, bits, write) => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -1, max: 1, noNaN: true })),
          { maxLength: 50 },
        ),
        fc.constantFrom(1, 2),
        fc.integer({ min: 8_000, max: 192_000 }),
        fc.boolean(),
        (pairs, channels, sampleRate, extensible) => {
          const frames = pairs.map((pair) => pair.slice(0, channels));
          const data = Buffer.alloc((frames.flat().length * bits) / 8);
          for (const [index, value] of frames.flat().entries()) write(data, value, (index * bits) / 8);
          const read = decodeWav(createWav({ kind, bits, channels, sampleRate, data, extensible }));
          if (!read.ok) throw new Error(read.why);
          expect(read.sampleRate).toBe(sampleRate);
          expect(read.samples).toHaveLength(frames.length);
          for (const [index, frame] of frames.entries()) {
            const mean = frame.reduce((sum, value) => sum + value, 0) / channels;
            expect(Math.abs((read.samples[index] ?? 9) - mean)).toBeLessThan(0.02);
          }
        },
      ),
    );
  });

  it('reads back what wavHeader and toPcm16 write, with a length or without', () => {
    fc.assert(
      fc.property(samples16, fc.boolean(), (values, knowsLength) => {
        const samples = Float32Array.from(values, (value) => value / 32_767);
        const data = toPcm16(samples);
        const read = decodeWav(Buffer.concat([wavHeader(24_000, knowsLength ? data.length : null), data]));
        if (!read.ok) throw new Error(read.why);
        expect(read.sampleRate).toBe(24_000);
        expect(toPcm16(read.samples.map((sample) => (sample * 32_768) / 32_767))).toEqual(data);
      }),
    );
  });

  it('skips other chunks, those of odd length too', () => {
    const before = Buffer.concat([chunk('LIST', Buffer.from('abc')), chunk('fact', Buffer.alloc(4))]);
    const data = toPcm16(Float32Array.of(0.5, -0.5));
    const read = decodeWav(createWav({ kind: 1, bits: 16, channels: 1, sampleRate: 8_000, data, before }));
    expect(read).toMatchObject({ ok: true, sampleRate: 8_000 });
  });

  it.each([
    ['another file', Buffer.from('OggS and so on, and so on'), 'no WAV'],
    ['nothing', Buffer.alloc(0), 'no WAV'],
    ['a file without data', chunk('RIFF', Buffer.from('WAVE')), 'no data'],
    [
      'data before the format',
      chunk('RIFF', Buffer.concat([Buffer.from('WAVE'), chunk('data', Buffer.alloc(4))])),
      'no format',
    ],
    [
      'µ-law',
      createWav({ kind: 7, bits: 8, channels: 1, sampleRate: 8_000, data: Buffer.alloc(2) }),
      'format 7',
    ],
    [
      'no channel',
      createWav({ kind: 1, bits: 16, channels: 0, sampleRate: 8_000, data: Buffer.alloc(2) }),
      '0 channels',
    ],
    [
      'a rate of 0',
      createWav({ kind: 1, bits: 16, channels: 1, sampleRate: 0, data: Buffer.alloc(2) }),
      '0 Hz',
    ],
  ])('refuses %s', (_what, bytes, why) => {
    expect(decodeWav(bytes)).toMatchObject({ ok: false, why: expect.stringContaining(why) });
  });

  it('never throws, and gives finite samples only', () => {
    const good = createWav({
      kind: 3,
      bits: 32,
      channels: 2,
      sampleRate: 8_000,
      data: Buffer.alloc(64, 0xff),
    });
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.nat(good.length),
        fc.boolean(),
        (noise, at, insert) => {
          const bytes = insert
            ? Buffer.concat([good.subarray(0, at), noise, good.subarray(at)])
            : Buffer.from(noise);
          const read = decodeWav(bytes);
          if (read.ok) expect(read.samples.every(Number.isFinite)).toBe(true);
        },
      ),
    );
  });
});
