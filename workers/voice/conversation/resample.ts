/** Sound of the microphone at the rate that a realtime model takes: three samples for two. Pure. */
import { MICROPHONE_HZ, SPEAKER_HZ } from '../../../shared/contract/talk.ts';

const UP = 3;
const DOWN = 2;
const TAPS = 16;

/** By how far between two samples a new one lies, in thirds. They are fixed by the two rates. */
const FILTERS = Array.from({ length: UP }, (_, phase) => filterAt(phase / UP));

if (MICROPHONE_HZ * UP !== SPEAKER_HZ * DOWN) throw new Error('The filters are for other rates');

/** Both: signed 16 bit, little-endian. */
export function toSpeakerRate(pcm: Uint8Array): Uint8Array<ArrayBuffer> {
  const source = new DataView(pcm.buffer, pcm.byteOffset, pcm.byteLength);
  const count = Math.floor(pcm.byteLength / 2);
  const length = Math.floor((count * UP) / DOWN);
  const result = new Uint8Array(length * 2);
  const target = new DataView(result.buffer);
  for (let index = 0; index < length; index += 1) {
    const position = index * DOWN;
    const first = Math.floor(position / UP) - TAPS / 2 + 1;
    const filter = FILTERS[position % UP] ?? [];
    let sum = 0;
    for (let tap = 0; tap < TAPS; tap += 1) {
      const at = first + tap;
      if (at >= 0 && at < count) sum += source.getInt16(at * 2, true) * (filter[tap] ?? 0);
    }
    target.setInt16(index * 2, Math.max(-32_768, Math.min(32_767, Math.round(sum))), true);
  }
  return result;
}

/** A windowed sinc whose taps sum up to 1. */
function filterAt(fraction: number): number[] {
  const taps = Array.from({ length: TAPS }, (_, tap) => {
    const distance = tap - TAPS / 2 + 1 - fraction;
    const sinc = distance === 0 ? 1 : Math.sin(Math.PI * distance) / (Math.PI * distance);
    return sinc * (0.5 + 0.5 * Math.cos((Math.PI * distance) / (TAPS / 2 + 1)));
  });
  const total = taps.reduce((sum, tap) => sum + tap, 0);
  return taps.map((tap) => tap / total);
}
