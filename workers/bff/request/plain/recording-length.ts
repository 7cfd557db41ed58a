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
/** An MP3 of a rate that varies may begin at a higher one than it has in all. */
const VARIES = 2;
/** FLAC of speech at 16 kHz has about this, of music more. */
const FLAC_LEAST_RATE = 8_000;
const FLAC_USUAL_RATE = 16_000;

export function lengthOfRecording(file: Uint8Array): RecordingLength {
  const rate = rateOfWav(file);
  if (rate !== undefined) return lengthAt(file, rate, rate);
  const mp3 = rateOfMp3(file);
  if (mp3 !== undefined) return lengthAt(file, Math.min(mp3 / VARIES, mp3), mp3);
  if (textAt(file, 0, 4) === 'fLaC') return lengthAt(file, FLAC_LEAST_RATE, FLAC_USUAL_RATE);
  return lengthAt(file, LEAST_RATE, USUAL_RATE);
}

function lengthAt({ byteLength }: Uint8Array, least: number, usual: number): RecordingLength {
  return { most: byteLength / least + 1, usual: byteLength / usual };
}

/** Above this a header is not believed: 192 kHz, 32 bit, stereo. */
const MAX_WAV_RATE = 1_536_000;

/** Of a WAV file whose header is where it usually is: the bytes a second that it states. */
function rateOfWav(file: Uint8Array): number | undefined {
  if (textAt(file, 0, 4) !== 'RIFF' || textAt(file, 8, 8) !== 'WAVEfmt ' || file.byteLength < 36)
    return undefined;
  const rate = new DataView(file.buffer, file.byteOffset).getUint32(28, true);
  return rate > 0 && rate <= MAX_WAV_RATE ? rate : undefined;
}

/** In kbit/s, of layer III. */
const MPEG1_KBITS = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const MPEG2_KBITS = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

/** Of the first frame, behind an ID3 tag. */
function rateOfMp3(file: Uint8Array): number | undefined {
  const at = textAt(file, 0, 3) === 'ID3' ? sizeOfTag(file) : 0;
  const [sync = 0, version = 0, rates = 0] = file.subarray(at, at + 3);
  if (sync !== 0xff || (version & 0xe6) !== 0xe2) return undefined;
  const isFirst = (version & 0x18) === 0x18;
  const kbits = (isFirst ? MPEG1_KBITS : MPEG2_KBITS)[rates >> 4] ?? 0;
  return kbits === 0 ? undefined : (kbits * 1_000) / 8;
}

/** Four times seven bits. */
function sizeOfTag(file: Uint8Array): number {
  const [a = 0, b = 0, c = 0, d = 0] = file.subarray(6, 10);
  return 10 + ((a & 0x7f) << 21) + ((b & 0x7f) << 14) + ((c & 0x7f) << 7) + (d & 0x7f);
}

function textAt(file: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...file.subarray(at, at + length));
}
