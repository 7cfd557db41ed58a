import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOggOpusWriter } from '../../../dev/speech/ogg-opus.ts';
import { readSpokenFacts } from './ogg-opus.ts';

const PRE_SKIP = 312;
/** 20 ms of CELT in one frame. */
const TOC = 0xf8;
const PACKET_SAMPLES = 960;

function file(sizes: readonly number[], length = sizes.length * PACKET_SAMPLES - PRE_SKIP): Uint8Array {
  const writer = createOggOpusWriter({
    serial: 7,
    preSkip: PRE_SKIP,
    packetSamples: PACKET_SAMPLES,
    inputRate: 24_000,
  });
  const packets = sizes.map((size) =>
    Uint8Array.from({ length: size }, (_, index) => (index === 0 ? TOC : 1)),
  );
  return Buffer.concat([writer.head(), writer.push(packets), writer.end(length)]);
}

const sizes = fc.array(fc.integer({ min: 2, max: 600 }), { minLength: 2, maxLength: 400 });

describe('what is known of a spoken answer without a codec', () => {
  it('is how long it is, by its last page, to the sample', () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 959 }), (each, less) => {
        const length = each.length * PACKET_SAMPLES - PRE_SKIP - less;
        fc.pre(length > 0);
        expect(readSpokenFacts(file(each, length))?.duration).toBeCloseTo(length / 48_000, 9);
      }),
    );
  });

  it('is a level for each tenth of a second, never more than Discord takes', () => {
    fc.assert(
      fc.property(sizes, (each) => {
        const facts = readSpokenFacts(file(each));
        const wanted = Math.min(256, Math.max(1, Math.ceil((facts?.duration ?? 0) * 10)));
        expect(facts?.levels).toHaveLength(wanted);
      }),
    );
  });

  it('is loud where the packets are large, and quiet where they are small', () => {
    const quiet = Array<number>(50).fill(3);
    const loud = Array<number>(50).fill(200);
    const levels = [...(readSpokenFacts(file([...quiet, ...loud]))?.levels ?? [])];
    const middle = levels.length / 2;
    expect(Math.max(...levels.slice(0, middle - 1))).toBe(0);
    expect(Math.min(...levels.slice(middle + 1))).toBe(255);
  });

  it('is nothing for bytes of another kind, and never an error', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => readSpokenFacts(bytes) === null));
    fc.assert(
      fc.property(sizes, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(), (each, share, at) => {
        const whole = file(each);
        const cut = Uint8Array.from(whole.subarray(0, Math.floor(whole.length * share)));
        if (cut.length > 0) cut[at % cut.length] = 0xff;
        const facts = readSpokenFacts(cut);
        expect(facts?.levels.length ?? 1).toBeLessThanOrEqual(256);
        expect(Number.isFinite(facts?.duration ?? 0)).toBe(true);
      }),
    );
  });
});
