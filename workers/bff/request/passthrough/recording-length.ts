/**
 * How long a recording may be, by its size: what is reserved for it, and billed where the provider does not say. Nothing is
 * decoded. Pure.
 */
export interface RecordingLength {
  /** Seconds, by the thinnest recording of its kind that is in use. */
  most: number;
  usual: number;
}

/** Bytes a second of what is compressed: 16 kbit/s of speech at least, 32 for most. */
const LEAST_RATE = 2_000;
const USUAL_RATE = 4_000;
/** FLAC of speech at 16 kHz has about this, of music more. */
const FLAC_LEAST_RATE = 8_000;
const FLAC_USUAL_RATE = 16_000;

export function lengthOfRecording(file: Uint8Array): RecordingLength {
  const rate = rateOfWav(file);
  if (rate !== undefined) return lengthAt(file.byteLength, rate, rate);
  const at = textAt(file, 0, 3) === 'ID3' ? sizeOfTag(file) : 0;
  if (frameAt(file, at) !== null) return lengthOfFrames(file, at);
  if (textAt(file, 0, 4) === 'fLaC') return lengthAt(file.byteLength, FLAC_LEAST_RATE, FLAC_USUAL_RATE);
  return lengthAt(file.byteLength, LEAST_RATE, USUAL_RATE);
}

function lengthAt(bytes: number, least: number, usual: number): RecordingLength {
  return { most: bytes / least + 1, usual: bytes / usual };
}

/** Above this a header is not believed: 192 kHz, 32 bit, stereo. */
const MAX_WAV_RATE = 1_536_000;
const PCM = 1;
const FLOAT = 3;
/** Eight bits a sample, whatever the header says. */
const LAWS = [6, 7];
/** What its samples are stands behind the other fields. */
const EXTENSIBLE = 0xfffe;
/** Recorders and editors write some of their own before the format. */
const MAX_WAV_CHUNKS = 16;
const FORMAT_BYTES = 26;

/**
 * Of a WAV file: the bytes a second of its samples. The rate that the header states beside them is not asked: nothing plays a file
 * by it, so a sender could make an hour look like a minute.
 */
function rateOfWav(file: Uint8Array): number | undefined {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const at = formatAt(file, view);
  if (at === null) return undefined;
  const tag = view.getUint16(at, true);
  const coding = tag === EXTENSIBLE ? view.getUint16(at + 24, true) : tag;
  const stated = coding === PCM || coding === FLOAT ? view.getUint16(at + 14, true) : 0;
  const bits = LAWS.includes(coding) ? 8 : stated;
  const rate = (view.getUint16(at + 2, true) * view.getUint32(at + 4, true) * bits) / 8;
  return rate > 0 && rate <= MAX_WAV_RATE ? rate : undefined;
}

/** Of a WAV file: where its format stands. */
function formatAt(file: Uint8Array, view: DataView): number | null {
  if (textAt(file, 0, 4) !== 'RIFF' || textAt(file, 8, 4) !== 'WAVE') return null;
  let at = 12;
  for (let chunk = 0; chunk < MAX_WAV_CHUNKS && at + 8 + FORMAT_BYTES <= file.byteLength; chunk += 1) {
    if (textAt(file, at, 4) === 'fmt ') return at + 8;
    const length = view.getUint32(at + 4, true);
    at += 8 + length + (length % 2);
  }
  return null;
}

/** In kbit/s, of layer III. */
const MPEG1_KBITS = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const MPEG2_KBITS = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
/** Of version 2.5, none, 2 and 1. */
const HERTZ = [[11_025, 12_000, 8_000], [], [22_050, 24_000, 16_000], [44_100, 48_000, 32_000]];

/** Of an MP3's frame that begins here; null: none does. */
function frameAt(file: Uint8Array, at: number): { bytes: number; seconds: number } | null {
  const kind = file[at + 1] ?? 0;
  const rates = file[at + 2] ?? 0;
  if (file[at] !== 0xff || (kind & 0xe6) !== 0xe2) return null;
  const version = (kind >> 3) & 3;
  const kbits = (version === 3 ? MPEG1_KBITS : MPEG2_KBITS)[rates >> 4] ?? 0;
  const hertz = HERTZ[version]?.[(rates >> 2) & 3] ?? 0;
  if (kbits === 0 || hertz === 0) return null;
  const samples = version === 3 ? 1_152 : 576;
  const bytes = Math.floor(((samples / 8) * kbits * 1_000) / hertz) + ((rates >> 1) & 1);
  return { bytes, seconds: samples / hertz };
}

/** Frame by frame, since each has a rate of its own. What is no frame may be anything. */
function lengthOfFrames(file: Uint8Array, start: number): RecordingLength {
  let at = start;
  let seconds = 0;
  for (let frame = frameAt(file, at); frame !== null; frame = frameAt(file, at)) {
    at += frame.bytes;
    seconds += frame.seconds;
  }
  const rest = lengthAt(Math.max(0, file.byteLength - at), LEAST_RATE, USUAL_RATE);
  return { most: seconds + rest.most, usual: seconds + rest.usual };
}

/** Four times seven bits. */
function sizeOfTag(file: Uint8Array): number {
  const [a = 0, b = 0, c = 0, d = 0] = file.subarray(6, 10);
  return 10 + ((a & 0x7f) << 21) + ((b & 0x7f) << 14) + ((c & 0x7f) << 7) + (d & 0x7f);
}

function textAt(file: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...file.subarray(at, at + length));
}
