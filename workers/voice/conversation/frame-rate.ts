/** How much may come over a socket: enough for a microphone and for what is sent again, and no more. Pure; the time is given. */
export interface FrameRate {
  /** False: it is too much. */
  take(bytes: number, nowMs: number): boolean;
}

/** A microphone sends 32 kB and some 30 frames a second. */
const BYTES_PER_SEC = 96_000;
const FRAMES_PER_SEC = 100;
/** Twenty seconds that were lost, sent again at once. */
const BURST_BYTES = 2_400_000;
const BURST_FRAMES = 2_500;

export function createFrameRate(startMs: number): FrameRate {
  let bytesLeft = BURST_BYTES;
  let framesLeft = BURST_FRAMES;
  let atMs = startMs;
  return {
    take(bytes, nowMs) {
      const sec = Math.max(0, nowMs - atMs) / 1000;
      atMs = nowMs;
      bytesLeft = Math.min(BURST_BYTES, bytesLeft + sec * BYTES_PER_SEC) - bytes;
      framesLeft = Math.min(BURST_FRAMES, framesLeft + sec * FRAMES_PER_SEC) - 1;
      return bytesLeft >= 0 && framesLeft >= 0;
    },
  };
}
