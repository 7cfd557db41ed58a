/** One part of a long text, small enough for a result. Pure. */

export interface TextWindow {
  text: string;
  /** Where the next part begins; null at the end. */
  nextOffset: number | null;
}

const encoder = new TextEncoder();

/** From `offset` (UTF-16 units) at most `maxBytes` of UTF-8; ends between lines or words where that costs little. */
export function cutWindow(text: string, offset: number, maxBytes: number): TextWindow {
  const rest = text.slice(offset, offset + maxBytes);
  const end = endOfBytes(rest, maxBytes);
  if (offset + end >= text.length) return { text: rest, nextOffset: null };
  const cut = softEnd(rest.slice(0, end));
  return { text: rest.slice(0, cut), nextOffset: offset + cut };
}

function endOfBytes(text: string, maxBytes: number): number {
  // Never ends within a pair of surrogates.
  return encoder.encodeInto(text, new Uint8Array(maxBytes)).read;
}

function softEnd(text: string): number {
  const least = text.length * 0.8;
  for (const mark of ['\n', ' ']) {
    const at = text.lastIndexOf(mark);
    if (at >= least) return at + 1;
  }
  return text.length;
}
