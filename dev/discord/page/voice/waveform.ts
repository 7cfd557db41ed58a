/** The waveform of a voice message: base64 of a byte for each tenth of a second, or for longer. Pure. */

/** As so many heights from 0 to 1, each the loudest of its share. */
export function barsOf(waveform: string, count: number): number[] {
  const levels = decode(waveform);
  if (levels.length === 0) return Array<number>(count).fill(0);
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * levels.length) / count);
    const to = Math.max(from + 1, Math.floor(((index + 1) * levels.length) / count));
    return Math.max(...levels.slice(from, to)) / 255;
  });
}

function decode(waveform: string): number[] {
  try {
    return [...atob(waveform)].map((character) => character.charCodeAt(0));
  } catch {
    return [];
  }
}

const MAX_LEVELS = 256;
const LEVELS_PER_SEC = 10;

/** Of samples from -1 to 1. */
export function waveformOf(samples: Float32Array, sampleRate: number): string {
  const seconds = samples.length / sampleRate;
  const count = Math.max(1, Math.min(MAX_LEVELS, Math.ceil(seconds * LEVELS_PER_SEC)));
  const size = Math.max(1, Math.ceil(samples.length / count));
  const loudness = Array.from({ length: count }, (_, index) => {
    const part = samples.subarray(index * size, (index + 1) * size);
    return Math.sqrt(part.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, part.length));
  });
  const most = Math.max(...loudness, 0.001);
  return btoa(String.fromCharCode(...loudness.map((level) => Math.round((level / most) * 255))));
}

/** `0:07` */
export function formatLength(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
