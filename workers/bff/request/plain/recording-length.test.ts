import { expect, it } from 'vitest';
import { lengthOfRecording } from './recording-length.ts';

function fileOf(head: number[] | string, byteLength: number): Uint8Array {
  const file = new Uint8Array(byteLength);
  file.set(typeof head === 'string' ? new TextEncoder().encode(head) : head);
  return file;
}

function wav(bytesPerSec: number): Uint8Array {
  const file = fileOf('RIFF    WAVEfmt ', 64_000);
  new DataView(file.buffer).setUint32(28, bytesPerSec, true);
  return file;
}

it.each([
  ['a WAV by the rate that it states', wav(32_000), 2],
  ['a WAV of no believable rate as anything compressed', wav(0xffffffff), 16],
  ['an MP3 by its first frame', fileOf([0xff, 0xfb, 0x90, 0], 16_000 * 3), 3],
  ['an MP3 of a lower version', fileOf([0xff, 0xf3, 0x40, 0], 4_000 * 3), 3],
  [
    'an MP3 behind a tag',
    fileOf([0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 0, 2, 0, 0, 0xff, 0xfb, 0x90, 0], 48_000),
    3,
  ],
  ['FLAC', fileOf('fLaC', 16_000), 1],
  ['Ogg', fileOf('OggS', 8_000), 2],
  ['what is not known', fileOf('', 8_000), 2],
])('%s', (_name, file, seconds) => {
  const { usual, most } = lengthOfRecording(file);
  expect(usual).toBeCloseTo(seconds, 1);
  expect(most).toBeGreaterThan(usual);
});

it('is looked up in a part of a larger buffer', () => {
  const whole = new Uint8Array(70_000);
  whole.set(wav(32_000), 100);
  expect(lengthOfRecording(whole.subarray(100, 64_100)).usual).toBeCloseTo(2, 3);
});
