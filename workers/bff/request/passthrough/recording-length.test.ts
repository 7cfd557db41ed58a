import { expect, it } from 'vitest';
import { lengthOfRecording } from './recording-length.ts';

function fileOf(head: number[] | string, byteLength: number): Uint8Array {
  const file = new Uint8Array(byteLength);
  file.set(typeof head === 'string' ? new TextEncoder().encode(head) : head);
  return file;
}

function wav(
  bytesPerSec: number,
  { coding = 1, stated = bytesPerSec }: { coding?: number; stated?: number } = {},
): Uint8Array {
  const file = fileOf('RIFF    WAVEfmt ', 64_000);
  const view = new DataView(file.buffer);
  view.setUint16(20, coding, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, bytesPerSec / 2, true);
  view.setUint32(28, stated, true);
  view.setUint16(34, 16, true);
  return file;
}

/** As recorders and editors write it: other chunks first, of an odd length, too. */
function wavBehind(chunks: readonly number[], bytesPerSec: number): Uint8Array {
  const plain = wav(bytesPerSec);
  const before = chunks.map((length) => {
    const chunk = fileOf('bext', 8 + length + (length % 2));
    new DataView(chunk.buffer).setUint32(4, length, true);
    return chunk;
  });
  return joined(plain.subarray(0, 12), ...before, plain.subarray(12));
}

/** What its samples are stands behind the usual fields. */
function extensible(bytesPerSec: number, samplesAre: number): Uint8Array {
  const file = wav(bytesPerSec, { coding: 0xfffe });
  new DataView(file.buffer).setUint16(44, samplesAre, true);
  return file;
}

/** So many frames, each with this header and of so many bytes. */
function mp3(head: number[], bytes: number, count: number): Uint8Array {
  const file = new Uint8Array(bytes * count);
  for (let at = 0; at < file.byteLength; at += bytes) file.set(head, at);
  return file;
}

function joined(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

/** 1,152 samples at 48 kHz in 128 and 320 kbit/s, and 576 at 8 kHz in 8. */
const FRAME_128 = [0xff, 0xfb, 0x94, 0];
const FRAME_320 = [0xff, 0xfb, 0xe4, 0];
const FRAME_8 = [0xff, 0xe3, 0x18, 0];

it.each([
  ['a WAV by its samples', wav(32_000), 2],
  ['a WAV that states another rate than it has', wav(16_000, { stated: 1_536_000 }), 4],
  ['a WAV of 8-bit samples that says 16', wav(16_000, { coding: 7 }), 8],
  ['a WAV of no believable rate as anything compressed', wav(0xfffffffe), 16],
  ['a WAV of what is compressed', wav(32_000, { coding: 0x55 }), 16],
  ['a WAV with other chunks first', wavBehind([602, 27], 32_000), 2],
  ['a WAV of the extensible format', extensible(32_000, 1), 2],
  ['a WAV of the extensible format of what is compressed', extensible(32_000, 0x55), 16],
  ['an MP3 by its frames', mp3(FRAME_128, 384, 125), 3],
  ['an MP3 of a lower version', mp3(FRAME_8, 72, 1_000), 72],
  ['an MP3 whose first frame has another rate', joined(mp3(FRAME_320, 960, 1), mp3(FRAME_8, 72, 1_000)), 72],
  [
    'an MP3 behind a tag',
    joined(new Uint8Array([0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 0, 2, 0, 0]), mp3(FRAME_128, 384, 125)),
    3,
  ],
  ['an MP3 with something else in it', joined(mp3(FRAME_128, 384, 125), new Uint8Array(8_000)), 5],
  ['FLAC', fileOf('fLaC', 16_000), 1],
  ['Ogg', fileOf('OggS', 8_000), 2],
  ['what is not known', fileOf('', 8_000), 2],
])('%s', (_name, file, seconds) => {
  const { usual, most } = lengthOfRecording(file);
  expect(usual).toBeCloseTo(seconds, 1);
  expect(most).toBeGreaterThan(usual);
});

it('is by its size where the format of a WAV stands behind very many chunks, or outside', () => {
  const far = wavBehind(Array<number>(1_000).fill(0), 32_000);
  const outside = wavBehind([8], 32_000);
  new DataView(outside.buffer).setUint32(16, 0xffffffff, true);
  for (const file of [far, outside]) expect(lengthOfRecording(file).usual).toBe(file.byteLength / 4_000);
});

it('is looked up in a part of a larger buffer', () => {
  const whole = new Uint8Array(70_000);
  whole.set(wav(32_000), 100);
  expect(lengthOfRecording(whole.subarray(100, 64_100)).usual).toBeCloseTo(2, 3);
});
