/**
 * WAV files: PCM of 8, 16, 24 and 32 bits and floats of 32 and 64, any rate, any number of channels. Pure.
 * Lengths are not believed: a writer that streams does not know them, and what it writes instead differs.
 */
import type { Sound } from './pcm.ts';

export type WavVerdict = ({ ok: true } & Sound) | { ok: false; why: string };

const HEADER_BYTES = 44;
const UNKNOWN_LENGTH = 0xffff_ffff;
const PCM = 1;
const EXTENSIBLE = 0xfffe;
const MAX_CHANNELS = 32;
const RATES = { least: 1_000, most: 384_000 };

interface Format {
  kind: number;
  channels: number;
  sampleRate: number;
  bits: number;
}

type ReadSample = (view: DataView, offset: number) => number;

const READERS: Record<string, ReadSample> = {
  '1/8': (view, offset) => (view.getUint8(offset) - 128) / 128,
  '1/16': (view, offset) => view.getInt16(offset, true) / 32_768,
  '1/24': (view, offset) => (view.getUint8(offset) | (view.getInt16(offset + 1, true) << 8)) / 8_388_608,
  '1/32': (view, offset) => view.getInt32(offset, true) / 2_147_483_648,
  '3/32': (view, offset) => view.getFloat32(offset, true),
  '3/64': (view, offset) => view.getFloat64(offset, true),
};

/** Several channels become one. Never throws. */
export function decodeWav(bytes: Uint8Array): WavVerdict {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (readTag(view, 0) !== 'RIFF' || readTag(view, 8) !== 'WAVE') return refuse('it is no WAV file');
  let format: Format | null = null;
  let offset = 12;
  while (offset + 8 <= view.byteLength) {
    const tag = readTag(view, offset);
    const start = offset + 8;
    const length = Math.min(view.getUint32(offset + 4, true), view.byteLength - start);
    if (tag === 'fmt ') {
      format = readFormat(view, start, length);
      if (format === null) return refuse('its format chunk is too short');
    }
    if (tag === 'data')
      return format === null ? refuse('it has no format') : readData(view, start, length, format);
    // Chunks begin at even offsets.
    offset = start + length + (length % 2);
  }
  return refuse('it has no data');
}

function readFormat(view: DataView, start: number, length: number): Format | null {
  if (length < 16) return null;
  const named = view.getUint16(start, true);
  const kind = named === EXTENSIBLE && length >= 26 ? view.getUint16(start + 24, true) : named;
  return {
    kind,
    channels: view.getUint16(start + 2, true),
    sampleRate: view.getUint32(start + 4, true),
    bits: view.getUint16(start + 14, true),
  };
}

function readData(view: DataView, start: number, length: number, format: Format): WavVerdict {
  const { kind, channels, sampleRate, bits } = format;
  const read = READERS[`${kind}/${bits}`];
  if (read === undefined) return refuse(`format ${kind} of ${bits} bits is not supported`);
  if (channels < 1 || channels > MAX_CHANNELS) return refuse(`${channels} channels are not supported`);
  if (sampleRate < RATES.least || sampleRate > RATES.most) return refuse(`${sampleRate} Hz is not supported`);
  const width = bits / 8;
  const samples = new Float32Array(Math.floor(length / (width * channels)));
  for (let index = 0; index < samples.length; index += 1) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel += 1) {
      sum += read(view, start + (index * channels + channel) * width);
    }
    // A float may be anything; one that is no number would silence everything after it.
    const mean = sum / channels;
    samples[index] = Number.isFinite(mean) ? mean : 0;
  }
  return { ok: true, sampleRate, samples };
}

/** The head of a WAV file of one channel of 16 bits. `dataBytes` null: not known yet, as in OpenAI's stream. */
export function wavHeader(sampleRate: number, dataBytes: number | null): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(dataBytes === null ? UNKNOWN_LENGTH : HEADER_BYTES - 8 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(PCM, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes ?? UNKNOWN_LENGTH, 40);
  return header;
}

function readTag(view: DataView, offset: number): string {
  if (offset + 4 > view.byteLength) return '';
  return String.fromCharCode(...[0, 1, 2, 3].map((index) => view.getUint8(offset + index)));
}

function refuse(why: string): WavVerdict {
  return { ok: false, why };
}
