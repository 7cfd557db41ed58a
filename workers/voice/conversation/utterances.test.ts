import fc from 'fast-check';
import { expect, it } from 'vitest';
import { silenceOf, wavOf } from '../../../tests/wav.ts';
import { createUtterances, MAX_UTTERANCE_SEC } from './utterances.ts';

const noise = (samples: number) =>
  Buffer.from(Int16Array.from({ length: samples }, (_, index) => (index * 7_919) % 30_000).buffer);

it('gives a WAV file of what came', () => {
  const utterances = createUtterances();
  const pcm = noise(16_000);
  expect(utterances.put(1, 0, pcm)).toBe(true);
  expect(Buffer.from(utterances.take(1) ?? [])).toEqual(wavOf(pcm));
  expect(utterances.take(1)).toBeNull();
});

it('is the same however the sound is cut, repeated and shuffled', () => {
  const pcm = noise(5_000);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(4_999), fc.nat(3_000)), { maxLength: 20 }), (extra) => {
      const utterances = createUtterances();
      for (const [first, length] of [...extra, [0, 5_000] as const]) {
        utterances.put(7, first, pcm.subarray(first * 2, (first + length) * 2));
      }
      expect(Buffer.from(utterances.take(7) ?? [])).toEqual(wavOf(pcm));
    }),
    { numRuns: 30 },
  );
});

it('holds a bounded length and a bounded number', () => {
  const utterances = createUtterances();
  expect(utterances.put(1, MAX_UTTERANCE_SEC * 16_000, noise(1))).toBe(false);
  for (let utterance = 1; utterance <= 6; utterance += 1) utterances.put(utterance, 0, noise(10));
  expect(utterances.put(7, 0, noise(10))).toBe(false);
  utterances.drop(1);
  expect(utterances.put(7, 0, noise(10))).toBe(true);
});

it('takes a click for nothing', () => {
  const utterances = createUtterances();
  utterances.put(1, 0, noise(800));
  expect(utterances.take(1)).toBeNull();
  utterances.put(2, 0, silenceOf(1).subarray(44));
  expect(utterances.take(2)?.byteLength).toBe(32_044);
});
