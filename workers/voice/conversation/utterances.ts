/** The sound of utterances as it comes, placed by its first sample: what comes twice, or out of order, does no harm. */
import { MICROPHONE_HZ } from '../../../shared/contract/talk.ts';

export interface Utterances {
  /** `pcm`: signed 16 bit, little-endian. False: it does not fit, and was left out. */
  put(utterance: number, firstSample: number, pcm: Uint8Array): boolean;
  /** As a WAV file; null when nothing came, or too little to be speech. The sound is dropped. */
  take(utterance: number): Uint8Array<ArrayBuffer> | null;
  drop(utterance: number): void;
  /** Everything. */
  clear(): void;
}

/** Nobody speaks for longer without a breath. */
export const MAX_UTTERANCE_SEC = 60;
const MAX_SAMPLES = MAX_UTTERANCE_SEC * MICROPHONE_HZ;
/** At the same time: one is being said, others are waited for. */
const MAX_UTTERANCES = 6;
/** A tenth of a second: providers refuse less. */
const MIN_SAMPLES = MICROPHONE_HZ / 10;
const BYTES = 2;
const FIRST_BYTES = 65_536;

interface Sound {
  bytes: Uint8Array<ArrayBuffer>;
  /** Of the last sample that came. */
  length: number;
}

export function createUtterances(): Utterances {
  const sounds = new Map<number, Sound>();

  function open(utterance: number): Sound | null {
    const known = sounds.get(utterance);
    if (known !== undefined) return known;
    if (sounds.size >= MAX_UTTERANCES) return null;
    const sound = { bytes: new Uint8Array(FIRST_BYTES), length: 0 };
    sounds.set(utterance, sound);
    return sound;
  }

  return {
    put(utterance, firstSample, pcm) {
      const end = firstSample * BYTES + pcm.byteLength;
      if (pcm.byteLength % BYTES !== 0 || end > MAX_SAMPLES * BYTES) return false;
      const sound = open(utterance);
      if (sound === null) return false;
      if (end > sound.bytes.byteLength) {
        const larger = new Uint8Array(
          Math.min(MAX_SAMPLES * BYTES, Math.max(end, sound.bytes.byteLength * 2)),
        );
        larger.set(sound.bytes);
        sound.bytes = larger;
      }
      sound.bytes.set(pcm, firstSample * BYTES);
      sound.length = Math.max(sound.length, end);
      return true;
    },
    take(utterance) {
      const sound = sounds.get(utterance);
      sounds.delete(utterance);
      if (sound === undefined || sound.length < MIN_SAMPLES * BYTES) return null;
      return toWav(sound.bytes.subarray(0, sound.length));
    },
    drop: (utterance) => void sounds.delete(utterance),
    clear: () => sounds.clear(),
  };
}

export const WAV_HEADER_BYTES = 44;

function toWav(pcm: Uint8Array): Uint8Array<ArrayBuffer> {
  const wav = new Uint8Array(WAV_HEADER_BYTES + pcm.byteLength);
  const view = new DataView(wav.buffer);
  const text = (at: number, value: string) => wav.set(new TextEncoder().encode(value), at);
  text(0, 'RIFF');
  view.setUint32(4, 36 + pcm.byteLength, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, MICROPHONE_HZ, true);
  view.setUint32(28, MICROPHONE_HZ * BYTES, true);
  view.setUint16(32, BYTES, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, pcm.byteLength, true);
  wav.set(pcm, WAV_HEADER_BYTES);
  return wav;
}
