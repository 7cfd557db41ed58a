/** Inflates a little at a time, and no further than is wanted: a few kilobytes may unpack to gigabytes. */

export interface Inflated {
  /** Of what came out. */
  size: number;
  /** Of what went in. */
  usedBytes: number;
  /** Empty unless they are kept. */
  bytes: Uint8Array;
  /** It was not what it should be, from somewhere on. */
  isBroken: boolean;
}

/** What they inflate to is at most a thousand times as much. */
const SLICE_BYTES = 4_096;

/** Stops soon after `enough` bytes, at the end of what was packed, and where it is broken. */
export async function inflate(
  packed: Uint8Array,
  format: 'deflate' | 'deflate-raw',
  { enough, keeps = false }: { enough: number; keeps?: boolean },
): Promise<Inflated> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let usedBytes = 0;
  const slices = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull(controller) {
        const slice = new Uint8Array(packed.subarray(usedBytes, usedBytes + SLICE_BYTES));
        if (slice.byteLength === 0) return controller.close();
        usedBytes += slice.byteLength;
        controller.enqueue(slice);
      },
    },
    { highWaterMark: 0 },
  );
  let size = 0;
  let isBroken = false;
  try {
    for await (const piece of slices.pipeThrough(new DecompressionStream(format))) {
      size += piece.byteLength;
      if (keeps) pieces.push(new Uint8Array(piece));
      if (size > enough) break;
    }
  } catch {
    isBroken = true;
  }
  return { size, usedBytes, bytes: await join(pieces), isBroken };
}

async function join(pieces: Uint8Array<ArrayBuffer>[]): Promise<Uint8Array> {
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}
