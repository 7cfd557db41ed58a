/** Compressed sound to samples, by the codecs of fetched packages. Runs in an engine thread. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileFunction } from 'node:vm';
import type { Container } from './container.ts';
import type { EngineTasks } from './engine-tasks.ts';
import { readOggOpus } from './ogg-opus.ts';
import { mixDown, type Sound } from './pcm.ts';
import { resample } from './resample.ts';
import { decodeWav } from './wav.ts';

interface Decoded {
  channelData: Float32Array[];
  sampleRate: number;
}
interface Decoder {
  ready: Promise<void>;
  free(): void;
}
interface Codecs {
  MPEGDecoder: new () => Decoder & { decode(bytes: Uint8Array): Decoded };
  FLACDecoder: new () => Decoder & { decodeFile(bytes: Uint8Array): Promise<Decoded> };
}
interface Opus {
  createDecoder(options: { sampleRate: number; channels: number }): Promise<{
    decodeFloat(packet: Uint8Array): Float32Array;
    free(): void;
  }>;
}

const OPUS_RATE = 16_000;
const OPUS_CLOCK = 48_000;

export async function decode({
  container,
  bytes,
  folder,
  rate,
}: EngineTasks['decode']['input']): Promise<Float32Array | null> {
  const sound = await decodeAtOwnRate(container, bytes, folder);
  return sound === null ? null : resample(sound.samples, sound.sampleRate, rate);
}

async function decodeAtOwnRate(
  container: Container,
  bytes: Uint8Array,
  folder: string,
): Promise<Sound | null> {
  switch (container) {
    case 'wav': {
      const { ok, ...sound } = decodeWav(bytes);
      return ok && 'samples' in sound ? sound : null;
    }
    case 'mp3': {
      const { MPEGDecoder } = await loadCodecs(join(folder, 'dist/mpg123-decoder.min.js'));
      return use(new MPEGDecoder(), (decoder) => decoder.decode(bytes));
    }
    case 'flac': {
      const { FLACDecoder } = await loadCodecs(join(folder, 'dist/flac-decoder.min.js'));
      return use(new FLACDecoder(), (decoder) => decoder.decodeFile(bytes));
    }
    case 'ogg':
      return decodeOpus(bytes, folder);
    default:
      return null;
  }
}

async function use<Kind extends Decoder>(
  decoder: Kind,
  run: (decoder: Kind) => Decoded | Promise<Decoded>,
): Promise<Sound | null> {
  try {
    await decoder.ready;
    const { channelData, sampleRate } = await run(decoder);
    return sampleRate > 0 ? { sampleRate, samples: mixDown(channelData) } : null;
  } catch {
    // What a codec throws about broken bytes says nothing to a caller.
    return null;
  } finally {
    decoder.free();
  }
}

async function decodeOpus(bytes: Uint8Array, folder: string): Promise<Sound | null> {
  const stream = readOggOpus(bytes);
  if (stream === null) return null;
  const opus = (await import(pathToFileURL(join(folder, 'dist/index.js')).href)) as Opus;
  const decoder = await opus.createDecoder({ sampleRate: OPUS_RATE, channels: 1 });
  try {
    const pieces = stream.packets
      .filter(({ length }) => length > 0)
      .map((packet) => decoder.decodeFloat(packet));
    const toRate = (samples: number) => Math.round((samples * OPUS_RATE) / OPUS_CLOCK);
    const start = toRate(stream.preSkip);
    const whole = join32(pieces);
    const end = stream.length === null ? whole.length : start + toRate(stream.length);
    return { sampleRate: OPUS_RATE, samples: whole.slice(start, end) };
  } catch {
    return null;
  } finally {
    decoder.free();
  }
}

function join32(pieces: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}

/** These packages bundle everything but a polyfill of Worker, which is only extended here and never used. */
async function loadCodecs(file: string): Promise<Codecs> {
  const module = { exports: {} };
  const require = createRequire(import.meta.url);
  const requireStub = (name: string): unknown => (name === '@eshaz/web-worker' ? class {} : require(name));
  compileFunction(await readFile(file, 'utf8'), ['exports', 'module', 'require'])(
    module.exports,
    module,
    requireStub,
  );
  return module.exports as Codecs;
}
