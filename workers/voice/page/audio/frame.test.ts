import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AUDIO_HEADER_BYTES, MAX_AUDIO_FRAME_BYTES } from '../../../../shared/contract/talk.ts';
import { decodeFrame, encodeFrame, fromPcm, loudnessOf, MAX_FRAME_SAMPLES, toPcm } from './frame.ts';

const uint32 = fc.integer({ min: 0, max: 0xffff_ffff });
const pcm = fc.array(fc.integer({ min: -32_768, max: 32_767 }), { minLength: 1, maxLength: 600 });

it('gives back each frame that it has encoded', () => {
  fc.assert(
    fc.property(uint32, uint32, pcm, (number, first, values) => {
      const frame = { number, first, samples: Int16Array.from(values) };
      expect(decodeFrame(encodeFrame(frame))).toEqual(frame);
    }),
  );
});

it('writes number, first sample and samples in little-endian order', () => {
  const bytes = encodeFrame({ number: 1, first: 0x0102_0304, samples: Int16Array.of(-2) });
  expect([...new Uint8Array(bytes)]).toEqual([1, 0, 0, 0, 4, 3, 2, 1, 0xfe, 0xff]);
});

it('takes any bytes without throwing, and what it takes for a frame is one', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      const frame = decodeFrame(bytes.slice().buffer);
      if (frame === null) return;
      expect(new Uint8Array(encodeFrame(frame))).toEqual(bytes);
    }),
  );
});

it.each([
  ['only a header', AUDIO_HEADER_BYTES],
  ['half a sample', AUDIO_HEADER_BYTES + 3],
  ['more than a frame may hold', MAX_AUDIO_FRAME_BYTES + 2],
])('refuses %s', (_, bytes) => {
  expect(decodeFrame(new ArrayBuffer(bytes))).toBeNull();
});

it('encodes the largest frame in as many bytes as one may have', () => {
  const samples = new Int16Array(MAX_FRAME_SAMPLES);
  expect(encodeFrame({ number: 1, first: 0, samples }).byteLength).toBe(MAX_AUDIO_FRAME_BYTES);
});

it('keeps each value of 16 bits over floats', () => {
  fc.assert(
    fc.property(pcm, (values) => {
      const samples = Int16Array.from(values);
      expect(toPcm(fromPcm(samples))).toEqual(samples);
    }),
  );
});

it('cuts off what is too loud, and takes what is no number for silence', () => {
  expect([...toPcm(Float32Array.of(2, -2, Number.NaN, Number.POSITIVE_INFINITY))]).toEqual([
    32_767, -32_768, 0, 32_767,
  ]);
});

it('measures silence as 0, full scale as 1, and more as more', () => {
  expect(loudnessOf(new Float32Array(512))).toBe(0);
  expect(loudnessOf(new Float32Array(512).fill(1))).toBe(1);
  expect(loudnessOf(new Float32Array(512).fill(0.1))).toBeGreaterThan(
    loudnessOf(new Float32Array(512).fill(0.01)),
  );
  expect(loudnessOf(new Float32Array(0))).toBe(0);
});
