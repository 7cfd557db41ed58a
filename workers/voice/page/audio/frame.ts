/** The binary frames of a conversation, and samples as they travel: `AUDIO_HEADER_BYTES` of header, then PCM. Pure. */
import { AUDIO_HEADER_BYTES, MAX_AUDIO_FRAME_BYTES } from '../../../../shared/contract/talk.ts';

export interface AudioFrame {
  /** Of the utterance or the turn. */
  number: number;
  /** The place of the first sample within it. */
  first: number;
  samples: Int16Array;
}

/** What one frame may hold. */
export const MAX_FRAME_SAMPLES = (MAX_AUDIO_FRAME_BYTES - AUDIO_HEADER_BYTES) / 2;

export function encodeFrame({ number, first, samples }: AudioFrame): ArrayBuffer {
  const bytes = new ArrayBuffer(AUDIO_HEADER_BYTES + samples.length * 2);
  const view = new DataView(bytes);
  view.setUint32(0, number, true);
  view.setUint32(4, first, true);
  samples.forEach((sample, index) => {
    view.setInt16(AUDIO_HEADER_BYTES + index * 2, sample, true);
  });
  return bytes;
}

/** Null: this is no frame of the protocol. */
export function decodeFrame(bytes: ArrayBuffer): AudioFrame | null {
  const { byteLength } = bytes;
  const isFrame =
    byteLength > AUDIO_HEADER_BYTES && byteLength <= MAX_AUDIO_FRAME_BYTES && byteLength % 2 === 0;
  if (!isFrame) return null;
  const view = new DataView(bytes);
  const samples = new Int16Array((byteLength - AUDIO_HEADER_BYTES) / 2);
  for (let index = 0; index < samples.length; index += 1) {
    samples[index] = view.getInt16(AUDIO_HEADER_BYTES + index * 2, true);
  }
  return { number: view.getUint32(0, true), first: view.getUint32(4, true), samples };
}

/** Samples from -1 to 1; what is louder is cut off, what is no number is silence. */
export function toPcm(samples: Float32Array): Int16Array {
  return Int16Array.from(samples, (sample) => {
    if (Number.isNaN(sample)) return 0;
    return Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768)));
  });
}

export function fromPcm(samples: Int16Array): Float32Array {
  return Float32Array.from(samples, (sample) => sample / 32_768);
}

/** How loud samples are, from 0 (-60 dB and less) to 1 (full scale), as an ear and a meter take it. */
export function loudnessOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const decibels = 10 * Math.log10(sum / Math.max(1, samples.length) + 1e-12);
  return Math.max(0, Math.min(1, (decibels + 60) / 60));
}
