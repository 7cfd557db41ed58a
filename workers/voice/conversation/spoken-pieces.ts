/** The sound of what was said, until it is asked: a realtime model hears it. Nothing is stored. Pure but for its memory. */
import { toSpeakerRate } from './resample.ts';
import { WAV_HEADER_BYTES } from './utterances.ts';

export interface SpokenPieces {
  /** `wav`: as `Utterances.take` gives it. */
  keep(utterance: number, wav: Uint8Array): void;
  /** All others are dropped. Of these, in their order, as base64 of PCM at the rate of the speaker; null where one is not there, or they are too long. */
  join(utterances: readonly number[]): string | null;
  clear(): void;
}

/** The bff takes 1,200,000 characters, which is eighteen seconds. */
const MAX_BYTES = 576_000;
const GAP_BYTES = 6_400;

export function createSpokenPieces(): SpokenPieces {
  const pieces = new Map<number, Uint8Array>();
  return {
    keep: (utterance, wav) => void pieces.set(utterance, wav.subarray(WAV_HEADER_BYTES)),
    join(utterances) {
      // What is not of this question is of no other one either: it has been answered.
      for (const known of pieces.keys()) if (!utterances.includes(known)) pieces.delete(known);
      const parts = utterances.map((utterance) => pieces.get(utterance));
      const gaps = Math.max(0, parts.length - 1) * GAP_BYTES;
      const length = parts.reduce((sum, part) => sum + (part?.byteLength ?? 0), gaps);
      if (length === 0 || length > MAX_BYTES || parts.includes(undefined)) return null;
      const joined = new Uint8Array(length);
      let at = 0;
      for (const part of parts) {
        joined.set(part ?? [], at);
        at += (part?.byteLength ?? 0) + GAP_BYTES;
      }
      return toSpeakerRate(joined).toBase64();
    },
    clear: () => pieces.clear(),
  };
}
