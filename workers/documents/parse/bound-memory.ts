/**
 * Bounds what the reader of a PDF unpacks, while it does. What is encrypted cannot be counted before it, and the reader has no bound of
 * its own and no hook: so while it reads, what it takes memory by is another. All of its filters write into a `Uint8Array` that
 * they make anew, twice as large, when it is full.
 */
import { inflate } from './inflate.ts';

/** A page of text takes some kilobytes; the whole file has 10 MiB at most. */
const MAX_ARRAY_BYTES = 16 * 1024 * 1024;
/** Of all together: streams that lie in each other would be decoded for hours. */
const MAX_ALL_BYTES = 256 * 1024 * 1024;

const Real = globalThis.Uint8Array;
const RealDecompression: unknown = Reflect.get(globalThis, 'DecompressionStream');

let left = 0;
let isOver = false;

/** Null: it has unpacked to too much. One at a time (in-turn.ts): what others take meanwhile would be counted as its own. */
export async function withBoundedMemory<T>(read: () => Promise<T>): Promise<T | null> {
  [left, isOver] = [MAX_ALL_BYTES, false];
  install(Bounded, Inflating);
  try {
    const result = await read();
    return isOver ? null : result;
  } catch (error) {
    if (isOver) return null;
    throw error;
  } finally {
    install(Real, RealDecompression);
  }
}

function install(array: unknown, decompression: unknown): void {
  Object.assign(globalThis, { Uint8Array: array, DecompressionStream: decompression });
}

const Bounded = new Proxy(Real, {
  construct(target, args: unknown[], made) {
    const [length] = args;
    if (typeof length === 'number') take(length);
    return Reflect.construct(target, args, made) as object;
  },
});

/** Only what is too much fails: other work of the isolate goes on meanwhile, and takes less. */
function take(length: number): void {
  left -= length;
  if (length <= MAX_ARRAY_BYTES && left >= 0) return;
  isOver = true;
  throw new RangeError('Unpacks to too much');
}

/** workerd's own makes all of what it unpacks before it gives the first. The reader writes everything at once. */
class Inflating extends TransformStream<Uint8Array, Uint8Array> {
  constructor(format: string) {
    // The reader then unpacks by itself.
    if (format !== 'deflate') throw new TypeError('Not while memory is bounded');
    super({
      transform(packed, to) {
        const { size, bytes, isBroken } = inflate(packed, format, { enough: MAX_ARRAY_BYTES, keeps: true });
        take(size);
        if (isBroken) throw new TypeError('It is broken');
        to.enqueue(bytes);
      },
    });
  }
}
