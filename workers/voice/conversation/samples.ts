/** Sound as it comes, whose chunks end anywhere, in whole samples. Pure but for its memory. */

const BYTES = 2;
/** A third of a second, so that a stop is not behind a large frame. */
const FRAME_BYTES = 16_000;

/** For each chunk: what is whole of it and of what was left before, in pieces of one frame each. */
export function createSampleCutter(): (chunk: Uint8Array) => Uint8Array[] {
  let half = new Uint8Array(0);
  return (chunk) => {
    const bytes = half.byteLength === 0 ? chunk : Uint8Array.from([...half, ...chunk]);
    const even = bytes.byteLength - (bytes.byteLength % BYTES);
    half = bytes.slice(even);
    const frames: Uint8Array[] = [];
    for (let at = 0; at < even; at += FRAME_BYTES) {
      frames.push(bytes.subarray(at, Math.min(even, at + FRAME_BYTES)));
    }
    return frames;
  };
}
