import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toSpeakerRate } from './resample.ts';
import { createSpokenPieces } from './spoken-pieces.ts';

const bytesOf = (samples: readonly number[]) => new Uint8Array(Int16Array.from(samples).buffer);
const samplesOf = (pcm: Uint8Array<ArrayBuffer>) => [...new Int16Array(pcm.buffer)];

it('keeps a tone as it is: the same pitch and loudness at the other rate', () => {
  const tone = (rate: number, length: number) =>
    Array.from({ length }, (_, at) => Math.round(10_000 * Math.sin((2 * Math.PI * 440 * at) / rate)));
  const made = samplesOf(toSpeakerRate(bytesOf(tone(16_000, 1_600))));
  const wanted = tone(24_000, 2_400);
  // At its edges there is nothing to go by.
  for (let at = 100; at < 2_300; at += 1)
    expect(Math.abs((made[at] ?? 0) - (wanted[at] ?? 0))).toBeLessThan(200);
});

it('gives three samples for two, whatever they are', () => {
  const sample = fc.integer({ min: -32_768, max: 32_767 });
  fc.assert(
    fc.property(fc.array(sample, { maxLength: 80 }), (samples) => {
      expect(samplesOf(toSpeakerRate(bytesOf(samples)))).toHaveLength(Math.floor((samples.length * 3) / 2));
    }),
  );
});

it('what was said in several pieces is one sound, without what belongs to another question', () => {
  const wav = (samples: number) => new Uint8Array(44 + samples * 2);
  const pieces = createSpokenPieces();
  pieces.keep(1, wav(1_600));
  pieces.keep(2, wav(1_600));
  const bytes = (text: string | null) => Uint8Array.fromBase64(text ?? '').byteLength;
  // A gap of 200 ms between the two.
  expect(bytes(pieces.join([1, 2]))).toBe((1_600 + 3_200 + 1_600) * 3);
  expect(bytes(pieces.join([2]))).toBe(1_600 * 3);
  expect(pieces.join([1, 2])).toBeNull();
  pieces.keep(3, wav(16_000 * 19));
  expect(pieces.join([3])).toBeNull();
});
