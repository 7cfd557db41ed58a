/** Speech at 24 kHz, piece by piece, in the formats that OpenAI sends and a package here can encode. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createOggOpusWriter } from './ogg-opus.ts';
import { MP3_ENCODER, OPUS, type PinnedPackage } from './packages.ts';
import { toPcm16 } from './pcm.ts';
import { wavHeader } from './wav.ts';

/** Of everything that is sent, as OpenAI has it. */
export const SPEECH_RATE = 24_000;

export const SPEECH_FORMATS = {
  mp3: { contentType: 'audio/mpeg', needs: MP3_ENCODER },
  opus: { contentType: 'audio/opus', needs: OPUS },
  wav: { contentType: 'audio/wav', needs: null },
  pcm: { contentType: 'audio/pcm', needs: null },
} satisfies Record<string, { contentType: string; needs: PinnedPackage | null }>;

export type SpeechFormat = keyof typeof SPEECH_FORMATS;

export interface SpeechEncoder {
  head(): Buffer;
  push(samples: Float32Array): Buffer;
  end(): Buffer;
}

/** `folder`: of the package that the format needs. */
export function createSpeechEncoder(format: SpeechFormat, folder: string | null): Promise<SpeechEncoder> {
  switch (format) {
    case 'pcm':
      return Promise.resolve(rawEncoder(Buffer.alloc(0)));
    case 'wav':
      return Promise.resolve(rawEncoder(wavHeader(SPEECH_RATE, null)));
    case 'opus':
      return createOpusEncoder(folder ?? '');
    case 'mp3':
      return createMp3Encoder(folder ?? '');
  }
}

function rawEncoder(header: Buffer): SpeechEncoder {
  return { head: () => header, push: toPcm16, end: () => Buffer.alloc(0) };
}

interface OpusEncoder {
  frameSize: number;
  getLookahead(): number;
  encodeFloat(frame: Float32Array): Uint8Array;
  free(): void;
}
interface OpusModule {
  Application: { Voip: number };
  createEncoder(options: object): Promise<OpusEncoder>;
}

const OPUS_CLOCK = 48_000;
const OPUS_BITRATE = 32_000;

async function createOpusEncoder(folder: string): Promise<SpeechEncoder> {
  const opus = (await import(pathToFileURL(join(folder, 'dist/index.js')).href)) as OpusModule;
  const encoder = await opus.createEncoder({
    sampleRate: SPEECH_RATE,
    channels: 1,
    application: opus.Application.Voip,
    bitrate: OPUS_BITRATE,
  });
  const ratio = OPUS_CLOCK / SPEECH_RATE;
  const writer = createOggOpusWriter({
    serial: 1,
    preSkip: encoder.getLookahead() * ratio,
    packetSamples: encoder.frameSize * ratio,
    inputRate: SPEECH_RATE,
  });
  let rest = new Float32Array(0);
  let pushed = 0;
  const encode = (samples: Float32Array): Uint8Array[] => {
    const whole = new Float32Array(rest.length + samples.length);
    whole.set(rest);
    whole.set(samples, rest.length);
    const packets: Uint8Array[] = [];
    let offset = 0;
    for (; offset + encoder.frameSize <= whole.length; offset += encoder.frameSize) {
      // Copied: the next packet is written over this one's memory.
      packets.push(encoder.encodeFloat(whole.subarray(offset, offset + encoder.frameSize)).slice());
    }
    rest = whole.slice(offset);
    return packets;
  };
  return {
    head: () => writer.head(),
    push(samples) {
      pushed += samples.length;
      return writer.push(encode(samples));
    },
    end() {
      // Silence pushes the end of the speech out of the encoder, and fills the last frame.
      const packets = encode(new Float32Array(encoder.getLookahead() + encoder.frameSize));
      encoder.free();
      return Buffer.concat([writer.push(packets), writer.end(pushed * ratio)]);
    },
  };
}

interface Mp3Module {
  createMp3Encoder(): Promise<{
    configure(options: { sampleRate: number; channels: number; bitrate: number }): void;
    encode(channels: readonly Float32Array[]): Uint8Array;
    finalize(): Uint8Array;
  }>;
}

const MP3_KBPS = 64;

async function createMp3Encoder(folder: string): Promise<SpeechEncoder> {
  const mp3 = (await import(pathToFileURL(join(folder, 'dist/esnext/index.mjs')).href)) as Mp3Module;
  const encoder = await mp3.createMp3Encoder();
  encoder.configure({ sampleRate: SPEECH_RATE, channels: 1, bitrate: MP3_KBPS });
  return {
    head: () => Buffer.alloc(0),
    // Copied, since the encoder keeps the memory of what it gives.
    push: (samples) => Buffer.from(encoder.encode([samples])),
    end: () => Buffer.from(encoder.finalize()),
  };
}
